using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Plans;

/// <summary>
/// Outcomes with what they said before, the person's part in them, steps, purposes with who differs from them, and risk
/// decisions are moved to the right record.
/// </summary>
public sealed partial class PlanService
{
    /// <summary>Records it there as it was said and as far as it had come. PERSON_DIED.</summary>
    internal static async Task<bool> MoveAsync(Work work, Moving moving)
    {
        var (personId, item, to) = (moving.PersonId, moving.ItemId, moving.ToPersonId);
        var death = await OnPersonDied.OfAsync(work, to);
        if (await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId = item }) is { } outcome)
        {
            Death.RequireNone(death);
            await MoveAsync(work, moving, outcome);
        }
        else if ((await work.ManyAsync<Step>(SelectSteps, new { personId })).Find(s => s.Id == item) is { } step)
        {
            Death.RequireBefore(death, step.DoneOn, work.Call.Role);
            await MoveAsync(work, moving, step);
        }
        else if ((await work.ManyAsync<Purpose>(SelectPurposes, new { personId })).Find(p => p.Id == item)
            is { } purpose)
        {
            Death.RequireNone(death);
            var moved = purpose with { Id = moving.NewId(item), PersonId = to };
            await work.WriteAsync(InsertPurpose, moved);
            await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
            work.Record(to, moved.Id,
                new PurposeSaid(moved.Id, to, moved.Agreement is not null, moving.WithheldFrom), moved);
        }
        else if ((await work.ManyAsync<PurposeDissent>(SelectDissents, new { personId })).Find(d => d.Id == item)
            is { } dissent
            && (await work.ManyAsync<Purpose>(SelectPurposes, new { personId = to }))
                .Find(p => p.Id == moving.NewId(dissent.PurposeId)) is { } there)
        {
            Death.RequireNone(death);
            var moved = dissent with { Id = moving.NewId(item), PersonId = to, PurposeId = there.Id };
            await work.WriteAsync(InsertDissent, moved);
            await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
            work.Record(to, moved.Id, Happened(moved, moving.WithheldFrom), moved);
        }
        else if ((await work.ManyAsync<ChosenRole>(SelectRoles, new { personId })).Find(r => r.Id == item) is { } role
            && await work.OneAsync<Outcome>(SelectOutcome,
                new { personId = to, outcomeId = moving.NewId(role.OutcomeId) }) is { } towards)
        {
            Death.RequireNone(death);
            await WriteRoleAsync(work,
                role with { Id = moving.NewId(item), PersonId = to, OutcomeId = towards.Id }, moving.WithheldFrom);
        }
        else if ((await work.ManyAsync<RiskDecision>(RiskService.SelectRiskDecisions, new { personId }))
            .Find(r => r.Id == item) is { } decision)
        {
            Death.RequireNone(death);
            await MoveAsync(work, moving, decision);
        }
        else
        {
            return false;
        }
        return true;
    }

    // A team's step serves an outcome, or says why none.
    private static string? Why(Step step, Outcome? there) =>
        step.OutcomeId is null || there is not null || step.Party != Party.Team ? step.WhyNoOutcome
            : "It was recorded for an outcome that is not in this record.";

    private static async Task MoveAsync(Work work, Moving moving, Outcome outcome)
    {
        var (to, withheld) = (moving.ToPersonId, moving.WithheldFrom);
        var moved = outcome with
        {
            Id = moving.NewId(outcome.Id),
            PersonId = to,
            Version = 1,
            SourceId = moving.NewId(outcome.SourceId),
        };
        await work.WriteAsync(InsertOutcome, moved);
        await work.WithholdAsync(to, moved.Id, withheld);
        work.Record(to, moved.Id, new OutcomeProposed(moved.Id, to, Code(moved.Direction), moved.Voice.IsPersons,
            moved.SourceId, withheld, moved.RecordedAt), moved);
        if (moved.Agreement is { } agreement)
        {
            work.Record(to, moved.Id, new OutcomeAgreed(moved.Id, to, Code(agreement.By), agreement.On), moved);
        }
        if (moved.Topic is not null)
        {
            work.Record(to, moved.Id, new OutcomeTopicGiven(moved.Id, to, moved.Topic), moved);
        }
        if (moved.CannotBeAchieved is not null)
        {
            work.Record(to, moved.Id, new OutcomeSaidUnachievable(moved.Id, to), moved);
        }
        if (moved.State == OutcomeState.SetAside)
        {
            work.Record(to, moved.Id, new OutcomeSetAside(moved.Id, to), moved);
        }
        foreach (var said in await work.ManyAsync<EarlierStatement>(
            SelectEarlierStatements, new { personId = moving.PersonId, outcomeId = outcome.Id }))
        {
            await work.WriteAsync(InsertEarlierStatement,
                said with { Id = NewId.NextGuid(), PersonId = to, OutcomeId = moved.Id });
        }
    }

    // What it is for, where that has been moved already, and from whom it is withheld there: where what it was for is
    // not, nobody sees it who did not see that.
    private static async Task<(Outcome? Outcome, Guid[] WithheldFrom)> ThereAsync(
        Work work, Moving moving, Guid? outcomeId)
    {
        var outcome = await work.OneAsync<Outcome>(SelectOutcome,
            new { personId = moving.ToPersonId, outcomeId = moving.NewId(outcomeId) });
        return outcome is null && outcomeId is { } left
            ? (null, [.. moving.WithheldFrom.Union(await work.WithheldFromAsync(left))])
            : (outcome, moving.WithheldFrom);
    }

    private static async Task MoveAsync(Work work, Moving moving, RiskDecision decision)
    {
        var (outcome, withheld) = await ThereAsync(work, moving, decision.OutcomeId);
        var moved = decision with
        {
            Id = moving.NewId(decision.Id),
            PersonId = moving.ToPersonId,
            Version = 1,
            FirstId = moving.NewId(decision.FirstId),
            OutcomeId = outcome?.Id,
        };
        await work.WriteAsync(RiskService.InsertRiskDecision, moved);
        await work.WithholdAsync(moved.PersonId, moved.Id, withheld);
        work.Record(moved.PersonId, moved.Id, RiskService.Happened(moved, withheld), moved);
        if (moved.EndedAt is not null)
        {
            work.Record(moved.PersonId, moved.Id, new RiskDecisionEnded(moved.Id, moved.PersonId), moved);
        }
    }

    private static async Task MoveAsync(Work work, Moving moving, Step step)
    {
        var to = moving.ToPersonId;
        if (step.TakenByTeamId is { } team
            && await work.OneAsync<int>(CountInvolved, new { personId = to, team, now = work.Now }) == 0)
        {
            throw Problem.NotInCopy("sharing", "TEAM_NOT_INVOLVED", "A team that is to do it is not involved there.",
                "item_id");
        }
        var (outcome, withheld) = await ThereAsync(work, moving, step.OutcomeId);
        var moved = step with
        {
            Id = moving.NewId(step.Id),
            PersonId = to,
            Version = 1,
            OutcomeId = outcome?.Id,
            WhyNoOutcome = Why(step, outcome),
            SourceId = moving.NewId(step.SourceId),
        };
        await work.WriteAsync(InsertStep, moved);
        await work.WithholdAsync(to, moved.Id, withheld);
        work.Record(to, moved.Id, new StepAdded(
            moved.Id, to, moved.OutcomeId, moved.Party.ToString().ToLowerInvariant(), moved.TakenByTeamId,
            moved.State == StepState.Done, withheld, moved.RecordedAt), moved);
    }
}
