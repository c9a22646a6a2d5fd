using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed class SentenceTests
{
    // Half past eleven in the evening of 2 May in Greenwich is 3 May in Scotland.
    private static readonly Involvement Opened = new()
    {
        LegalBasis = LegalBasis.PublicTask,
        Purpose = Involvement.Support,
        FromTime = new DateTimeOffset(2026, 5, 2, 23, 30, 0, TimeSpan.Zero),
    };

    private static Wire.Involvement Shown(params string[] names) => new()
    {
        Team = new Wire.Team { Name = "Strathmore adult team" },
        Practitioners = { names.Select(n => new Wire.Practitioner { Name = n, Role = "social worker" }) },
    };

    [Fact]
    public void The_person_reads_who_works_with_them_and_why() => Assert.Equal(
        "Strathmore adult team has worked with you since 3 May 2026: Eileen Garvie, social worker. "
        + "It is there to support you. The law gives it this task.",
        Sentence.Of(Shown("Eileen Garvie"), Opened, you: true));

    [Fact]
    public void Others_read_about_the_person() => Assert.Equal(
        "Strathmore adult team has worked with the person since 3 May 2026: "
        + "Eileen Garvie, social worker; Sandy Petrie, social worker. "
        + "It is there to support the person. The person said yes to this.",
        Sentence.Of(Shown("Eileen Garvie", "Sandy Petrie"), Opened with { LegalBasis = LegalBasis.Consent }, you: false));

    [Fact]
    public void Who_may_not_look_is_told()
    {
        var shown = Shown();
        shown.MayNotLook = true;

        Assert.EndsWith("The law gives it this task. It may not look at the record now.",
            Sentence.Of(shown, Opened, you: true));
    }

    [Fact]
    public void A_lead_and_a_last_day_are_told()
    {
        var shown = Shown();
        shown.IsLead = true;

        Assert.Equal("Strathmore adult team has worked with you since 3 May 2026. It leads the work. "
            + "It is there to support you. The law gives it this task. Its last day is 31 May 2026.",
            Sentence.Of(shown, Opened.End("Done.", new DateOnly(2026, 5, 31), Opened.FromTime), you: true));
    }

    [Theory]
    [InlineData(LegalBasis.AdultProtection, "The law on keeping adults safe asks it to.")]
    [InlineData(LegalBasis.Court, "A court asked it to.")]
    [InlineData(LegalBasis.VitalInterests, "The law lets it help when a life is in danger.")]
    [InlineData(LegalBasis.Consent, "You said yes to this.")]
    public void Each_law_has_its_words(LegalBasis basis, string words) => Assert.EndsWith(
        words, Sentence.Of(Shown(), Opened with { LegalBasis = basis }, you: true), StringComparison.Ordinal);
}
