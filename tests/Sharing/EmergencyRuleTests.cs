using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>What can be done with an emergency in which state, and what comes of it.</summary>
public sealed class EmergencyRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Emergency Asked = new()
    {
        Id = Guid.NewGuid(),
        Version = 1,
        Issuer = "i",
        Subject = "ruth",
        AskedAt = Now,
    };

    private static readonly Emergency Opened = Asked.Open(Now, Today, WorkingDays.Scotland);
    private static readonly Emergency GivenBack = Opened.Close(Now.AddMinutes(5), Now.AddMinutes(5));
    private static readonly Emergency Checked = Review(GivenBack, Now.AddMinutes(6));

    private static readonly Dictionary<string, (Emergency Emergency, DateTimeOffset Latest)> States = new()
    {
        ["waiting"] = (Asked, Now.AddMinutes(29)),
        ["lapsed"] = (Asked, Now.AddMinutes(30)),
        ["taken back"] = (Asked.Close(Now, Now), Now),
        ["open"] = (Opened, Now.AddMinutes(29)),
        ["over"] = (Opened, Now.AddMinutes(30)),
        ["given back"] = (GivenBack, Now.AddMinutes(6)),
        ["checked"] = (Checked, Now.AddMinutes(7)),
    };

    [Theory]
    [InlineData("waiting", "agree", "")]
    [InlineData("waiting", "close", "")]
    [InlineData("waiting", "review", "NEVER_OPENED")]
    [InlineData("lapsed", "agree", "NOT_WAITING")]
    [InlineData("lapsed", "close", "NOT_OPEN")]
    [InlineData("lapsed", "review", "NEVER_OPENED")]
    [InlineData("taken back", "agree", "NOT_WAITING")]
    [InlineData("taken back", "close", "NOT_OPEN")]
    [InlineData("taken back", "review", "NEVER_OPENED")]
    [InlineData("open", "agree", "NOT_WAITING")]
    [InlineData("open", "close", "")]
    [InlineData("open", "review", "STILL_OPEN")]
    [InlineData("over", "agree", "NOT_WAITING")]
    [InlineData("over", "close", "NOT_OPEN")]
    [InlineData("over", "review", "")]
    [InlineData("given back", "agree", "NOT_WAITING")]
    [InlineData("given back", "close", "NOT_OPEN")]
    [InlineData("given back", "review", "")]
    [InlineData("checked", "agree", "NOT_WAITING")]
    [InlineData("checked", "close", "NOT_OPEN")]
    [InlineData("checked", "review", "ALREADY_REVIEWED")]
    public void Each_state_allows_what_it_allows(string state, string verb, string refused)
    {
        var (emergency, latest) = States[state];
        var did = "";
        try
        {
            var next = verb switch
            {
                "agree" => emergency.Agree(Guid.NewGuid(), "i", "sandy", "Sandy", latest)
                    .Open(latest, Today, WorkingDays.Scotland),
                "close" => emergency.Close(latest, latest),
                _ => Review(emergency, latest),
            };
            Assert.Equal(emergency.Version + 1, next.Version);
        }
        catch (Problem problem)
        {
            did = problem.Reason;
        }
        Assert.Equal(refused, did);
    }

    [Fact]
    public void The_thirty_minutes_run_from_the_agreement()
    {
        var agreed = Asked.Agree(Guid.NewGuid(), "i", "sandy", "Sandy", Now.AddMinutes(20))
            .Open(Now.AddMinutes(20), Today, WorkingDays.Scotland);

        Assert.Equal(Now.AddMinutes(50), agreed.UntilTime);
        Assert.Equal(EmergencyState.Open, agreed.State(Now.AddMinutes(49)));
        Assert.Equal(EmergencyState.Over, agreed.State(Now.AddMinutes(50)));
    }

    [Fact]
    public void Nobody_agrees_to_or_checks_what_is_their_own()
    {
        var agreed = Asked.Agree(Guid.NewGuid(), "i", "sandy", "Sandy", Now)
            .Open(Now, Today, WorkingDays.Scotland).Close(Now, Now);

        Assert.Equal("ANOTHER_MUST_AGREE", Assert.Throws<Problem>(() =>
            Asked.Agree(Guid.NewGuid(), "i", "ruth", "Ruth", Now)).Reason);
        Assert.Equal("NOT_YOUR_OWN", Assert.Throws<Problem>(() => Review(agreed, Now, "ruth")).Reason);
        Assert.Equal("NOT_YOUR_OWN", Assert.Throws<Problem>(() => Review(agreed, Now, "sandy")).Reason);
        Assert.Equal(EmergencyFinding.Right, Review(agreed, Now, "gillian").Finding);
        // The same subject of another issuer is somebody else.
        Assert.False(Asked.IsBy("j", "ruth"));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(2, 0, false)]
    [InlineData(3, 0, true)]
    [InlineData(9, 0, true)]
    [InlineData(0, 1, true)]
    public void The_fourth_of_a_day_and_whatever_is_overdue_need_a_second_person(int today, int overdue, bool needs)
    {
        Assert.Equal(needs, Emergency.NeedsSecond(today, overdue));
    }

    [Fact]
    public void A_check_is_due_in_three_working_days_and_overdue_at_midnight_in_Scotland()
    {
        Assert.Equal(new DateOnly(2026, 12, 1), Opened.ReviewDueOn);
        Assert.False(Opened.IsOverdue(new DateOnly(2026, 12, 1)));
        Assert.True(Opened.IsOverdue(new DateOnly(2026, 12, 2)));
        Assert.False(Checked.IsOverdue(new DateOnly(2026, 12, 2)));
        Assert.False(Asked.IsOverdue(new DateOnly(2027, 12, 2)));
        Assert.Equal(new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero), Opened.OverdueAt());
        var summer = Asked.Open(Now, new DateOnly(2026, 7, 1), WorkingDays.Scotland);
        Assert.Equal(new DateTimeOffset(2026, 7, 6, 23, 0, 0, TimeSpan.Zero), summer.OverdueAt());
    }

    [Theory]
    [InlineData("nineteen letters at", false)]
    [InlineData("She fell and is not awake.", true)]
    [InlineData("    a   b   c   d   e   f   g   h    ", false)]
    [InlineData("  twenty letters are enough  ", true)]
    [InlineData("twenty\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b", false)]
    public void An_explanation_has_twenty_characters_that_can_be_seen(string words, bool enough)
    {
        if (enough)
        {
            Assert.Equal(words.Trim(), Emergency.Explained(words));
            return;
        }
        Assert.Equal(("EXPLANATION_TOO_SHORT", "explanation"),
            (Assert.Throws<Problem>(() => Emergency.Explained(words)) is var p ? (p.Reason, p.Field) : default));
    }

    private static Emergency Review(Emergency emergency, DateTimeOffset latest, string subject = "gillian") =>
        emergency.Review("i", subject, "Somebody", EmergencyFinding.Right, "It was.", latest, latest);
}
