using System.Text.Json;
using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>When the plan changed, as far as the caller may see what changed.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListPlanVersionsResponse> ListPlanVersions(
        Wire.ListPlanVersionsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var versions = (await HistoryAsync(work, personId)).Versions();
        versions.Reverse();
        var found = versions.Skip(page.Skip).Take(page.Take + 1).ToList();
        work.Showed(personId);
        await work.CommitAsync();

        return new Wire.ListPlanVersionsResponse
        {
            Versions =
            {
                found.Take(page.Take).Select(at => new Wire.PlanVersion
                {
                    Version = Version(at, personId, work),
                    RecordTime = Show(at),
                }),
            },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private static async Task<PlanHistory> HistoryAsync(Work work, Guid personId)
    {
        var outcomes = await work.ManyAsync<Outcome>(SelectOutcomes, new { personId });
        var steps = await work.ManyAsync<Step>(SelectSteps, new { personId });
        var purposes = await work.ManyAsync<Purpose>(SelectPurposes, new { personId });
        var blocks = await work.ManyAsync<Block>(SelectBlocks, new { personId });
        var seen = outcomes.Select(o => o.Id).Concat(steps.Select(s => s.Id)).Concat(purposes.Select(p => p.Id))
            .Concat(blocks.Select(b => b.Id)).ToHashSet();
        var states = await work.ManyAsync<Past>(SelectStates, new { personId });
        var unnamed = await UnnamedAsync(work, personId);
        return new PlanHistory(
            [.. states.Where(s => seen.Contains(s.ItemId)).Select(s => (s.RecordedAt, s.ItemId, State: State(s)))
                .Where(s => s.State is not Step step || MayBeNamed(step, unnamed))],
            await work.ManyAsync<OutcomeLead>(SelectLeads, new { personId }),
            await RankingsAsync(work, personId, work.Now));
    }

    private static object State(Past past) => past.SnapshotType switch
    {
        nameof(Outcome) => JsonSerializer.Deserialize<Outcome>(past.SnapshotJson, Snapshots)!,
        nameof(Step) => JsonSerializer.Deserialize<Step>(past.SnapshotJson, Snapshots)!,
        nameof(Purpose) => JsonSerializer.Deserialize<Purpose>(past.SnapshotJson, Snapshots)!,
        _ => JsonSerializer.Deserialize<Block>(past.SnapshotJson, Snapshots)!,
    };

    // Signed for this caller and person: it is no other's, and can't be made up.
    private static string Version(DateTimeOffset at, Guid personId, Work work) =>
        $"{at.UtcTicks:x}-" + work.Etag(new Wire.PlanVersion
        {
            Version = $"{work.Call.Issuer}\n{work.Call.Subject}\n{personId:D}",
            RecordTime = Show(at),
        });

    // Of what a team did that is a secret now nothing is told: for the viewer, it has not happened.
    private const string SelectStates = """
        SELECT j.ItemId, j.SnapshotType, j.SnapshotJson, j.RecordedAt
        FROM (
          SELECT r.Stream AS PersonId, r.ItemId, r.SnapshotType, r.SnapshotJson, r.TeamId, r.Position, r.RecordedAt
          FROM Journal r WHERE r.Stream = @personId) j
        WHERE j.SnapshotType IN ('Outcome', 'Step', 'Purpose', 'Block') AND j.SnapshotJson IS NOT NULL
          AND j.Position IS NOT NULL AND /*team:j:TeamId*/
        ORDER BY j.Position
        """;

    private sealed record Past
    {
        public Guid ItemId { get; init; }
        public string SnapshotType { get; init; } = "";
        public string SnapshotJson { get; init; } = "";
        public DateTimeOffset RecordedAt { get; init; }
    }
}
