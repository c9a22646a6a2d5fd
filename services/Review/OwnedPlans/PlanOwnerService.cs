using PersonalOutcomes.Database;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

/// <summary>
/// Which team owns a personal plan, one operation a file; this file holds what it looks like from outside.
/// </summary>
public sealed partial class PlanOwnerService(IDatabase database, PlanRules rules)
    : Wire.PlanOwnerService.PlanOwnerServiceBase
{
    private const string OwnedPlanColumns = """
        op.Id, op.PersonId, op.TeamId, op.HealthAuthored, op.EnteredInError, op.RuleCode, op.FirstDays,
          op.ThenMonths, op.StartedOn, op.RecordedAt, op.GivenUpAt, op.GivenUpReason
        """;

    // What the caller's own team owns of one person's.
    private const string SelectOwned = $"""
        SELECT {OwnedPlanColumns}
        FROM OwnedPlan op
        WHERE op.PersonId = @personId AND op.TeamId = @team AND op.GivenUpAt IS NULL AND /*access:op:review*/
        """;

    private Wire.OwnedPlan Show(OwnedPlan plan) => new()
    {
        OwnedPlanId = plan.Id.ToString("D"),
        PersonId = plan.PersonId.ToString("D"),
        TeamId = plan.TeamId?.ToString("D") ?? "",
        Rule = new Wire.PlanRule
        {
            Code = plan.RuleCode,
            Words = rules.Lines.GetValueOrDefault(plan.RuleCode)?.Words ?? "",
            FirstDays = plan.FirstDays,
            ThenMonths = plan.ThenMonths,
        },
        StartedOn = plan.StartedOn.ToString("yyyy-MM-dd"),
        RecordTime = ReviewService.Show(plan.RecordedAt),
    };
}
