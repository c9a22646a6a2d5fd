using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;

namespace PersonalOutcomes.Insights;

/// <summary>The sources that Insight follows; its whole state is made of them, and can be made anew beside.</summary>
public sealed class Sources
{
    private readonly Inboxes _first;
    private readonly Func<string, Handlers, Follower> _follow;

    internal Sources(Inboxes first, IDatabase database, JournalClients journals, ServiceToken token,
        TimeProvider time, ILogger log)
    {
        _first = first;
        _follow = (name, handlers) =>
            new Follower(name, handlers, database, journals.Of(SecondCopy.SourceOf(name)), token, time, log);
    }

    /// <summary>What a write that concerns the copies of all sources ranges over.</summary>
    public On All => _first.Followers.Keys.Select(On.Copy).Aggregate((one, other) => one.And(other));

    /// <summary>Brings every copy level with its source's head, or throws UNAVAILABLE NOT_LEVEL.</summary>
    public Task LevelAsync(TimeSpan within, CancellationToken cancellation) => _first.LevelAsync(within, cancellation);

    /// <summary>
    /// A second copy beside the one that is followed, from the first entry of every source on. Its handlers' sources
    /// are named <c>source#copy</c>, and under that name its cursors outlive a restart.
    /// </summary>
    public SecondCopy Beside(Handlers handlers) => new(_first.Followers,
        handlers.Sources.ToDictionary(SecondCopy.SourceOf, name => _follow(name, handlers)));
}

/// <summary>A copy that is being made while the first one goes on, and then takes its place.</summary>
public sealed class SecondCopy
{
    private readonly IReadOnlyDictionary<string, Follower> _first, _second;

    internal SecondCopy(IReadOnlyDictionary<string, Follower> first, IReadOnlyDictionary<string, Follower> second) =>
        (_first, _second) = (first, second);

    /// <summary>
    /// False when a source was refused: then the first copy stands on a history that the source no longer has, and the
    /// two cannot be compared.
    /// </summary>
    public bool IsComparable => _second.Keys.All(s => !_first[s].Refused);

    internal static string SourceOf(string name) => name.Split('#')[0];

    /// <summary>Follows every source as far as the first copy has come, while that one goes on.</summary>
    public Task ApproachAsync(CancellationToken cancellation) => Task.WhenAll(_second.Select(s =>
        s.Value.LevelAsync(false, cancellation,
            _first[s.Key].Refused ? long.MaxValue : _first[s.Key].Cursor.Position)));

    /// <summary>
    /// Stops the first copy where it is and brings this one to the very same positions. The first goes on, from
    /// wherever the cursors then stand, when what comes back is disposed of.
    /// </summary>
    public async Task<IDisposable> HoldAsync(CancellationToken cancellation)
    {
        var held = new Held([]);
        try
        {
            foreach (var source in _second.Keys.Order(StringComparer.Ordinal))
            {
                held.Followers.Add(await _first[source].HoldAsync(cancellation));
            }
            await ApproachAsync(cancellation);
            if (_second.Any(s => !_first[s.Key].Refused && s.Value.Cursor.Position != _first[s.Key].Cursor.Position))
            {
                throw new IOException("The second copy could not be brought level with the first.");
            }
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Gives this copy's cursors, and the streams it had to park, to the first; call it while held.</summary>
    public async Task TakeOverAsync(Work work)
    {
        foreach (var (source, follower) in _second)
        {
            var names = new { source, copy = follower.Source, clean = true };
            await work.WriteAsync(DeleteCursor, names);
            await work.WriteAsync(MoveCursor, names);
            await work.WriteAsync(DeleteParked, names);
            await work.WriteAsync(MoveParked, names);
            await work.WriteAsync(DeleteAttempts, names);
        }
    }

    private const string DeleteCursor = "DELETE FROM InboxCursor WHERE Source = @source";

    private const string MoveCursor =
        "UPDATE InboxCursor SET Source = @source, Clean = @clean WHERE Source = @copy";

    private const string DeleteParked = "DELETE FROM Parked WHERE Source = @source";

    private const string MoveParked = "UPDATE Parked SET Source = @source WHERE Source = @copy";

    private const string DeleteAttempts = "DELETE FROM InboxAttempt WHERE Source = @source OR Source = @copy";

    private sealed record Held(List<IDisposable> Followers) : IDisposable
    {
        public void Dispose() => Followers.ForEach(f => f.Dispose());
    }
}
