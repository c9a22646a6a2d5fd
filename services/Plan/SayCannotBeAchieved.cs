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
    /// <summary>An outcome cannot be achieved: who told the person, how, when, and what they said to it.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.SayCannotBeAchievedResponse> SayCannotBeAchieved(
        Wire.SayCannotBeAchievedRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var told = Read(request, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Outcome>(request, personId) is { } earlier)
        {
            return new Wire.SayCannotBeAchievedResponse { Outcome = Show(earlier, work) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        work.Expect(request.Etag, Show(outcome), Show(outcome, work));
        await RequireOpenAsync(work, personId, outcome.TeamId);
        var said = outcome.SayCannotBeAchieved(told, work.Health);
        if (await work.WriteAsync(UpdateCannotBeAchieved, said) == 0)
        {
            throw Problem.Stale(Show(outcome, work));
        }
        work.Record(personId, outcomeId, new OutcomeSaidUnachievable(outcomeId, personId), said);
        await work.CommitAsync();

        return new Wire.SayCannotBeAchievedResponse { Outcome = Show(said, work) };
    }

    // What is written into a row that another team recorded everybody reads, whoever acts for the person too: a team of
    // which they may not know would be told with it.
    internal static async Task RequireOpenAsync(Work work, Guid personId, Guid? recordedBy)
    {
        if (await work.OneAsync<int>(CountApart, new { personId, work.Team, now = work.Now }) > 0
            && recordedBy != work.Team)
        {
            throw Problem.Refused("KEPT_SECRET", "What your team writes is a secret, and this is for everybody.");
        }
    }

    private static CannotBeAchieved Read(Wire.SayCannotBeAchievedRequest request, Call call)
    {
        var said = Check.OptionalWords(request.Said);
        if (request.WhyNoWords != Wire.WhyNoWords.Unspecified)
        {
            Check.Code(request.WhyNoWords);
        }
        if (said is null && (request.WhyNoWords == Wire.WhyNoWords.Unspecified || request.Voice is not null))
        {
            throw Problem.Invalid("said", "WORDS_MISSING",
                "Write what they said, or why there are no words of theirs.");
        }
        if (said is not null && request.WhyNoWords != Wire.WhyNoWords.Unspecified)
        {
            throw Problem.Invalid("why_no_words", "WORDS_GIVEN", "They said something: leave this out.");
        }
        return new CannotBeAchieved(Check.Words(request.Reason, 1000), Check.Words(request.ToldBy, 200),
            Check.Words(request.ToldHow, 1000), Check.HappenedOn(request.ToldOn, call.Now), said,
            said is null ? null : Read(request.Voice, call), (WhyNoWords)(int)request.WhyNoWords, call.Now);
    }

    private const string CountApart = """
        SELECT COUNT(*) FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Grantee = @team AND (
          EXISTS (
            SELECT 1 FROM PrivateTeam p
            WHERE p.PersonId = g.PersonId AND p.TeamId = g.Grantee AND p.FromTime <= @now)
          OR (g.Purpose = 'adult_protection' AND NOT EXISTS (
            SELECT 1 FROM AccessGrant s
            WHERE s.PersonId = g.PersonId AND s.Grantee = g.Grantee AND s.Purpose = 'support')))
        """;

    private const string UpdateCannotBeAchieved = """
        UPDATE Outcome
        SET State = @State, Version = @Version, HealthAuthored = @HealthAuthored, CannotReason = @CannotReason,
          ToldBy = @ToldBy, ToldHow = @ToldHow, ToldOn = @ToldOn, ToldSaid = @ToldSaid, ToldSaidBy = @ToldSaidBy,
          ToldSaidByName = @ToldSaidByName, ToldSaidHow = @ToldSaidHow, ToldWrittenBy = @ToldWrittenBy,
          WhyNoWords = @WhyNoWords, CannotRecordedAt = @CannotRecordedAt
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
