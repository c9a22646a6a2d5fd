using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class RiskService
{
    /// <summary>The decisions that the caller may see, those in force first.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListRiskDecisionsResponse> ListRiskDecisions(
        Wire.ListRiskDecisionsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var seen = await SeenAsync(work, personId);
        var death = await OnPersonDied.OfAsync(work, personId);
        var found = seen
            .Where(r => !request.InForceOnly || (death is null && r.IsInForceAmong(seen)))
            .OrderByDescending(r => r.IsInForceAmong(seen)).ThenByDescending(r => r.RecordedAt).ThenBy(r => r.Id)
            .Skip(page.Skip).Take(page.Take + 1).ToList();
        var shown = found.Take(page.Take).ToList();
        work.Showed(personId, shown.Select(r => r.Id));
        await work.CommitAsync();

        return new Wire.ListRiskDecisionsResponse
        {
            RiskDecisions = { shown.Select(r => Show(r, seen, death, work)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }
}
