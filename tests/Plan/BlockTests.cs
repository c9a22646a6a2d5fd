using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Plans;

public sealed class BlockTests
{
    private static readonly DateTimeOffset Found = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Money = Guid.NewGuid(), Stoma = Guid.NewGuid(), Work = Guid.NewGuid();

    private static Block Of(Guid outcome, Guid blocked) =>
        new() { Id = Guid.NewGuid(), OutcomeId = outcome, BlockedId = blocked, RecordedAt = Found };

    private static Progress Told(string travel, int day, int recordedAfter = 1) => new()
    {
        OutcomeId = Money,
        Travel = travel,
        HappenedOn = new DateOnly(2026, 4, 1).AddDays(day),
        RecordedAt = Found.AddHours(recordedAfter),
    };

    private static bool IsInTheWay(OutcomeState state, params Progress[] progress) => Block.InTheWayOf(Stoma,
        [Of(Money, Stoma), Of(Stoma, Work)],
        new[] { Money, Stoma, Work }.ToDictionary(id => id, id => new Outcome
        {
            Id = id,
            State = id == Money ? state : OutcomeState.Proposed,
        }),
        progress).SequenceEqual([Money]);

    [Fact]
    public void A_first_one_and_one_beside_it_are_taken()
    {
        var block = Of(Money, Stoma);
        Assert.Same(block, block.Among([]));
        Assert.Same(block, block.Among([Of(Work, Stoma), Of(Money, Work), Of(Work, Guid.NewGuid())]));
    }

    [Fact]
    public void An_outcome_does_not_block_itself() =>
        Assert.Equal("BLOCKS_ITSELF", Assert.Throws<Problem>(() => Of(Money, Money).Among([])).Reason);

    [Fact]
    public void A_second_alike_is_refused() => Assert.Equal("ALREADY_BLOCKS",
        Assert.Throws<Problem>(() => Of(Money, Stoma).Among([Of(Money, Stoma)])).Reason);

    [Fact]
    public void A_circle_is_refused_directly_and_through_others()
    {
        foreach (Block[] others in new Block[][]
        {
            [Of(Stoma, Money)],
            [Of(Stoma, Work), Of(Work, Money)],
            // Others that already run in a circle, from before they were refused, don't hold it up.
            [Of(Stoma, Work), Of(Work, Stoma), Of(Work, Money)],
        })
        {
            var refused = Assert.Throws<Problem>(() => Of(Money, Stoma).Among(others));
            Assert.Equal(("BLOCKS_IN_A_CIRCLE", "blocked_id"), (refused.Reason, refused.Field));
        }
    }

    [Theory]
    [InlineData(OutcomeState.Proposed, true)]
    [InlineData(OutcomeState.Agreed, true)]
    [InlineData(OutcomeState.SetAside, false)]
    public void What_was_set_aside_is_in_nobodys_way(OutcomeState state, bool inTheWay) =>
        Assert.Equal(inTheWay, IsInTheWay(state));

    [Fact]
    public void It_is_in_the_way_until_the_newest_that_was_said_since_is_better()
    {
        Assert.False(IsInTheWay(OutcomeState.Agreed, Told("better", 1)));
        Assert.False(IsInTheWay(OutcomeState.Agreed, Told("better", 1), Told("not_said", 2)));
        Assert.True(IsInTheWay(OutcomeState.Agreed, Told("not_said", 1)));
        Assert.True(IsInTheWay(OutcomeState.Agreed, Told("same", 1)));
        Assert.True(IsInTheWay(OutcomeState.Agreed, Told("worse", 2), Told("better", 1)));
        Assert.False(IsInTheWay(OutcomeState.Agreed, Told("better", 2), Told("worse", 1, recordedAfter: 5)));
    }

    [Fact]
    public void What_was_better_before_it_came_to_be_in_the_way_says_nothing_of_it_now() =>
        Assert.True(IsInTheWay(OutcomeState.Agreed, Told("better", -3, recordedAfter: -1)));

    [Fact]
    public void What_went_better_elsewhere_takes_nothing_out_of_the_way() =>
        Assert.True(IsInTheWay(OutcomeState.Agreed, Told("better", 1) with { OutcomeId = Work }));

    [Fact]
    public void One_that_the_viewer_does_not_see_is_not_shown_in_the_way() => Assert.Empty(Block.InTheWayOf(
        Stoma, [Of(Money, Stoma)], new Dictionary<Guid, Outcome> { [Stoma] = new() { Id = Stoma } }, []));
}
