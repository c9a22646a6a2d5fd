using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using MistakeReason = PersonalOutcomes.Access.V1.MistakeReason;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>
    /// What stands in the wrong record is recorded in the right one as it was said, and is entered in error where it
    /// was. Nothing in either record tells of the other; the mistake itself does, to the officers concerned.
    /// </summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.MoveOutcomeResponse> MoveOutcome(
        Wire.MoveOutcomeRequest request, ServerCallContext context)
    {
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var (toPersonId, withheldFrom) = (Check.Id(request.ToPersonId), Check.Ids(request.WithheldFrom));
        if (personId == toPersonId)
        {
            throw Problem.Invalid("to_person_id", "SAME_PERSON", "It is in that record already.");
        }

        await using var work = await database.BeginAsync(On.People(personId, toPersonId), Call.Of(context));
        await work.EnterAsync(toPersonId);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<Outcome>(request, personId, toPersonId) is { } earlier)
        {
            return new Wire.MoveOutcomeResponse { Outcome = Show(earlier, work) };
        }
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId });
        if (outcome is null || outcome.TeamId != work.Team)
        {
            throw Problem.NotFound();
        }
        if (await OthersWroteAsync(work, personId, outcomeId))
        {
            // What they wrote is not this team's to take to somebody whom they may not know.
            throw Problem.Refused("OTHERS_WROTE_TOO", "Others wrote in it. Enter it in error, and record yours anew.",
                "outcome_id");
        }
        Death.RequireNone(await OnPersonDied.OfAsync(work, toPersonId));

        var moved = outcome with { Id = NewId.NextGuid(), PersonId = toPersonId, Version = 1, SourceId = null };
        Guid[] withheld = [.. withheldFrom.Union(await work.WithheldFromAsync(outcomeId))];
        await work.WriteAsync(InsertOutcome, moved);
        await work.WithholdAsync(toPersonId, moved.Id, withheld);
        work.Record(toPersonId, moved.Id, new OutcomeProposed(
            moved.Id, toPersonId, Code(moved.Direction), moved.Voice.IsPersons, null, withheld), moved);
        if (moved.Agreement is { } agreement)
        {
            work.Record(toPersonId, moved.Id,
                new OutcomeAgreed(moved.Id, toPersonId, Code(agreement.By), agreement.On), moved);
        }
        if (moved.State == OutcomeState.SetAside)
        {
            work.Record(toPersonId, moved.Id, new OutcomeSetAside(moved.Id, toPersonId), moved);
        }
        foreach (var said in await work.ManyAsync<EarlierStatement>(
            SelectEarlierStatements, new { personId, outcomeId }))
        {
            await work.WriteAsync(InsertEarlierStatement,
                said with { Id = NewId.NextGuid(), PersonId = toPersonId, OutcomeId = moved.Id });
        }
        await MoveStepsAsync(work, personId, outcomeId, moved, withheld);

        List<Guid> mistaken =
            [outcomeId, .. await work.ManyAsync<Guid>(SelectMadeWith, new { who = personId, item = outcomeId })];
        foreach (var item in mistaken)
        {
            await work.WriteAsync(Remove, new { who = personId, item });
            work.Record(personId, item, new EnteredInError(item, personId),
                new Mistake(MistakeReason.WrongRecord, $"It is recorded anew in the record of {toPersonId}."));
        }
        await work.CommitAsync();

        return new Wire.MoveOutcomeResponse { Outcome = Show(moved, work) };
    }

    // The team's own; a step of another team is gone with the outcome, and theirs to record anew.
    private static async Task MoveStepsAsync(
        Work work, Guid personId, Guid outcomeId, Outcome moved, Guid[] withheldFrom)
    {
        foreach (var step in await work.ManyAsync<Step>(SelectSteps, new { personId }))
        {
            if (step.OutcomeId != outcomeId || step.TeamId != work.Team
                || await OthersWroteAsync(work, personId, step.Id))
            {
                continue;
            }
            var taken = step with
            {
                Id = NewId.NextGuid(),
                PersonId = moved.PersonId,
                OutcomeId = moved.Id,
                Version = 1,
                SourceId = null,
            };
            Guid[] withheld = [.. withheldFrom.Union(await work.WithheldFromAsync(step.Id))];
            await work.WriteAsync(InsertStep, taken);
            await work.WithholdAsync(moved.PersonId, taken.Id, withheld);
            work.Record(moved.PersonId, taken.Id, new StepAdded(
                taken.Id, moved.PersonId, moved.Id, taken.Party.ToString().ToLowerInvariant(), taken.TakenByTeamId,
                taken.State == StepState.Done, withheld), taken);
        }
    }

    private static async Task<bool> OthersWroteAsync(Work work, Guid personId, Guid itemId) =>
        await work.OneAsync<int>(CountOthers, new { personId, itemId, work.Team }) > 0;

    private const string CountOthers = """
        SELECT COUNT(*) FROM Journal j
        WHERE j.Stream = @personId AND j.ItemId = @itemId AND j.Type NOT IN ('ItemWithheld', 'ItemShown')
          AND (j.TeamId IS NULL OR j.TeamId <> @team)
        """;
}
