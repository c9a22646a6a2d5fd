using Grpc.Core;
using MassTransit;
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
    /// <summary>What matters most to the person, in their order.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.RankOutcomesResponse> RankOutcomes(
        Wire.RankOutcomesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var outcomeIds = Check.Ids(request.OutcomeIds);
        var critical = Check.Ids(request.CriticalIds);
        if (outcomeIds.Length == 0)
        {
            throw Problem.Invalid("outcome_ids", "ID_MISSING", "An id is needed here.");
        }
        if (outcomeIds.Length < request.OutcomeIds.Count)
        {
            throw Problem.Invalid("outcome_ids", "OUTCOME_TWICE", "An outcome has one place.");
        }
        if (critical.Except(outcomeIds).Any())
        {
            throw Problem.Invalid("critical_ids", "NOT_RANKED", "Name it among the outcomes that are put in order.");
        }
        var voice = Read(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcomes = await work.ManyAsync<Outcome>(SelectOutcomes, new { personId });
        if (outcomeIds.Except(outcomes.Select(o => o.Id)).Any())
        {
            throw Problem.NotFound();
        }
        if (await work.RepeatedAsync<Ranking>(request, personId) is { } earlier)
        {
            return Show(earlier, outcomes);
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var seen = outcomes.Where(o => o.State != OutcomeState.SetAside).Select(o => o.Id).ToHashSet();
        if (outcomeIds.Except(seen).Any())
        {
            throw Problem.Refused("SET_ASIDE", "One of them was set aside.", "outcome_ids");
        }
        if (await work.OneAsync<int>(CountSecret, new { personId, work.Team, now = work.Now }) > 0)
        {
            throw Problem.Refused("KEPT_SECRET", "What your team writes is a secret, and the order is for everybody.");
        }
        var ranking = new Ranking
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            OutcomeIds = outcomeIds,
            Critical = critical,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        }.After((await RankingsAsync(work, personId, work.Now)).FirstOrDefault(),
            await work.ManyAsync<Guid>(SelectInForce, new { personId, aside = OutcomeState.SetAside }), seen);
        await work.WriteAsync(InsertRanking, ranking);
        work.Record(personId, ranking.Id,
            new OutcomesRanked(ranking.Id, personId, outcomeIds, critical, voice.IsPersons), ranking);
        await work.CommitAsync();

        return Show(ranking, outcomes);
    }

    // Up to that time, newest first.
    private static async Task<List<Ranking>> RankingsAsync(Work work, Guid personId, DateTimeOffset at) =>
        [.. (await work.ManyAsync<Ranking>(SelectRankings, new { personId })).Where(r => r.RecordedAt <= at)];

    // Nothing is said of an order in which this viewer sees nothing that was put in it.
    private static Wire.Ranked? Show(List<Ranking> rankings, List<Outcome> outcomes) =>
        rankings.Find(r => outcomes.Exists(o => r.OutcomeIds.Contains(o.Id))) is not { } ranking ? null : new()
        {
            Voice = Show(ranking.Voice),
            RecordTime = Show(ranking.RecordedAt),
        };

    private static Wire.RankOutcomesResponse Show(Ranking ranking, List<Outcome> outcomes)
    {
        var inForce = Ranking.InOrder(ranking, outcomes.Where(o => o.State != OutcomeState.SetAside)).ToList();
        return new()
        {
            OutcomeIds = { inForce.Select(o => o.Id.ToString("D")) },
            CriticalIds = { inForce.Where(o => Ranking.IsCritical(ranking, o)).Select(o => o.Id.ToString("D")) },
            Ranked = Show([ranking], outcomes),
        };
    }

    // The order is the person's and one for all, whichever team wrote it down. What is shown of it are outcomes that
    // the caller sees.
    private const string SelectRankings = """
        SELECT r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.Number, r.OutcomeIds, r.Places,
          r.Critical, r.SaidBy, r.SaidByName, r.How, r.WrittenBy, r.RecordedAt
        FROM Ranking r
        WHERE r.PersonId = @personId
        ORDER BY r.Number DESC
        """;

    // Those too that the caller may not see, so that they keep their places.
    private const string SelectInForce = """
        SELECT o.Id FROM Outcome o
        WHERE o.PersonId = @personId AND o.State <> @aside AND o.EnteredInError = 0
        ORDER BY o.RecordedAt
        """;

    private const string InsertRanking = """
        INSERT INTO Ranking (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Number, OutcomeIds, Places,
          Critical, SaidBy, SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Number, @OutcomeIds, @Places,
          @Critical, @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
