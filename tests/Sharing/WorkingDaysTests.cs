namespace PersonalOutcomes.Sharing;

public sealed class WorkingDaysTests
{
    [Theory]
    [InlineData("2026-11-23", 3, "2026-11-26")]
    [InlineData("2026-11-25", 3, "2026-12-01")] // Monday is St Andrew's Day.
    [InlineData("2026-11-27", 1, "2026-12-01")]
    [InlineData("2026-11-28", 1, "2026-12-01")]
    [InlineData("2026-12-24", 3, "2026-12-31")]
    [InlineData("2026-12-31", 1, "2027-01-05")] // The 2nd of January is put off.
    [InlineData("2026-04-02", 1, "2026-04-06")] // Easter Monday is no bank holiday in Scotland.
    [InlineData("2026-11-25", 0, "2026-11-25")]
    public void Weekends_and_holidays_do_not_count(string day, int count, string after)
    {
        Assert.Equal(DateOnly.Parse(after, null), WorkingDays.Scotland.After(DateOnly.Parse(day, null), count));
    }

    [Fact]
    public void What_comes_after_is_a_working_day_with_just_so_many_between()
    {
        var first = new DateOnly(2025, 1, 1);
        foreach (var day in Enumerable.Range(0, 1400).Select(first.AddDays))
        {
            var after = WorkingDays.Scotland.After(day, 3);

            Assert.True(WorkingDays.Scotland.Includes(after));
            Assert.Equal(3, Enumerable.Range(1, after.DayNumber - day.DayNumber)
                .Count(i => WorkingDays.Scotland.Includes(day.AddDays(i))));
        }
    }

    [Fact]
    public void The_list_holds_nine_holidays_a_year_none_of_them_on_a_weekend()
    {
        Assert.DoesNotContain(WorkingDays.Scotland.Holidays,
            day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        // 2026 had one more, for the World Cup.
        Assert.Equal([(2025, 9), (2026, 10), (2027, 9), (2028, 9)], WorkingDays.Scotland.Holidays
            .GroupBy(day => day.Year).Select(year => (year.Key, year.Count())).Order());
    }
}
