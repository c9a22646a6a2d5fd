using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>What was recorded in the wrong record, in the right one.</summary>
[Collection(nameof(Together))]
public sealed class MoveOutcomeTests(Neighbours neighbours)
{
    [Fact]
    public async Task Moved_to_the_right_person_it_stands_there_as_it_was_said_and_leaves_a_sentence_behind()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var money = await neighbours.ProposeAsync(wrong);
        var agreed = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(money))).Outcome;
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(wrong, money.OutcomeId));
        await neighbours.Ruth.Plan.AddStepAsync(Valid.Step(wrong, money.OutcomeId));
        neighbours.Later();
        var (move, id) = (Move(wrong, money.OutcomeId, right), Valid.RequestId());

        var moved = (await neighbours.Fiona.Plan.MoveOutcomeAsync(move, id)).Outcome;
        Assert.Equal(moved, (await neighbours.Fiona.Plan.MoveOutcomeAsync(move, id)).Outcome);

        var there = await neighbours.Ruth.PlanAsync(right);
        var outcome = Assert.Single(there.Outcomes);
        Assert.Equal((moved.OutcomeId, agreed.Statement, agreed.Why, agreed.Voice, agreed.Agreement, agreed.RecordTime),
            (outcome.OutcomeId, outcome.Statement, outcome.Why, outcome.Voice, outcome.Agreement, outcome.RecordTime));
        Assert.NotEqual(money.OutcomeId, moved.OutcomeId);
        // Ruth's step is gone with the outcome, and hers to record anew.
        Assert.Equal(moved.OutcomeId, Assert.Single(there.Steps).OutcomeId);
        var left = await neighbours.Ruth.PlanAsync(wrong);
        Assert.Equal((0, 0), (left.Outcomes.Count, left.Steps.Count));
        Assert.Equal(3, await RemovedAsync(wrong));
        Assert.Equal(0, await RemovedAsync(right));
        await neighbours.LevelAsync("review", "plan");
        Assert.Empty((await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = right, OutcomeId = moved.OutcomeId })).Progress);
        await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = wrong, OutcomeId = money.OutcomeId }).NotFoundAsync();
        var told = await (await neighbours.Platform.SignInAsync("douglas")).Log("plan").ListEntriesAsync(
            new() { PersonId = wrong, ItemId = money.OutcomeId });
        Assert.Contains(right, Assert.Single(told.Removed).Words);
    }

    [Fact]
    public async Task Only_its_own_team_moves_it_with_nothing_of_others_in_it_and_to_somebody_they_may_see()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var strangers = await neighbours.Platform.RegisterPersonAsync(neighbours.Nadia, "homecare");
        var money = await neighbours.ProposeAsync(wrong);
        var plan = neighbours.Fiona.Plan;

        Assert.Equal(
            await plan.MoveOutcomeAsync(Move(wrong, money.OutcomeId, $"{Guid.NewGuid()}")).NotFoundAsync(),
            await plan.MoveOutcomeAsync(Move(wrong, money.OutcomeId, strangers)).NotFoundAsync());
        await neighbours.Ruth.Plan.MoveOutcomeAsync(Move(wrong, money.OutcomeId, right)).NotFoundAsync();
        await neighbours.Ruth.Plan.AgreeOutcomeAsync(Valid.Agree(money));
        await plan.MoveOutcomeAsync(Move(wrong, money.OutcomeId, right))
            .RefusedAsync(StatusCode.FailedPrecondition, "OTHERS_WROTE_TOO", "outcome_id");
        Assert.Single((await neighbours.Ruth.PlanAsync(wrong)).Outcomes);
        Assert.Empty((await neighbours.Fiona.PlanAsync(right)).Outcomes);
    }

    [Fact]
    public async Task Withheld_from_its_birth_there_it_is_not_there_for_the_team()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var money = await neighbours.ProposeAsync(wrong);
        var move = Move(wrong, money.OutcomeId, right);
        move.WithheldFrom.Add(neighbours.SocialWork);

        var moved = (await neighbours.Fiona.Plan.MoveOutcomeAsync(move)).Outcome;

        Assert.Empty((await neighbours.Ruth.PlanAsync(right)).Outcomes);
        await neighbours.LevelAsync("review", "plan");
        await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = right, OutcomeId = moved.OutcomeId }).NotFoundAsync();
        Assert.Equal(moved.OutcomeId, Assert.Single((await neighbours.Fiona.PlanAsync(right)).Outcomes).OutcomeId);
    }

    private static V1.MoveOutcomeRequest Move(string personId, string outcomeId, string toPersonId) =>
        new() { PersonId = personId, OutcomeId = outcomeId, ToPersonId = toPersonId };

    private async Task<int> RemovedAsync(string personId) =>
        (await neighbours.Ruth.Replies("plan").ListRepliesAsync(new() { PersonId = personId })).Removed.Count;
}
