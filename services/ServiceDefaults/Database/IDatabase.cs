using PersonalOutcomes.Callers;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Database;

/// <summary>A service's own database: SQLite in a file, or SQL Server.</summary>
public interface IDatabase
{
    /// <summary>
    /// Opens the one transaction of a write. Nothing but SQL may stand between this and its end. Throws a
    /// <see cref="Problems.Problem"/> UNAVAILABLE when the turn does not come in time.
    /// </summary>
    Task<Work> BeginAsync(On on, Call call);

    /// <summary>Opens a transaction that sees one moment and writes nothing but its access entries.</summary>
    Task<Work> ReadAsync(Call call);

    /// <summary>Where the journal and the log of reads stand at one moment, flushed.</summary>
    async Task<(Head Journal, Head Reads)> HeadsAsync()
    {
        await using var work = await ReadAsync(Call.Own("Heads", TimeProvider.System));
        return (await work.OneAsync<Head>(Head.OfJournal) ?? Head.Start,
            await work.OneAsync<Head>(Head.OfReads) ?? Head.Start);
    }

    /// <summary>Completed whenever a group has been flushed since the last look: the relay's alarm clock.</summary>
    Task WrittenAsync(CancellationToken cancellation);

    /// <summary>The key under which etags and one-use handles are made; made once, kept in the database.</summary>
    byte[] Key { get; }

    /// <summary>The latest time that a call was seen at, as it was kept before this process began.</summary>
    DateTimeOffset Latest { get; }

    /// <summary>How this engine spells the named marks.</summary>
    Dialect Dialect { get; }

    /// <summary>Seals, commits and waits until it is on the disk.</summary>
    internal Task CommitAsync(Work work);

    /// <summary>Gives up what was not committed; what was read is not let out before its group is flushed.</summary>
    internal Task AbandonAsync(Work work);

    /// <summary>What a failed statement means to the caller.</summary>
    internal Exception Explain(Exception error, Work work);
}
