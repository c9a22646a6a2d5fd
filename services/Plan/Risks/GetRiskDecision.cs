using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class RiskService
{
    /// <summary>One decision with those that it replaced, as the caller may see them.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetRiskDecisionResponse> GetRiskDecision(
        Wire.GetRiskDecisionRequest request, ServerCallContext context)
    {
        var (personId, decisionId) = (Check.Id(request.PersonId), Check.Id(request.RiskDecisionId));

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var seen = await SeenAsync(work, personId);
        var decision = seen.Find(r => r.Id == decisionId) ?? throw Problem.NotFound();
        var earlier = seen.Where(r => r.FirstId == decision.FirstId && r.Number < decision.Number)
            .OrderByDescending(r => r.Number).ToList();
        var death = await OnPersonDied.OfAsync(work, personId);
        work.Showed(personId, [decisionId, .. earlier.Select(r => r.Id)]);
        await work.CommitAsync();

        return new Wire.GetRiskDecisionResponse
        {
            RiskDecision = Show(decision, seen, death, work),
            Earlier = { earlier.Select(r => Show(r, seen, death, work)) },
        };
    }
}
