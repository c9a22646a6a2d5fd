using System.Globalization;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Insights;

/// <summary>A month in Scotland, the only stretch of time for which figures are published.</summary>
/// <param name="First">Its first day.</param>
internal readonly record struct Month(DateOnly First)
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>Its last day.</summary>
    public DateOnly Last => First.AddMonths(1).AddDays(-1);

    /// <summary>The instant at which it begins, UTC.</summary>
    public DateTimeOffset Start => Midnight(First);

    /// <summary>The instant at which the next one begins, UTC.</summary>
    public DateTimeOffset End => Midnight(First.AddMonths(1));

    /// <summary>YYYY-MM.</summary>
    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Reads YYYY-MM. INVALID_ARGUMENT MONTH_MALFORMED.</summary>
    public static Month Read(string month) =>
        DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? new Month(first)
            : throw Problem.Invalid("month", "MONTH_MALFORMED", "A month looks like 2026-03.");

    private static DateTimeOffset Midnight(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, London.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
