using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>A carer's own plan, with every part that it is to have; or what was said of one part before.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetCarerPlanResponse> GetCarerPlan(
        Wire.GetCarerPlanRequest request, ServerCallContext context)
    {
        var (personId, ownWordsId) = (Check.Id(request.PersonId), Check.OptionalId(request.OwnWordsId));

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var visible = await CarerPlanAsync(work, personId);
        var shown = new Wire.GetCarerPlanResponse();
        if (ownWordsId is { } id)
        {
            var earlier = visible.EarlierThan(visible[id] ?? throw Problem.NotFound()).Take(MostEarlier).ToList();
            work.Showed(personId, earlier.Select(e => e.Id));
            shown.Earlier.AddRange(earlier.Select(e => Show(e, visible, work)));
        }
        else
        {
            work.Showed(personId, visible.Newest.Select(n => n.Id));
            shown.Sections.AddRange(CarerPlanSections.Codes.Select(code => new Wire.CarerPlanSection
            {
                Section = code,
                Title = CarerPlanSections[code]!["title"],
                Source = CarerPlanSections[code]!["source"],
                KeptBy = CarerPlanSections[code]!["kept_by"],
                Words = { visible.Newest.Where(n => n.Section == code).Select(n => Show(n, visible, work)) },
            }));
        }
        await work.CommitAsync();

        return shown;
    }

    private static async Task<Wordings> CarerPlanAsync(Work work, Guid personId) => new(
        await work.ManyAsync<WordingPlace>(SelectWordingPlaces, new { personId }),
        await work.ManyAsync<OwnWords>(SelectCarerPlan, new { personId }));

    private const string SelectCarerPlan = $"""
        SELECT {OwnWordsColumns}
        FROM OwnWords a
        WHERE a.PersonId = @personId AND a.Kind = 2 AND /*access:a:carer_plan*/
        ORDER BY a.RecordedAt, a.Id
        """;
}
