using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>What was recorded in the wrong record, in the right one.</summary>
[Collection(nameof(Together))]
public sealed class MoveTests(Neighbours neighbours)
{
    [Fact]
    public async Task A_review_is_moved_once_the_outcomes_that_it_tells_of_have_been()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, wrong);
        var request = Valid.Review(wrong, outcomeId);
        request.Outcomes[0].Travel = V1.Travel.Better;
        request.UnintendedGood.Add("His wife sleeps again.");
        request.WhatTheConversationChanged = new() { Words = "I can see the way now.", Voice = Valid.Spoken() };
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;
        neighbours.Later();

        await neighbours.Fiona.Entries("review").MoveItemAsync(Move(wrong, told.ReviewId, right))
            .RefusedAsync(StatusCode.FailedPrecondition, "OUTCOME_NOT_THEIRS", "item_id");
        Assert.Equal(told, (await neighbours.Fiona.Review.GetReviewAsync(
            new() { PersonId = wrong, ReviewId = told.ReviewId })).Review);

        var outcome = await neighbours.Fiona.Entries("plan").MoveItemAsync(Move(wrong, outcomeId, right));
        var moved = await neighbours.Fiona.Entries("review").MoveItemAsync(Move(wrong, told.ReviewId, right));

        var there = (await neighbours.Fiona.Review.GetReviewAsync(
            new() { PersonId = right, ReviewId = moved.ItemId })).Review;
        var asItWas = told.Clone();
        (asItWas.ReviewId, asItWas.PersonId) = (moved.ItemId, right);
        (asItWas.Outcomes[0].ReviewId, asItWas.Outcomes[0].OutcomeId) = (moved.ItemId, outcome.ItemId);
        Assert.Equal(asItWas, there);
        Assert.Single((await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = right, OutcomeId = outcome.ItemId })).Progress);
        Assert.Empty((await neighbours.Ruth.Review.ListReviewsAsync(new() { PersonId = wrong })).Reviews);
    }

    [Fact]
    public async Task A_review_of_a_day_after_they_died_is_not_moved_as_what_they_said()
    {
        var (wrong, died) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var request = Valid.Review(wrong);
        request.WhatTheConversationChanged = new() { Words = "I can see the way now.", Voice = Valid.Spoken() };
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;
        await neighbours.DiesAsync(died, "review", "2026-03-02");

        await neighbours.Fiona.Entries("review").MoveItemAsync(Move(wrong, told.ReviewId, died))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "what_the_conversation_changed");
        Assert.Empty((await neighbours.Ruth.Review.ListReviewsAsync(new() { PersonId = died })).Reviews);
    }

    private static MoveItemRequest Move(string personId, string itemId, string toPersonId) =>
        new() { PersonId = personId, ItemId = itemId, ToPersonId = toPersonId };
}
