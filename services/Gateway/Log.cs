namespace PersonalOutcomes.Gateway;

/// <summary>Every line that the gateway logs: no names, no words.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A record goes out without {Part}: {Code}")]
    public static partial void PartIsMissing(ILogger log, string part, string code);

    [LoggerMessage(2, LogLevel.Warning, "Who has looked goes out without what {Service} knows: {Code}")]
    public static partial void LogIsMissing(ILogger log, string service, string code);
}
