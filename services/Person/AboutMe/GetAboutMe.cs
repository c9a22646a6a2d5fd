using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>What a person says of themselves today; or, of one section, what was said before.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetAboutMeResponse> GetAboutMe(
        Wire.GetAboutMeRequest request, ServerCallContext context)
    {
        var (personId, ownWordsId) = (Check.Id(request.PersonId), Check.OptionalId(request.OwnWordsId));

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var visible = await AboutMeAsync(work, personId);
        List<OwnWords> sections = [], earlier = [];
        if (ownWordsId is { } id)
        {
            earlier = [.. visible.EarlierThan(visible[id] ?? throw Problem.NotFound()).Take(MostEarlier)];
        }
        else
        {
            sections = [.. visible.Newest.Where(n => n.TakenOffAt is not null == request.TakenOff)];
        }
        work.Showed(personId, [.. sections.Concat(earlier).Select(s => s.Id)]);
        var shown = new Wire.GetAboutMeResponse
        {
            Sections = { sections.Select(s => Show(s, visible, work)) },
            Earlier = { earlier.Select(s => Show(s, visible, work)) },
        };
        await work.CommitAsync();

        return shown;
    }
}
