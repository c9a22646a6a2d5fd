using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Reviews;

public sealed class ReviewTests
{
    private static readonly Review Told = new() { HappenedOn = new(2026, 4, 2) };
    private static readonly Progress[] Looked = [new() { OutcomeId = Guid.NewGuid(), Story = "It came through." }];

    public static TheoryData<Review> Enough =>
    [
        Told with { UnintendedGood = ["His wife sleeps again."], AskedGood = Asked.Told },
        Told with { UnintendedBad = ["The neighbours talk."], AskedBad = Asked.Told },
        Told with { AskedBad = Asked.Nothing },
        Told with { Changed = "I was asked." },
    ];

    [Theory]
    [MemberData(nameof(Enough))]
    public void Anything_that_was_said_is_enough(Review review) => Assert.Same(review, review.With([]));

    [Fact]
    public void A_review_of_which_nothing_was_said_is_refused() =>
        Assert.Equal("CONTENT_MISSING", Assert.Throws<Problem>(() => Told.With([])).Reason);

    [Fact]
    public void Each_outcome_is_named_once()
    {
        var refused = Assert.Throws<Problem>(() => Told.With([.. Looked, .. Looked]));
        Assert.Equal(("OUTCOME_TWICE", "outcomes[1].outcome_id"), (refused.Reason, refused.Field));
    }

    [Theory]
    [InlineData(true, null, null, "CODE_MISSING", "plan_change.reason")]
    [InlineData(true, PlanChangeReason.Other, null, "WORDS_MISSING", "plan_change.words")]
    [InlineData(false, PlanChangeReason.Achieved, null, "REASON_WITHOUT_CHANGE", "plan_change.needed")]
    [InlineData(false, null, "It works.", "REASON_WITHOUT_CHANGE", "plan_change.needed")]
    public void Why_the_plan_needs_to_change_and_that_it_does_belong_together(
        bool needed, PlanChangeReason? reason, string? words, string refusal, string field)
    {
        var review = Told with { PlanNeedsToChange = needed, PlanChangeReason = reason, PlanChangeWords = words };
        var refused = Assert.Throws<Problem>(() => review.With(Looked));
        Assert.Equal((refusal, field), (refused.Reason, refused.Field));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(false, null, null)]
    [InlineData(true, PlanChangeReason.StepNotWorking, null)]
    [InlineData(true, PlanChangeReason.Other, "They are moving.")]
    public void What_holds_together_is_taken(bool? needed, PlanChangeReason? reason, string? words)
    {
        var review = Told with { PlanNeedsToChange = needed, PlanChangeReason = reason, PlanChangeWords = words };
        Assert.Same(review, review.With(Looked));
    }

    [Fact]
    public void The_next_review_comes_after_this_one()
    {
        Assert.Equal("DAY_TOO_EARLY", Assert.Throws<Problem>(
            () => (Told with { NextReviewOn = Told.HappenedOn }).With(Looked)).Reason);
        Assert.NotNull((Told with { NextReviewOn = Told.HappenedOn.AddDays(1) }).With(Looked));
    }
}
