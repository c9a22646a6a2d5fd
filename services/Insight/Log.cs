namespace PersonalOutcomes.Insights;

/// <summary>Every line that Insight itself logs.</summary>
internal static partial class Log
{
    [LoggerMessage(601, LogLevel.Warning, "Rebuilding the model waits: {Why}")]
    public static partial void RebuildWaits(ILogger log, string why);

    [LoggerMessage(602, LogLevel.Information, "Generation {Generation} answers now; the same as before: {Same}")]
    public static partial void Rebuilt(ILogger log, int generation, bool same);
}
