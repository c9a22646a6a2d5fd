using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Inbox;

/// <summary>
/// Applies entries, and parks the stream of an entry that cannot be applied: three tries, each written down before it
/// is made once something went wrong, so that an entry that kills the process counts too. Faults of the store or of a
/// shutdown are nobody's try. Everybody else's stream goes on.
/// </summary>
internal sealed class Poison(string source, Handlers handlers, IDatabase database, TimeProvider time, ILogger log)
{
    private const int MostTries = 3;

    // The largest run that could have been half done when the process was killed.
    private const int CarefulAfterUncleanStop = 500;
    private long _carefulUntil;

    public async Task<Head> StartAsync(CancellationToken cancellation)
    {
        await using var work = await BeginAsync(cancellation);
        var cursor = await work.OneAsync<Cursor>(SelectCursor, new { source });
        if (cursor is null)
        {
            await work.WriteAsync(InsertCursor, new { source, hash = Array.Empty<byte>() });
        }
        else
        {
            _carefulUntil = cursor.Clean ? 0 : cursor.Position + CarefulAfterUncleanStop;
            await work.WriteAsync(UpdateClean, new { source, clean = false });
        }
        await work.CommitAsync();
        return cursor is null ? Head.Start : new Head(cursor.Position, cursor.ChainHash);
    }

    public async Task StopAsync()
    {
        await using var work = await BeginAsync(CancellationToken.None);
        await work.WriteAsync(UpdateClean, new { source, clean = true });
        await work.CommitAsync();
    }

    /// <summary>Applies a run that follows on; returns the cursor behind it.</summary>
    public async Task<Head> ApplyAsync(List<Entry> entries, CancellationToken cancellation)
    {
        if (entries[0].Position > _carefulUntil)
        {
            try
            {
                await using var work = await BeginAsync(cancellation);
                foreach (var entry in entries)
                {
                    await ApplyAsync(entry, work);
                }
                return await MoveAsync(work, entries[^1]);
            }
            catch (Exception e) when (IsTheHandlers(e))
            {
                _carefulUntil = entries[^1].Position;
            }
        }
        var cursor = Head.Start;
        foreach (var entry in entries)
        {
            cursor = await CarefullyAsync(entry, cancellation);
        }
        return cursor;
    }

    /// <summary>The streams that are parked, and the position of the entry that stopped each.</summary>
    public async Task<List<(Guid Stream, long Position)>> ParkedAsync(CancellationToken cancellation)
    {
        await using var work = await BeginAsync(cancellation);
        return await work.ManyAsync<(Guid, long)>(SelectParked, new { source });
    }

    /// <summary>
    /// Takes up a parked stream from the entry that stopped it, all of it or nothing: what it was parked with is there
    /// to be seen until then. Once it killed the process three times it is left alone.
    /// </summary>
    public async Task ReplayAsync(List<Entry> entries, CancellationToken cancellation)
    {
        var (first, own) = (entries[0], $"{source}/{entries[0].Position}");
        if (await TryAsync(own, first.Position, cancellation) > MostTries)
        {
            return;
        }
        try
        {
            await using var work = await BeginAsync(cancellation);
            await work.WriteAsync(DeleteParked, new { source, first.Stream });
            foreach (var entry in entries)
            {
                await ApplyAsync(entry, work);
            }
            await work.CommitAsync();
        }
        catch (Exception e) when (IsTheHandlers(e))
        {
            Log.Parked(log, source, first.Position, first.Stream, e.GetType().Name);
        }
        finally
        {
            await using var survived = await BeginAsync(CancellationToken.None);
            await survived.WriteAsync(DeleteAttempt, new { own });
            await survived.CommitAsync();
        }
    }

    private async Task<Head> CarefullyAsync(Entry entry, CancellationToken cancellation)
    {
        while (true)
        {
            var tries = await TryAsync(source, entry.Position, cancellation);
            string why;
            try
            {
                if (tries <= MostTries)
                {
                    await using var work = await BeginAsync(cancellation);
                    await ApplyAsync(entry, work);
                    return await MoveAsync(work, entry);
                }
                why = "the process did not survive it";
            }
            catch (Exception e) when (IsTheHandlers(e))
            {
                why = e.GetType().Name;
            }
            if (tries >= MostTries)
            {
                await using var park = await BeginAsync(cancellation);
                await park.WriteAsync(InsertParked, new { source, stream = entry.Stream, entry.Position, why });
                Log.Parked(log, source, entry.Position, entry.Stream, why);
                return await MoveAsync(park, entry);
            }
        }
    }

    private async Task<int> TryAsync(string what, long position, CancellationToken cancellation)
    {
        await using var work = await BeginAsync(cancellation);
        var before = await work.OneAsync<int?>(SelectAttempt, new { source = what, position }) ?? 0;
        await work.WriteAsync(SetAttempt, new { source = what, position, attempts = before + 1 });
        await work.CommitAsync();
        return before + 1;
    }

    private async Task ApplyAsync(Entry entry, Work work)
    {
        if (handlers.For(source, entry.Type) is { } handler
            && await work.OneAsync<int>(CountParked, new { source, stream = entry.Stream }) == 0)
        {
            await handler(entry, work);
        }
    }

    private async Task<Head> MoveAsync(Work work, Entry last)
    {
        await work.WriteAsync(MoveCursor, new { source, last.Position, hash = last.ChainHash });
        await work.CommitAsync();
        return new Head(last.Position, last.ChainHash);
    }

    private Task<Work> BeginAsync(CancellationToken cancellation) =>
        database.BeginAsync(On.Copy(source), Call.Own($"copy:{source}", time, cancellation));

    // The store, the network and a shutdown pause the source; they say nothing about the entry.
    private static bool IsTheHandlers(Exception e) =>
        e is not (OperationCanceledException or IOException or Problem { RetryAfter: not null });

    private const string SelectCursor = "SELECT Position, ChainHash, Clean FROM InboxCursor WHERE Source = @source";

    private const string InsertCursor =
        "INSERT INTO InboxCursor (Source, Position, ChainHash, Clean) VALUES (@source, 0, @hash, 0)";

    private const string MoveCursor = """
        DELETE FROM InboxAttempt WHERE Source = @source;
        UPDATE InboxCursor SET Position = @position, ChainHash = @hash WHERE Source = @source
        """;

    private const string UpdateClean = "UPDATE InboxCursor SET Clean = @clean WHERE Source = @source";

    private const string SelectAttempt =
        "SELECT Attempts FROM InboxAttempt WHERE Source = @source AND Position = @position";

    private const string SetAttempt = """
        DELETE FROM InboxAttempt WHERE Source = @source;
        INSERT INTO InboxAttempt (Source, Position, Attempts) VALUES (@source, @position, @attempts)
        """;

    private const string CountParked = "SELECT COUNT(*) FROM Parked WHERE Source = @source AND Stream = @stream";

    private const string SelectParked = "SELECT Stream, Position FROM Parked WHERE Source = @source ORDER BY Position";

    private const string DeleteParked = "DELETE FROM Parked WHERE Source = @source AND Stream = @Stream";

    private const string DeleteAttempt = "DELETE FROM InboxAttempt WHERE Source = @own";

    private const string InsertParked =
        "INSERT INTO Parked (Source, Stream, Position, Reason) VALUES (@source, @stream, @position, @why)";

    [method: Dapper.ExplicitConstructor]
    private sealed record Cursor(long Position, byte[] ChainHash, bool Clean);
}
