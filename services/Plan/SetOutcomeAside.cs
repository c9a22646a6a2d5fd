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
    /// <summary>An outcome is set aside, with the reason in the words in which it was said.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.SetOutcomeAsideResponse> SetOutcomeAside(
        Wire.SetOutcomeAsideRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Outcome>(request, personId) is { } earlier)
        {
            return new Wire.SetOutcomeAsideResponse { Outcome = Show(earlier, work) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        work.Expect(request.Etag, Show(outcome), Show(outcome, work));
        var aside = outcome.SetAside(reason, work.Health);
        if (await work.WriteAsync(UpdateSetAside, aside) == 0)
        {
            throw Problem.Stale(Show(outcome, work));
        }
        work.Record(personId, outcomeId, new OutcomeSetAside(outcomeId, personId), aside);
        await work.CommitAsync();

        return new Wire.SetOutcomeAsideResponse { Outcome = Show(aside, work) };
    }

    private const string UpdateSetAside = """
        UPDATE Outcome
        SET State = @State, Version = @Version, SetAsideReason = @SetAsideReason, HealthAuthored = @HealthAuthored
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
