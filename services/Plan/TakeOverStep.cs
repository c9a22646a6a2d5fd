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
    /// <summary>A team's step goes over to the person, to another team, or to somebody else of the same one.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.TakeOverStepResponse> TakeOverStep(
        Wire.TakeOverStepRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, stepId) = (Check.Id(request.PersonId), Check.Id(request.StepId));
        var who = call.Role == Role.Person
            ? Check.OptionalWords(request.Who, 200) ?? ""
            : Check.Words(request.Who, 200);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var step = await work.OneAsync<Step>(SelectStep, new { personId, stepId }) ?? throw Problem.NotFound();
        // A step hangs on its outcome: who may not see the one does not see the other.
        if (step.OutcomeId is { } outcomeId
            && await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId }) is null)
        {
            throw Problem.NotFound();
        }
        var death = await OnPersonDied.OfAsync(work, personId);
        if (await work.RepeatedAsync<Step>(request, personId) is { } earlier)
        {
            return new Wire.TakeOverStepResponse { Step = Show(earlier, death, work) };
        }

        Death.RequireNone(death);
        work.Expect(request.Etag, Show(step), Show(step, death, work));
        var hands = await HandsAsync(work, personId, work.Now);
        var taken = step.TakeOver(work.Team, who, hands.Stays(step.TakenByTeamId), work.Health);
        if (await work.WriteAsync(UpdateTaken, taken) == 0)
        {
            throw Problem.Stale(Show(step, death, work));
        }
        work.Record(personId, stepId, new StepTakenOver(
            stepId, personId, taken.Party.ToString().ToLowerInvariant(), taken.TakenByTeamId), taken);
        await work.CommitAsync();

        return new Wire.TakeOverStepResponse { Step = Show(taken, death, work) };
    }

    private const string UpdateTaken = """
        UPDATE Step
        SET Party = @Party, TakenByTeamId = @TakenByTeamId, Who = @Who, Version = @Version,
          HealthAuthored = @HealthAuthored
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
