using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights;

public sealed partial class InsightService
{
    private const int MostAnchors = 5000;

    /// <summary>Where a source's log of reads stood, as it was seen from outside.</summary>
    [Roles(Role.Operator)]
    public override async Task<Wire.ReadAnchorsResponse> ReadAnchors(
        Wire.ReadAnchorsRequest request, ServerCallContext context)
    {
        var source = Check.Words(request.Source, 40);
        if (request.AfterPosition < 0)
        {
            throw Problem.Invalid("after_position", "OUT_OF_RANGE", "Positions count from 0.");
        }
        await using var work = await database.ReadAsync(Call.Of(context));
        var anchors = await work.ManyAsync<AccessAnchor>(SelectAnchors, new
        {
            source,
            after = request.AfterPosition,
            take = request.PageSize is > 0 and < MostAnchors ? request.PageSize : MostAnchors,
            skip = 0,
        });
        await work.CommitAsync();
        var response = new Wire.ReadAnchorsResponse();
        response.Anchors.AddRange(anchors.Select(a => new Wire.Anchor
        {
            Position = a.Position,
            ChainHash = ByteString.CopyFrom(a.ChainHash),
            SeeTime = Instant(a.SeenAt),
        }));
        return response;
    }

    private const string SelectAnchors = """
        SELECT Position, ChainHash, SeenAt
        FROM AccessAnchor
        WHERE Source = @source AND Position > @after
        ORDER BY Position /*page*/
        """;

    private sealed record AccessAnchor
    {
        public long Position { get; init; }
        public byte[] ChainHash { get; init; } = [];
        public DateTimeOffset SeenAt { get; init; }
    }
}
