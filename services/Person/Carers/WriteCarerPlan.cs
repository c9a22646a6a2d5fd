using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    private static readonly Vocabulary CarerPlanSections = Vocabulary.Of(typeof(PersonService).Assembly, "carer_plan");

    /// <summary>A part of a carer's own plan, on the carer's own record, is written or said anew.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.WriteCarerPlanResponse> WriteCarerPlan(
        Wire.WriteCarerPlanRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, earlierId) = (Check.Id(request.PersonId), Check.OptionalId(request.OwnWordsId));
        var section = ReadSection(request.Section, CarerPlanSections)
            ?? throw Problem.Invalid("section", "CODE_MISSING", "Say which part of the plan it is.");
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var voice = Read(request.Voice, call);
        var said = new OwnWords
        {
            Kind = OwnWordsKind.CarerPlan,
            Section = section,
            Words = Check.Words(request.Words),
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
        };
        if (CarerPlanSections[section]!["kept_by"].Length > 0)
        {
            // A second copy would tell another story than the outcomes themselves.
            throw Problem.Refused(
                "KEPT_ELSEWHERE", "The carer's outcomes are in the carer's own plan. Propose it there.", "section");
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var visible = await CarerPlanAsync(work, personId);
        var earlier = earlierId is { } id ? visible[id] ?? throw Problem.NotFound() : null;
        if (await work.RepeatedAsync<OwnWords>(request, personId) is { } repeated)
        {
            return new Wire.WriteCarerPlanResponse { OwnWords = Show(repeated, visible, work) };
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
            if (visible.Newest.Count >= MostSections)
            {
                throw Problem.Invalid("section", "TOO_MANY", $"At most {MostSections} parts. Add to one of them.");
            }
        }
        else
        {
            var today = visible.Today(earlier);
            work.Expect(request.Etag, Show(today), Show(today, visible, work));
            said = today.Section == section
                ? today.SayAnew(said, visible.EarlierThan(today).Any(w => w.Voice.IsPersons))
                : throw Problem.Refused("ANOTHER_SECTION", "Those words are of another part of the plan.", "section");
            withheldFrom = [.. withheldFrom.Union(await work.WithheldFromAsync(today.Id))];
        }
        await work.WriteAsync(InsertOwnWords, said);
        await work.WithholdAsync(personId, said.Id, withheldFrom);
        work.Record(personId, said.Id, new CarerPlanWritten(
            said.Id, personId, section, said.EarlierId, said.Voice.IsPersons, withheldFrom), said);
        var shown = Show(said, visible, work);
        shown.EarlierId = said.EarlierId?.ToString("D") ?? "";
        await work.CommitAsync();

        return new Wire.WriteCarerPlanResponse { OwnWords = shown };
    }
}
