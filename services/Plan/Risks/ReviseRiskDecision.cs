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
    /// <summary>A new decision counts in the place of one that is in force; the earlier one stays as it was.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.ReviseRiskDecisionResponse> ReviseRiskDecision(
        Wire.ReviseRiskDecisionRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, decisionId) = (Check.Id(request.PersonId), Check.Id(request.RiskDecisionId));
        var further = Check.Ids(request.WithheldFrom);
        var told = Told(request.Decision, request.Voice, request.Agreement, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var death = await OnPersonDied.OfAsync(work, personId);
        var seen = await SeenAsync(work, personId);
        var earlier = seen.Find(r => r.Id == decisionId) ?? throw Problem.NotFound();
        await RequireOutcomeAsync(work, personId, told.OutcomeId);
        if (await work.RepeatedAsync<RiskDecision>(request, personId) is { } repeated)
        {
            return new Wire.ReviseRiskDecisionResponse { RiskDecision = Show(repeated, [], death, work) };
        }

        Death.RequireNone(death);
        work.Expect(request.Etag, Show(earlier, seen), Show(earlier, seen, death, work));
        var those = await work.ManyAsync<Numbered>(SelectReplacing, new { personId, earlier.FirstId });
        var decision = earlier.Replace(Of(told, work, personId), seen, those.Max(t => t.Number));
        // Those that replaced one another are one thing to everybody: who lost sight of the newest would take an
        // earlier one to be in force.
        var already = await work.WithheldFromAsync(decisionId);
        Guid[] hidden = told.OutcomeId is { } outcomeId ? [.. await work.WithheldFromAsync(outcomeId)] : [];
        Guid[] added = [.. further.Union(hidden).Except(already)];
        Guid[] withheldFrom = [.. added.Union(already)];
        await work.WriteAsync(InsertRiskDecision, decision);
        await work.WithholdAsync(personId, decision.Id, withheldFrom);
        work.Record(personId, decision.Id, Happened(decision, withheldFrom), decision);
        foreach (var one in those.Where(_ => added.Length > 0))
        {
            await work.WithholdAsync(personId, one.Id, added);
            work.Record(personId, one.Id, new ItemWithheld(one.Id, personId, added));
        }
        await work.CommitAsync();

        return new Wire.ReviseRiskDecisionResponse { RiskDecision = Show(decision, [], death, work) };
    }

    // Those too that the caller may not see, so that each has a number of its own.
    private const string SelectReplacing =
        "SELECT r.Id, r.Number FROM RiskDecision r WHERE r.PersonId = @personId AND r.FirstId = @firstId";

    private sealed record Numbered
    {
        public Guid Id { get; init; }
        public int Number { get; init; }
    }
}
