namespace PersonalOutcomes.Identity;

/// <summary>
/// Wrong tries for one typed name since its last good sign-in. Kept for names that nobody has, too, so that a name
/// tells nothing by the work it causes; the name itself is not kept.
/// </summary>
public sealed class FailedSignIn
{
    /// <summary>SHA-256 of the typed name in lower case, as hexadecimal digits.</summary>
    public required string UserNameDigest { get; init; }

    public required int Failures { get; set; }

    /// <summary>UTC. No try counts, right or wrong, before this time.</summary>
    public required DateTime LockedUntil { get; set; }

    /// <summary>UTC. A day after it the tries are forgotten.</summary>
    public required DateTime LastTry { get; set; }

    /// <summary>After the fifth wrong try 30 seconds, after each further one twice as long, to 15 minutes.</summary>
    public static TimeSpan DelayAfter(int failures) => failures < 5
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(900, 30 * Math.Pow(2, failures - 5)));
}
