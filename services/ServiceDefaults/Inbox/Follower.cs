using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Journal.V1;

namespace PersonalOutcomes.Inbox;

/// <summary>
/// Keeps this service's copy of one source level with it: one cursor of position and chain hash, entries in order, each
/// message in one transaction. What the broker did not bring is read from the source's journal.
/// </summary>
internal sealed class Follower(
    string source, Handlers handlers, IDatabase database, Wire.JournalService.JournalServiceClient journal,
    ServiceToken token, TimeProvider time, ILogger log)
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Poison _poison = new(source, handlers, database, time, log);
    private Head? _cursor; // set under the semaphore
    private long _reads;
    private bool _replayed;

    public string Source => source;

    /// <summary>When the copy was last found level with its source; null until it was.</summary>
    public DateTimeOffset? LevelAt { get; private set; }

    /// <summary>How many entries the source was ahead when last asked.</summary>
    public long Behind { get; private set; }

    /// <summary>True when the source no longer matches what was followed: an operator must decide.</summary>
    public bool Refused { get; private set; }

    /// <summary>How far the source was followed, and its chain hash there: an anchor outside of it.</summary>
    public Head Cursor => _cursor ?? Head.Start;

    /// <summary>Takes a message from the broker; what does not follow on is left to the journal.</summary>
    public async Task TakeAsync(JournalEntries message, CancellationToken cancellation)
    {
        using var turn = await TurnAsync(cancellation);
        await ApplyAsync(message.PreviousChainHash, message.Entries, cancellation);
    }

    /// <summary>
    /// Asks the source how far it is, and reads on from its journal until level with that, or no further than a
    /// position: up to 0 it only asks. True when level with the head.
    /// </summary>
    public async Task<bool> LevelAsync(bool sourceFirst, CancellationToken cancellation, long upTo = long.MaxValue)
    {
        using var turn = await TurnAsync(cancellation);
        var headers = await HeadersAsync(cancellation);
        var asked = Call.Instant(time);
        var head = await journal.HeadAsync(new() { Level = sourceFirst }, headers,
            DateTime.UtcNow.AddSeconds(5), cancellation);
        var cursor = await CursorAsync(cancellation);
        if (cursor.Position > head.Position)
        {
            // The source has less than was followed: restored from a backup, or another one.
            Refuse(cursor.Position);
        }
        await ReplayAsync(cursor, headers, cancellation);
        var goal = Math.Min(head.Position, upTo);
        while (cursor.Position < goal && !Refused)
        {
            var read = await ReadAsync(cursor.Position, headers, cancellation);
            if (read.Entries.Count == 0)
            {
                break;
            }
            await ApplyAsync(read.PreviousChainHash.ToByteArray(),
                [.. read.Entries.Select(Read).TakeWhile(e => e.Position <= goal)], cancellation);
            cursor = await CursorAsync(cancellation);
        }
        return await FoundAsync(head, asked, cancellation);
    }

    /// <summary>Nothing is applied until what comes back is disposed of; then the cursor is read anew.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken cancellation)
    {
        using (await TurnAsync(cancellation))
        {
            await CursorAsync(cancellation);
        }
        return await TurnAsync(cancellation, () => (_cursor, Refused) = (null, false));
    }

    // Once after each start: whatever was wrong with what is parked may have been mended since.
    private async Task ReplayAsync(Head upTo, Metadata headers, CancellationToken cancellation)
    {
        foreach (var (stream, position) in _replayed || Refused ? [] : await _poison.ParkedAsync(cancellation))
        {
            var entries = new List<Entry>();
            for (var after = position - 1; after < upTo.Position;)
            {
                Entry[] run = [.. (await ReadAsync(after, headers, cancellation)).Entries.Select(Read)];
                entries.AddRange(run.Where(e => e.Stream == stream && e.Position <= upTo.Position));
                after = run.Length == 0 ? upTo.Position : run[^1].Position;
            }
            await _poison.ReplayAsync(entries, cancellation);
        }
        _replayed |= !Refused;
    }

    private async Task<Wire.ReadResponse> ReadAsync(long after, Metadata headers, CancellationToken cancellation) =>
        await journal.ReadAsync(new() { AfterPosition = after, PageSize = 500 }, headers,
            DateTime.UtcNow.AddSeconds(5), cancellation);

    private async Task<Turn> TurnAsync(CancellationToken cancellation, Action? last = null)
    {
        await _oneAtATime.WaitAsync(cancellation);
        return new Turn(last + (() => _oneAtATime.Release()));
    }

    private async Task<bool> FoundAsync(Wire.HeadResponse head, DateTimeOffset asked, CancellationToken cancellation)
    {
        if (handlers.ReadsSeen is { } seen && head.AccessPosition != _reads)
        {
            await using var work = await database.BeginAsync(
                On.Copy(source), Call.Own($"reads:{source}", time, cancellation));
            await seen(source, new Head(head.AccessPosition, head.AccessChainHash.ToByteArray()), work);
            await work.CommitAsync();
            _reads = head.AccessPosition;
        }
        var cursor = _cursor!;
        if (cursor.Position == head.Position && head.Position > 0
            && !cursor.ChainHash.AsSpan().SequenceEqual(head.ChainHash.Span))
        {
            Refuse(cursor.Position);
        }
        Behind = Math.Max(0, head.Position - cursor.Position);
        if (Behind == 0 && !Refused)
        {
            LevelAt = asked;
        }
        return Behind == 0 && !Refused;
    }

    private void Refuse(long position)
    {
        if (!Refused)
        {
            Log.Forked(log, source, position);
        }
        Refused = true;
    }

    private async Task ApplyAsync(byte[] previous, IReadOnlyList<Entry> entries, CancellationToken cancellation)
    {
        if (Refused)
        {
            return;
        }
        var cursor = await CursorAsync(cancellation);
        var next = entries.SkipWhile(e => e.Position <= cursor.Position).ToList();
        if (next.Count == 0 || next[0].Position > cursor.Position + 1)
        {
            // Seen already; or there is a gap, and the journal has what is missing.
            return;
        }
        var before = next.Count == entries.Count ? previous : entries[entries.Count - next.Count - 1].ChainHash;
        if (!before.AsSpan().SequenceEqual(cursor.ChainHash))
        {
            Refuse(cursor.Position);
            return;
        }
        _cursor = await _poison.ApplyAsync(next, cancellation);
    }

    private async Task<Head> CursorAsync(CancellationToken cancellation) =>
        _cursor ??= await _poison.StartAsync(cancellation);

    /// <summary>Notes that nothing was left half done.</summary>
    public Task StopAsync() => _cursor is null ? Task.CompletedTask : _poison.StopAsync();

    private async Task<Metadata> HeadersAsync(CancellationToken cancellation) =>
        new() { { "authorization", $"Bearer {await token.GetAsync(cancellation)}" } };

    private static Entry Read(Wire.JournalEntry entry) => new()
    {
        Position = entry.Position,
        ChainHash = entry.ChainHash.ToByteArray(),
        Stream = Guid.Parse(entry.Stream),
        EventId = Guid.Parse(entry.EventId),
        Type = entry.Type,
        Version = entry.Version,
        RecordedAt = DateTimeOffset.Parse(entry.RecordTime, null, System.Globalization.DateTimeStyles.AssumeUniversal),
        TeamId = Check.OptionalId(entry.TeamId),
        AgencyId = Check.OptionalId(entry.AgencyId),
        TraceParent = entry.Traceparent.Length == 0 ? null : entry.Traceparent,
        EventJson = entry.EventJson.Length == 0 ? null : entry.EventJson,
    };

    private sealed class Turn(Action last) : IDisposable
    {
        public void Dispose() => last();
    }
}
