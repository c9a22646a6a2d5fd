using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class RiskService
{
    /// <summary>A decision is no longer in force, with the reason and what was learnt.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.EndRiskDecisionResponse> EndRiskDecision(
        Wire.EndRiskDecisionRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, decisionId) = (Check.Id(request.PersonId), Check.Id(request.RiskDecisionId));
        var reason = Check.Words(request.Reason, 1000);
        var learnt = Check.OptionalWords(request.Learnt);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var death = await OnPersonDied.OfAsync(work, personId);
        var seen = await SeenAsync(work, personId);
        var decision = seen.Find(r => r.Id == decisionId) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<RiskDecision>(request, personId) is { } repeated)
        {
            return new Wire.EndRiskDecisionResponse { RiskDecision = Show(repeated, seen, death, work) };
        }

        Death.RequireNone(death);
        work.Expect(request.Etag, Show(decision, seen), Show(decision, seen, death, work));
        await PlanService.RequireOpenAsync(work, personId, decision.TeamId);
        var ended = decision.End(reason, learnt, work.Health, seen, work.Now);
        if (await work.WriteAsync(UpdateEnded, ended) == 0)
        {
            throw Problem.Stale(Show(decision, seen, death, work));
        }
        work.Record(personId, decisionId, new RiskDecisionEnded(decisionId, personId), ended);
        await work.CommitAsync();

        return new Wire.EndRiskDecisionResponse { RiskDecision = Show(ended, seen, death, work) };
    }

    private const string UpdateEnded = """
        UPDATE RiskDecision
        SET Version = @Version, EndedReason = @EndedReason, Learnt = @Learnt, EndedAt = @EndedAt,
          HealthAuthored = @HealthAuthored
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
