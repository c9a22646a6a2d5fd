using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class PlanOwnerService
{
    /// <summary>What a team has to look at, for itself alone.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.ListDueResponse> ListDue(Wire.ListDueRequest request, ServerCallContext context)
    {
        var teamId = Check.Id(request.TeamId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterTeamAsync(teamId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var today = London.Today(work.Now);
        // Kept nowhere: a day that is worked out each time can't be counted, compared, or wrong for long.
        var found = (await work.ManyAsync<OwnedPlan>(SelectDue, new { teamId }))
            .OrderBy(p => p.DueOn()).ThenBy(p => p.RecordedAt).ThenBy(p => p.Id)
            .Skip(page.Skip).Take(page.Take + 1).ToList();
        var shown = found.Take(page.Take).ToList();
        foreach (var plan in shown)
        {
            work.Showed(plan.PersonId, plan.Id);
        }
        await work.CommitAsync();

        return new Wire.ListDueResponse
        {
            Due =
            {
                shown.Select(p => new Wire.Due
                {
                    Plan = Show(p),
                    DueOn = p.DueOn().ToString("yyyy-MM-dd"),
                    Overdue = p.IsOverdue(today),
                    ReviewedOn = p.ReviewedOn?.ToString("yyyy-MM-dd") ?? "",
                }),
            },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    // The mark lets in whoever is of any involved team; what is due is owed by this one, while it supports the person.
    private const string SelectDue = $"""
        SELECT {OwnedPlanColumns}, (
            SELECT MAX(r.HappenedOn) FROM Review r
            WHERE r.PersonId = ow.PersonId AND r.HappenedOn >= ow.StartedOn AND /*access:r:review*/ AND EXISTS (
              SELECT 1 FROM TakingPart tp WHERE tp.ItemId = r.Id AND tp.TeamId = ow.TeamId)) AS ReviewedOn
        FROM OwnedPlan ow
        WHERE ow.TeamId = @teamId AND ow.GivenUpAt IS NULL AND /*access:ow:review*/
          AND EXISTS (
            SELECT 1 FROM AccessGrant g
            WHERE g.PersonId = ow.PersonId AND g.Grantee = ow.TeamId AND g.Purpose = 'support'
              AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @now))
          AND NOT EXISTS (SELECT 1 FROM Death d WHERE d.PersonId = ow.PersonId AND d.ReversedAt IS NULL)
        """;
}
