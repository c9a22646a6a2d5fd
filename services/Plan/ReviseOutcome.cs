using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>A new statement; the earlier one stays readable, and the new one waits for agreement.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.ReviseOutcomeResponse> ReviseOutcome(
        Wire.ReviseOutcomeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var statement = Check.Words(request.Statement);
        var why = Check.OptionalWords(request.Why);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var voice = Read(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Outcome>(request, personId) is { } earlier)
        {
            return new Wire.ReviseOutcomeResponse { Outcome = Show(earlier, work) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        work.Expect(request.Etag, Show(outcome), Show(outcome, work));
        if (await work.OneAsync<int>(CountSecret, new { personId, work.Team, now = work.Now }) > 0
            && outcome.TeamId != work.Team)
        {
            throw Problem.Refused("KEPT_SECRET", "What your team writes is a secret. Propose an outcome of your own.");
        }
        var revised = outcome.Revise(statement, why, voice, work.Team, work.Health, work.Now);
        await work.WriteAsync(InsertEarlierStatement, new
        {
            id = MassTransit.NewId.NextGuid(),
            outcomeId,
            personId,
            outcome.TeamId,
            outcome.HealthAuthored,
            outcome.EnteredInError,
            outcome.Statement,
            outcome.Why,
            outcome.SaidBy,
            outcome.SaidByName,
            outcome.How,
            outcome.WrittenBy,
            outcome.RecordedAt,
        });
        if (await work.WriteAsync(UpdateRevised, revised) == 0)
        {
            throw Problem.Stale(Show(outcome, work));
        }
        await work.WithholdAsync(personId, outcomeId, withheldFrom);
        work.Record(personId, outcomeId,
            new OutcomeRevised(outcomeId, personId, voice.IsPersons, withheldFrom), revised);
        await work.CommitAsync();

        return new Wire.ReviseOutcomeResponse { Outcome = Show(revised, work) };
    }

    private const string CountSecret = """
        SELECT COUNT(*) FROM PrivateTeam WHERE PersonId = @personId AND TeamId = @team AND FromTime <= @now
        """;

    private const string InsertEarlierStatement = """
        INSERT INTO EarlierStatement (Id, PersonId, TeamId, HealthAuthored, EnteredInError, OutcomeId, Statement, Why,
          SaidBy, SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @OutcomeId, @Statement, @Why,
          @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;

    private const string UpdateRevised = """
        UPDATE Outcome
        SET State = @State, Version = @Version, TeamId = @TeamId, HealthAuthored = @HealthAuthored,
          Statement = @Statement, Why = @Why, SaidBy = @SaidBy, SaidByName = @SaidByName, How = @How,
          WrittenBy = @WrittenBy, AgreedBy = NULL, AskedHow = NULL, AgreedHow = NULL, SpokenBy = NULL,
          AgreedOn = NULL, AgreementWrittenBy = NULL, RecordedAt = @RecordedAt
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
