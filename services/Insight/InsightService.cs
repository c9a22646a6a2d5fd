using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights;

/// <summary>What many people's outcomes teach, one operation a file.</summary>
public sealed partial class InsightService(IDatabase database, Sources sources, Rebuilder rebuilder)
    : Wire.InsightService.InsightServiceBase
{
    private const string SelectPeriod = "SELECT Month, Id, PublishedAt FROM PublishedPeriod WHERE Month = @month";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private sealed record PublishedPeriod
    {
        public string Month { get; init; } = "";
        public Guid Id { get; init; }
        public DateTimeOffset PublishedAt { get; init; }
    }
}
