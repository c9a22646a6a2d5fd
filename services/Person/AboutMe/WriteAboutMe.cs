using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>A section of what a person says of themselves begins or is said anew; the earlier words stay.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.WriteAboutMeResponse> WriteAboutMe(
        Wire.WriteAboutMeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, earlierId) = (Check.Id(request.PersonId), Check.OptionalId(request.OwnWordsId));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var voice = Read(request.Voice, call);
        var said = new OwnWords
        {
            Kind = OwnWordsKind.AboutMe,
            Section = ReadSection(request.Section, AboutMeSections),
            Title = Check.OptionalWords(request.Title, 200),
            Words = Check.Words(request.Words),
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
        };

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var visible = await AboutMeAsync(work, personId);
        var earlier = earlierId is { } id
            ? visible[id] is { TakenOffAt: null } there ? there : throw Problem.NotFound()
            : null;
        if (await work.RepeatedAsync<OwnWords>(request, personId) is { } repeated)
        {
            // What the person has taken off since is not told again.
            return visible[repeated.Id] is null
                ? throw Problem.NotFound(final: true)
                : new Wire.WriteAboutMeResponse { OwnWords = Show(repeated, visible, work) };
        }

        DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }));
        said = said with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            RecordedAt = work.Now,
        };
        if (earlier is null)
        {
            said = said.Begin();
            if (visible.Newest.Count(n => n.TakenOffAt is null) >= MostSections)
            {
                throw Problem.Invalid("title", "TOO_MANY", $"At most {MostSections} sections. Add to one of them.");
            }
        }
        else
        {
            var today = visible.Today(earlier);
            work.Expect(request.Etag, Show(today), Show(today, visible, work));
            said = today.SayAnew(said, visible.EarlierThan(today).Any(w => w.Voice.IsPersons));
            withheldFrom = [.. withheldFrom.Union(await work.WithheldFromAsync(today.Id))];
        }
        await work.WriteAsync(InsertOwnWords, said);
        await work.WithholdAsync(personId, said.Id, withheldFrom);
        work.Record(personId, said.Id, new AboutMeWritten(said.Id, personId, said.Section, said.EarlierId,
            said.Voice.IsPersons, withheldFrom), said);
        var shown = Show(said, visible, work);
        shown.EarlierId = said.EarlierId?.ToString("D") ?? "";
        await work.CommitAsync();

        return new Wire.WriteAboutMeResponse { OwnWords = shown };
    }
}
