namespace PersonalOutcomes.Gateway;

/// <summary>Every line that the gateway logs: no names, no words.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A record goes out without {Part}: {Code}")]
    public static partial void PartIsMissing(ILogger log, string part, string code);
}
