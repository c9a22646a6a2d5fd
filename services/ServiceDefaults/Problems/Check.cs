using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PersonalOutcomes.Problems;

/// <summary>
/// Reads request fields, or says which one is wrong and why. The field's name is taken from the argument, so
/// <c>Check.Id(request.PersonId)</c> blames <c>person_id</c>.
/// </summary>
public static class Check
{
    /// <summary>The longest text that any field takes, in characters, unless the field says otherwise.</summary>
    public const int LongestWords = 4000;

    /// <summary>A UUID. Refused as ID_MISSING or ID_MALFORMED.</summary>
    public static Guid Id(string value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        OptionalId(value, field) ?? throw Problem.Invalid(Name(field), "ID_MISSING", "An id is needed here.");

    /// <summary>A UUID, or null when the field is empty.</summary>
    public static Guid? OptionalId(string value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value.Length == 0 ? null
        : Guid.TryParseExact(value, "D", out var id) && id != Guid.Empty ? id
        : throw Problem.Invalid(Name(field), "ID_MALFORMED", "An id looks like 0199a2c4-0000-4000-8000-000000000000.");

    /// <summary>A list of UUIDs without repeats, at most 50.</summary>
    public static Guid[] Ids(IReadOnlyCollection<string> values,
        [CallerArgumentExpression(nameof(values))] string field = "") =>
        values.Count <= 50 ? [.. values.Select(v => Id(v, field)).Distinct()]
            : throw Problem.Invalid(Name(field), "TOO_MANY", "At most 50 ids.");

    /// <summary>
    /// Somebody's words, kept to the letter. Refused as WORDS_MISSING when blank, WORDS_TOO_LONG, or WORDS_UNREADABLE
    /// when they hold characters that cannot be shown.
    /// </summary>
    public static string Words(string value, int longest = LongestWords,
        [CallerArgumentExpression(nameof(value))] string field = "") =>
        string.IsNullOrWhiteSpace(value)
            ? throw Problem.Invalid(Name(field), "WORDS_MISSING", "Some words are needed here.")
            : OptionalWords(value, longest, field)!;

    /// <summary>Somebody's words, or null when there are none.</summary>
    public static string? OptionalWords(string value, int longest = LongestWords,
        [CallerArgumentExpression(nameof(value))] string field = "") =>
        string.IsNullOrWhiteSpace(value) ? null
        : value.Length > longest
            ? throw Problem.Invalid(Name(field), "WORDS_TOO_LONG", $"At most {longest} characters.")
        : value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            ? throw Problem.Invalid(Name(field), "WORDS_UNREADABLE", "It holds characters that cannot be shown.")
        : value;

    /// <summary>A day as YYYY-MM-DD. Refused as DAY_MISSING or DAY_MALFORMED.</summary>
    public static DateOnly Day(string value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        OptionalDay(value, field) ?? throw Problem.Invalid(Name(field), "DAY_MISSING", "A day is needed here.");

    /// <summary>A day as YYYY-MM-DD, or null when the field is empty.</summary>
    public static DateOnly? OptionalDay(string value, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value.Length == 0 ? null
        : DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? d
        : throw Problem.Invalid(Name(field), "DAY_MALFORMED", "A day looks like 2026-03-14.");

    /// <summary>The day on which something happened: never in the future (Europe/London). DAY_IN_FUTURE.</summary>
    public static DateOnly HappenedOn(string value, DateTimeOffset now,
        [CallerArgumentExpression(nameof(value))] string field = "") =>
        Day(value, field) is var day && day <= London.Today(now) ? day
            : throw Problem.Invalid(Name(field), "DAY_IN_FUTURE", "It can't have happened after today.");

    /// <summary>A value of the proto's enum, other than UNSPECIFIED. CODE_MISSING or CODE_UNKNOWN.</summary>
    public static T Code<T>(T value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : struct, Enum =>
        value.Equals(default(T)) ? throw Problem.Invalid(Name(field), "CODE_MISSING", "Choose one of the values.")
        : Enum.IsDefined(value) ? value
        : throw Problem.Invalid(Name(field), "CODE_UNKNOWN", "This is not one of the values.");

    // request.PersonId -> person_id; request.Agreement.AskedHow -> agreement.asked_how
    private static string Name(string expression) => string.Join('.', expression[(expression.IndexOf('.') + 1)..]
        .TrimEnd('!').Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}

/// <summary>Days are days in Scotland, whatever the machine thinks.</summary>
public static class London
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The day that it is in Scotland at this instant.</summary>
    public static DateOnly Today(DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);

    /// <summary>The first instant of a day in Scotland, UTC. The clocks never change at midnight there.</summary>
    public static DateTimeOffset Start(DateOnly day) =>
        new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero);
}
