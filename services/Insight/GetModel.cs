using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights;

public sealed partial class InsightService
{
    /// <summary>How the model stands, as one moment saw it.</summary>
    [Roles(Role.Operator)]
    public override async Task<Wire.GetModelResponse> GetModel(
        Wire.GetModelRequest request, ServerCallContext context)
    {
        await using var work = await database.ReadAsync(Call.Of(context));
        var live = await Model.LiveAsync(work);
        var response = new Wire.GetModelResponse
        {
            Generation = live.Generation,
            BuildingGeneration = await work.OneAsync<int?>(Rebuilder.SelectBuilding) ?? 0,
            Hash = await ModelHash.OfAsync(work, live),
            LastRebuilt = await work.OneAsync<Rebuilt>(SelectRebuilt) is { } rebuilt
                ? new Wire.RebuiltModel
                {
                    Generation = rebuilt.Generation,
                    FinishTime = Instant(rebuilt.FinishedAt),
                    ReplacedHash = rebuilt.ReplacedHash ?? "",
                    Hash = rebuilt.Hash,
                }
                : null,
        };
        response.Sources.AddRange((await work.ManyAsync<Followed>(SelectFollowed))
            .Where(f => !f.Source.Contains('#'))
            .Select(f => new Wire.FollowedSource { Source = f.Source, Position = f.Position }));
        await work.CommitAsync();
        return response;
    }

    private const string SelectFollowed = "SELECT Source, Position FROM InboxCursor ORDER BY Source";

    private const string SelectRebuilt = """
        SELECT Generation, FinishedAt, ReplacedHash, Hash
        FROM Rebuilding
        WHERE Generation = (SELECT MAX(Generation) FROM Rebuilding WHERE FinishedAt IS NOT NULL)
        """;

    private sealed record Followed
    {
        public string Source { get; init; } = "";
        public long Position { get; init; }
    }

    private sealed record Rebuilt
    {
        public int Generation { get; init; }
        public DateTimeOffset FinishedAt { get; init; }
        public string? ReplacedHash { get; init; }
        public string Hash { get; init; } = "";
    }
}
