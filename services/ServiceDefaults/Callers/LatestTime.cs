namespace PersonalOutcomes.Callers;

/// <summary>
/// A clock that is set back makes nothing last longer: from the latest time seen, it goes on by what has really passed.
/// </summary>
internal sealed class LatestTime(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _seen;
    private long _seenAt;

    /// <summary>The later of now and the latest time reached before.</summary>
    public DateTimeOffset Reach(DateTimeOffset now)
    {
        lock (_lock)
        {
            var at = time.GetTimestamp();
            var reached = _seen == default ? now : _seen + time.GetElapsedTime(_seenAt, at);
            (_seen, _seenAt) = (now > reached ? now : reached, at);
            return _seen;
        }
    }
}
