using System.Diagnostics.Metrics;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Inbox;

/// <summary>
/// How good this service's copies of other services' facts are. A refusal is never final from an old copy, and a copy
/// that could not be checked for 45 seconds is not relied on.
/// </summary>
public sealed class Copies
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(45), CatchUpWithin = TimeSpan.FromMilliseconds(200);
    private static readonly Counter<long> CatchUps = new Meter("PersonalOutcomes").CreateCounter<long>(
        "personal_outcomes.catch_ups", "{question}", "How often a source was asked because a call had to be sure.");
    private readonly Dictionary<string, Shared> _copies;
    private readonly TimeProvider _time;

    internal Copies(Inboxes inboxes, TimeProvider time)
    {
        _time = time;
        // Sharing first levels itself with Person, where registering opens an involvement.
        _copies = inboxes.Followers.ToDictionary(f => f.Key, f => new Shared(f.Value, sourceFirst: f.Key == "sharing"));
    }

    internal Follower? this[string source] => _copies.GetValueOrDefault(source)?.Copy;

    /// <summary>
    /// Brings the copy level with its source's head as it is now, shared with every other call that waits for the same.
    /// UNAVAILABLE ACCESS_UNKNOWN (NOT_LEVEL for other sources than Sharing) when that takes more than 200 ms, whoever
    /// it is about.
    /// </summary>
    public async Task LevelAsync(string source, Call call)
    {
        if (!_copies.TryGetValue(source, out var copy))
        {
            return;
        }
        try
        {
            await copy.Begun().WaitAsync(CatchUpWithin, call.Cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !call.Cancellation.IsCancellationRequested)
        {
            throw source is "sharing" or "person"
                ? Problem.Unavailable("ACCESS_UNKNOWN", "Who may look can't be checked just now. Try again.", 0.3)
                : NotLevel();
        }
    }

    /// <summary>UNAVAILABLE NOT_LEVEL: the same for every id, known or not.</summary>
    public static Problem NotLevel() =>
        Problem.Unavailable("NOT_LEVEL", "The newest facts are not here yet. Try again.", 0.3);

    /// <summary>
    /// False when this caller may not be shown what hangs on the source's items, because a restriction might have been
    /// missed: the copy could not be found level for 45 seconds. The person sees their own record all the same.
    /// </summary>
    public async Task<bool> MayShowAsync(string source, Call call)
    {
        if (call.Role != Role.Person && !IsFresh(source))
        {
            await LevelAsync(source, call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return call.Role == Role.Person || IsFresh(source);
    }

    internal bool IsFresh(string source) =>
        this[source] is { Refused: false, LevelAt: { } at } && Call.Instant(_time) - at <= GoodFor;

    // One catching up at a time for each source, at most ten a second.
    private sealed class Shared(Follower copy, bool sourceFirst)
    {
        private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
        private readonly Lock _lock = new();
        private Task _asking = Task.CompletedTask;
        private Task? _waiting;
        private long _askedAt;

        public Follower Copy => copy;

        // One that asked before this caller did might have missed the answer; one that still waits to ask is shared.
        public Task Begun()
        {
            lock (_lock)
            {
                return _waiting ??= _asking = RunAsync(_asking);
            }
        }

        private async Task RunAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            var since = TimeSpan.FromMilliseconds(Environment.TickCount64 - _askedAt);
            if (since < Between)
            {
                await Task.Delay(Between - since);
            }
            lock (_lock)
            {
                _waiting = null;
            }
            _askedAt = Environment.TickCount64;
            CatchUps.Add(1, KeyValuePair.Create<string, object?>("source", copy.Source));
            using var ends = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (!await copy.LevelAsync(sourceFirst, ends.Token))
            {
                throw new TimeoutException("Not level.");
            }
        }
    }
}
