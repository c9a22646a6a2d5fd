using System.Globalization;

namespace PersonalOutcomes.Reviews;

/// <summary>By which rule a personal plan is looked at, in calendar days and months.</summary>
public sealed record PlanRule(string Code, string Words, int FirstDays, int ThenMonths);

/// <summary>The rules by which a team can own a personal plan.</summary>
/// <param name="Lines">By code.</param>
public sealed record PlanRules(IReadOnlyDictionary<string, PlanRule> Lines)
{
    /// <summary>
    /// The platform's list with an agency's own: <c>Vocabularies:PlanRules</c> is a file with a heading line, then a
    /// code, the rule in plain words, days to the first look, months to each next one and where it came from, with tabs
    /// between.
    /// </summary>
    public static PlanRules Of(IConfiguration configuration) =>
        new(CodeList.Read(configuration, "plan_rules", "PlanRules", cells => new PlanRule(cells[0],
            cells[1].Length > 0 ? cells[1] : throw new FormatException("it has no words"),
            Length(cells[2]), Length(cells[3]))));

    private static int Length(string cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length is > 0 and <= 1000
            ? length : throw new FormatException($"'{cell}' is no number of days or months");
}
