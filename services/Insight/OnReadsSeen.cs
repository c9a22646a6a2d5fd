using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>
/// Keeps where each source's log of reads stood. Whoever rewrites that log later would have to rewrite this file too;
/// the first hash that was seen at a position is the one that stays.
/// </summary>
internal static class OnReadsSeen
{
    public static Task ApplyAsync(string source, Head reads, Work work) =>
        work.WriteAsync(Insert, new { source, reads.Position, reads.ChainHash, seenAt = work.Now });

    private const string Insert = """
        INSERT INTO AccessAnchor (Source, Position, ChainHash, SeenAt)
        SELECT @source, @position, @chainHash, @seenAt
        WHERE NOT EXISTS (SELECT 1 FROM AccessAnchor WHERE Source = @source AND Position = @position)
        """;
}
