namespace PersonalOutcomes;

/// <summary>Every line that the platform's own part logs. Ids yes; people's words, names and tokens no.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Rpc} failed")]
    public static partial void Failed(ILogger log, Exception error, string rpc);

    [LoggerMessage(2, LogLevel.Warning, "The {What} waits: {Why}")]
    public static partial void Waits(ILogger log, string what, string why);

    [LoggerMessage(4, LogLevel.Error, "PARKED: {Source} position {Position}, stream {Stream}: {Why}")]
    public static partial void Parked(ILogger log, string source, long position, Guid stream, string why);

    [LoggerMessage(5, LogLevel.Critical, "REFUSED SOURCE: {Source} does not match at position {Position}")]
    public static partial void Forked(ILogger log, string source, long position);

    [LoggerMessage(6, LogLevel.Critical, "Whether a commit happened is unknown ({Code}); stopping without an answer")]
    public static partial void CommitUnknown(ILogger log, int code);

    [LoggerMessage(7, LogLevel.Warning, "A group of {Members} writes was lost before its flush: {Why}")]
    public static partial void GroupLost(ILogger log, int members, string why);
}
