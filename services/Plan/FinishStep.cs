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
    /// <summary>A step is done.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.FinishStepResponse> FinishStep(
        Wire.FinishStepRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, stepId) = (Check.Id(request.PersonId), Check.Id(request.StepId));
        var doneOn = Check.HappenedOn(request.DoneOn, call.Now);
        var howItWent = Check.OptionalWords(request.HowItWent);

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
            return new Wire.FinishStepResponse { Step = Show(earlier, death, work) };
        }

        Death.RequireBefore(death, doneOn, call.Role);
        work.Expect(request.Etag, Show(step), Show(step, death, work));
        var finished = step.Finish(doneOn, howItWent, work.Health);
        if (await work.WriteAsync(UpdateFinished, finished) == 0)
        {
            throw Problem.Stale(Show(step, death, work));
        }
        work.Record(personId, stepId, new StepFinished(stepId, personId), finished);
        await work.CommitAsync();

        return new Wire.FinishStepResponse { Step = Show(finished, death, work) };
    }

    internal const string StepColumns = """
        s.Id, s.PersonId, s.TeamId, s.HealthAuthored, s.EnteredInError, s.Version, s.State, s.OutcomeId, s.WhyNoOutcome,
          s.Party, s.Who, s.TakenByTeamId, s.What, s.AtPlace, s.AtTime, s.DueOn, s.DoneOn, s.HowItWent, s.SaidBy,
          s.SaidByName, s.How, s.WrittenBy, s.SourceId, s.RecordedAt
        """;

    private const string SelectStep = $"""
        SELECT {StepColumns}
        FROM Step s
        WHERE s.Id = @stepId AND s.PersonId = @personId AND /*access:s:step*/ AND /*team:s:TakenByTeamId*/
        """;

    private const string UpdateFinished = """
        UPDATE Step
        SET State = @State, Version = @Version, DoneOn = @DoneOn, HowItWent = @HowItWent,
          HealthAuthored = @HealthAuthored
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
