using System.Data;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Journal;

/// <summary>What a run of rows was found to be; see VerifyResponse in operations.proto.</summary>
internal sealed record Verified(Head Reached, long BrokenAt, bool DiffersFromAnchor, bool AtEnd, int Emptied);

/// <summary>
/// Recomputes a chain row by row, and holds it against anchors: what others saw of it. A chain that was cut, or made
/// anew from some row on, is whole by itself, and only an anchor tells.
/// </summary>
internal static class Verification
{
    public const int MostRows = 5000;

    /// <summary>Verifies the rows behind one that holds; anchors further on than the run wait for the next.</summary>
    public static async Task<Verified> RunAsync(IDatabase database, Call call, bool reads, Head after,
        ILookup<long, byte[]> anchors, int take = MostRows)
    {
        List<LogRow> rows;
        try
        {
            await using var work = await database.ReadAsync(call);
            rows = await work.ManyAsync<LogRow>(reads ? SelectReads : SelectJournal,
                new { after = after.Position, take, skip = 0 });
            await work.CommitAsync();
        }
        catch (DataException)
        {
            // A column holds what none of our types is written as. Those before it may still hold.
            return take == 1 ? new Verified(after, after.Position + 1, false, false, 0)
                : await RunAsync(database, call, reads, after, anchors, take / 2);
        }
        var (reached, emptied) = (after, 0);
        foreach (var row in rows)
        {
            if (row.Position != reached.Position + 1 || !Chain.Holds(row)
                || !Chain.Next(reached, row).AsSpan().SequenceEqual(row.ChainHash))
            {
                return new Verified(reached, reached.Position + 1, false, false, emptied);
            }
            if (anchors[row.Position].Any(seen => !seen.AsSpan().SequenceEqual(row.ChainHash)))
            {
                return new Verified(reached, row.Position, true, false, emptied);
            }
            reached = new Head(row.Position, row.ChainHash);
            emptied += row is { Salt: null, Shown: null } ? 1 : 0;
        }
        var ends = rows.Count < take;
        var cut = ends && anchors.Any(a => a.Key > reached.Position);
        return new Verified(reached, cut ? reached.Position + 1 : 0, cut, ends, emptied);
    }

    private const string SelectJournal = """
        SELECT Position, ChainHash, EventId, Stream, ItemId, Type, Version, EventJson, SnapshotType, SnapshotJson, Salt,
          EventDigest, SnapshotDigest, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc, RecordedAt, TraceParent
        FROM Journal WHERE Position > @after ORDER BY Position /*page*/
        """;

    private const string SelectReads = """
        SELECT Position, ChainHash, PersonId AS Stream, Shown, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc,
          ReadAt AS RecordedAt, TraceParent
        FROM ReadEntry WHERE Position > @after ORDER BY Position /*page*/
        """;
}
