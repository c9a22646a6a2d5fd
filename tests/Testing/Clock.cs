using Microsoft.Extensions.Time.Testing;

namespace PersonalOutcomes.Testing;

/// <summary>
/// A clock that a test moves on, and that can be set: back too, while what really passes goes on being measured.
/// </summary>
public sealed class Clock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _set;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

    /// <inheritdoc />
    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    /// <summary>Somebody sets the clock, forward or back, and no time passes.</summary>
    public void Set(TimeSpan by) => _set += by;
}
