namespace PersonalOutcomes.Callers;

/// <summary>
/// A clock that is set back makes nothing last longer: from the latest time seen, before a restart too, it goes on by
/// what has really passed.
/// </summary>
internal sealed class LatestTime(TimeProvider time, DateTimeOffset kept)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _seen = kept;
    private long _seenAt = time.GetTimestamp();

    /// <summary>The later of now and the latest time reached before.</summary>
    public DateTimeOffset Reach(DateTimeOffset now)
    {
        lock (_lock)
        {
            var at = time.GetTimestamp();
            var reached = _seen + time.GetElapsedTime(_seenAt, at);
            (_seen, _seenAt) = (now > reached ? now : reached, at);
            return _seen;
        }
    }

    /// <summary>
    /// What is kept of a time with the writes and entries of its call: the end of its second, so that it is written
    /// once a second however many they are. What lasts may end that much sooner after a restart, and never later.
    /// </summary>
    public static DateTimeOffset Kept(DateTimeOffset seen) => new(
        (seen.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, default);

    internal const string Keep = "UPDATE LatestTime SET SeenAt = @seen WHERE Id = 1 AND SeenAt < @seen";

    internal const string Select = "SELECT SeenAt FROM LatestTime WHERE Id = 1";
}
