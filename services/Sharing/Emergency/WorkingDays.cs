using System.Globalization;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>Days on which offices are open in Scotland: Monday to Friday but for the holidays.</summary>
/// <param name="Holidays">The holidays.</param>
public sealed record WorkingDays(IReadOnlySet<DateOnly> Holidays)
{
    /// <summary>By the bank holidays of <c>deploy/holidays</c>.</summary>
    public static readonly WorkingDays Scotland = new(Vocabulary.Of(typeof(WorkingDays).Assembly, "holidays").Codes
        .Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToHashSet());

    /// <summary>Whether offices are open.</summary>
    public bool Includes(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day);

    /// <summary>The so many-th working day after a day, which itself does not count.</summary>
    public DateOnly After(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            count -= Includes(day) ? 1 : 0;
        }
        return day;
    }
}
