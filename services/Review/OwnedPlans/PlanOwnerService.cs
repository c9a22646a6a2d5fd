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
        ow.Id, ow.PersonId, ow.TeamId, ow.HealthAuthored, ow.EnteredInError, ow.RuleCode, ow.FirstDays,
          ow.ThenMonths, ow.StartedOn, ow.RecordedAt, ow.GivenUpAt, ow.GivenUpReason
        """;

    // What the caller's own team owns of one person's. It is the team's own word: a restriction of what is read hides
    // it from nobody who said it, or they would say it twice.
    private const string SelectOwned = $"""
        /*enter*/ SELECT {OwnedPlanColumns}
        FROM OwnedPlan ow
        WHERE ow.PersonId = @personId AND ow.TeamId = @team AND ow.GivenUpAt IS NULL AND ow.EnteredInError = 0
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
