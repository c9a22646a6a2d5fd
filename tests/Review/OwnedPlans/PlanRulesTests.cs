using Microsoft.Extensions.Configuration;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>By which rules a personal plan is looked at, and when.</summary>
public sealed class PlanRulesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task An_agencys_rule_stands_beside_the_platforms_own_and_takes_the_place_of_one_with_its_code()
    {
        Assert.Equal((28, 6), Lengths(With("").Lines["ssi_2011_210_reg_5"]));

        await File.WriteAllTextAsync(_file,
            "code\twords\tfirst_days\tthen_months\tsource\nours\tat once, then monthly\t7\t1\tus\n"
            + "ssi_2011_210_reg_5\tsooner than we must\t14\t3\tus\n");

        Assert.Equal((7, 1), Lengths(With(_file).Lines["ours"]));
        Assert.Equal((14, 3), Lengths(With(_file).Lines["ssi_2011_210_reg_5"]));
    }

    [Theory]
    [InlineData("ours\tat once\t7")]
    [InlineData("ours\tat once\t0\t1\tus")]
    [InlineData("ours\tat once\tsoon\t1\tus")]
    [InlineData("ours\t\t7\t1\tus")]
    public async Task Review_does_not_start_with_half_a_list_and_names_file_and_line(string line)
    {
        await File.WriteAllTextAsync(_file, $"code\twords\tfirst_days\tthen_months\tsource\n{line}\n");
        await using var platform = Platform.Only("sharing");

        var refused = Assert.ThrowsAny<Exception>(() => platform.Start("review", ("Vocabularies:PlanRules", _file)));

        Assert.Contains($"Vocabularies__PlanRules: {_file} can't be read. Line 2", refused.ToString());
    }

    [Theory]
    [InlineData(null, "2026-02-28", "2026-02-28", false)]
    [InlineData(null, "2026-03-01", "2026-02-28", true)]
    [InlineData("2026-08-31", "2027-02-28", "2027-02-28", false)]
    [InlineData("2026-08-31", "2027-03-01", "2027-02-28", true)]
    public void A_day_that_is_due_is_the_last_one_by_the_calendar(
        string? reviewedOn, string today, string dueOn, bool overdue)
    {
        var plan = new OwnedPlan
        {
            StartedOn = new(2026, 1, 31),
            FirstDays = 28,
            ThenMonths = 6,
            ReviewedOn = reviewedOn is null ? null : DateOnly.Parse(reviewedOn, null),
        };

        Assert.Equal(DateOnly.Parse(dueOn, null), plan.DueOn());
        Assert.Equal(overdue, plan.IsOverdue(DateOnly.Parse(today, null)));
    }

    public void Dispose() => File.Delete(_file);

    private static (int, int) Lengths(PlanRule rule) => (rule.FirstDays, rule.ThenMonths);

    private static PlanRules With(string file) => PlanRules.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Vocabularies:PlanRules"] = file }).Build());
}
