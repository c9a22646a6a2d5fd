using Microsoft.Data.Sqlite;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Database.Sqlite;

/// <summary>
/// Shares one flush among all the writes that are waiting by then. Each write has the connection to itself, in a
/// savepoint of its own; the last one of the group commits, and only then is any of them answered. Nothing that was
/// read here, a refusal included, leaves before that.
/// </summary>
internal sealed partial class GroupCommit(
    PreparedConnection connection, SqliteJournal journal, ILogger log, TimeProvider time, Action<string> stop,
    Action written)
{
    private const int Largest = 128;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly Turns _turns = new();

    // What follows is touched only by whoever has the turn.
    private Group? _group;

    public PreparedConnection Connection => connection;

    /// <summary>Writes and flushes so far: how well flushes are shared.</summary>
    public (long Writes, long Flushes) Count { get; private set; }

    /// <summary>The tests' hand on the disk: what it returns is awaited before each flush.</summary>
    internal Func<Task>? BeforeFlush { get; set; }

    /// <summary>Waits for the turn and sets the savepoint.</summary>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        if (_turns.Ask() is { } turn)
        {
            try
            {
                await turn.Task.WaitAsync(LongestWait, time, cancellation);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                // Given up, unless the turn came in this very moment: then it is passed on.
                if (!turn.TrySetCanceled(CancellationToken.None))
                {
                    await PassAsync();
                }
                throw e is TimeoutException
                    ? Problem.Unavailable("STORAGE_BUSY", "Too many are writing just now. Try again.")
                    : e;
            }
        }
        try
        {
            _group ??= Begin();
            connection.Run("SAVEPOINT work");
            _group.Turns++;
        }
        catch (Exception e)
        {
            if (connection.Autocommit)
            {
                Lose(e);
            }
            await PassAsync();
            throw SqliteDatabase.Meaning(e);
        }
    }

    /// <summary>Seals, releases and waits for the flush. A caller who goes away now is no longer looked at.</summary>
    public async Task LeaveAsync(Work work)
    {
        if (work.Lost is not null)
        {
            await PassAsync();
            throw work.Lost;
        }
        var group = _group!;
        Exception? failed = null;
        try
        {
            ThrowIfGone();
            await journal.AppendAsync(work);
            ThrowIfGone();
            connection.Run("RELEASE work");
            journal.Keep();
            group.Members++;
        }
        catch (Exception e)
        {
            failed = Failed(e, work);
            if (work.Lost is null)
            {
                TakeBack();
            }
        }
        await PassAsync();
        await group.Flushed;
        if (failed is not null)
        {
            throw failed;
        }
    }

    /// <summary>Takes the work back; returns when what it read is on the disk.</summary>
    public async Task AbandonAsync(Work work)
    {
        if (work.Lost is not null)
        {
            await PassAsync();
            throw work.Lost;
        }
        var group = _group!;
        TakeBack();
        await PassAsync();
        await group.Flushed;
    }

    /// <summary>What a failed statement means; notices when it took the whole group with it.</summary>
    public Exception Failed(Exception error, Work work)
    {
        var full = error is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL };
        if (full)
        {
            // Whatever of the group was written cannot be trusted to be whole.
            RollBack();
        }
        if (full || connection.Autocommit)
        {
            // The group is gone, this work with it: it must not be committed alone.
            work.Lost = Lose(error);
            return work.Lost;
        }
        return SqliteDatabase.Meaning(error);
    }

    // What is written after that would be committed alone, at once.
    private void ThrowIfGone()
    {
        if (connection.Autocommit)
        {
            throw new SqliteException("The transaction is gone.", SQLitePCL.raw.SQLITE_ABORT);
        }
    }

    private void TakeBack()
    {
        try
        {
            connection.Run("ROLLBACK TO work");
            connection.Run("RELEASE work");
        }
        catch (Exception e)
        {
            // Gone already, or it can't be taken out alone: then nothing around it may stay.
            RollBack();
            Lose(e);
        }
        journal.Forget();
    }
}
