using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Reviews;

public sealed class ProgressTests
{
    private static readonly Progress Looked = new() { OutcomeId = Guid.NewGuid(), Travel = Travel.NotSaid };

    [Theory]
    [InlineData(RatingValue.Mostly, Travel.NotSaid)]
    [InlineData(RatingValue.NotAsked, Travel.NotSaid)]
    [InlineData(null, Travel.Better)]
    [InlineData(null, Travel.Same)]
    [InlineData(null, Travel.Worse)]
    public void R58_A_rating_never_travels_without_its_story(RatingValue? rating, Travel travel)
    {
        var alone = Looked with { Rating = rating, Travel = travel, Helped = ["The letter."] };
        var refused = Assert.Throws<Problem>(() => alone.WithStory("outcomes[0]."));
        Assert.Equal(("RATING_WITHOUT_STORY", "outcomes[0].story"), (refused.Reason, refused.Field));
        Assert.NotNull((alone with { Story = "It came through." }).WithStory("outcomes[0]."));
    }

    [Fact]
    public void A_story_without_a_rating_is_welcome() =>
        Assert.Null((Looked with { Story = "It came through." }).WithStory("").Rating);

    [Fact]
    public void What_helped_or_hindered_is_worth_writing_down_alone()
    {
        Assert.NotNull((Looked with { Helped = ["The letter."] }).WithStory(""));
        Assert.NotNull((Looked with { Hindered = ["The form."] }).WithStory(""));
    }

    [Fact]
    public void An_outcome_of_which_nothing_was_said_is_refused() => Assert.Equal("CONTENT_MISSING",
        Assert.Throws<Problem>(() => Looked.WithStory("outcomes[0].")).Reason);
}
