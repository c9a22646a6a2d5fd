using PersonalOutcomes.Events;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;
using Told = PersonalOutcomes.Reviews.V1.Voice;

namespace PersonalOutcomes.Plans;

/// <summary>What a review says of the plan, as Review told it.</summary>
[Collection(nameof(Together))]
public sealed class OnReviewRecordedTests(Neighbours neighbours)
{
    private async Task<(V1.Outcome Money, V1.Outcome Stoma)> BlockedAsync()
    {
        var money = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var stoma = await neighbours.ProposeAsync(money.PersonId);
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(money.PersonId, money.OutcomeId, stoma.OutcomeId));
        neighbours.Later();
        return (money, stoma);
    }

    private async Task<string> ReviewAsync(
        V1.Outcome outcome, string day, Travel travel, PlanChangeReason? reason, params string[] withheldFrom)
    {
        var review = (await neighbours.Fiona.Review.RecordReviewAsync(new()
        {
            PersonId = outcome.PersonId,
            HappenedOn = day,
            Outcomes =
            {
                new OutcomeLookedAt
                {
                    OutcomeId = outcome.OutcomeId,
                    Travel = travel,
                    Story = new()
                    {
                        Words = "It came through.",
                        Voice = new Told { SaidBy = Reviews.V1.Speaker.Person, How = { "spoken" } },
                    },
                },
            },
            PlanChange = reason is { } why
                ? new() { Needed = why != PlanChangeReason.Unspecified, Reason = why }
                : null,
            WithheldFrom = { withheldFrom },
        })).Review;
        neighbours.Later();
        await neighbours.LevelAsync("review");
        return review.ReviewId;
    }

    private async Task<string[]> BlockedByAsync(Caller caller, V1.Outcome outcome) =>
        [.. (await caller.ReadAsync(outcome)).Outcome.BlockedBy];

    [Fact]
    public async Task R55_That_the_plan_needs_to_change_is_shown_with_its_code_until_a_newer_review_says_otherwise()
    {
        var (money, _) = await BlockedAsync();
        var needed = await ReviewAsync(money, "2026-04-02", Travel.Same, PlanChangeReason.StepNotWorking);
        Assert.Equal(new V1.PlanChange
        {
            ReviewId = needed,
            ReviewedOn = "2026-04-02",
            NeedsToChange = true,
            Reason = "step_not_working",
        }, (await neighbours.Ruth.PlanAsync(money.PersonId)).Change);

        // One of an earlier day that is told later, and one that was not asked, say nothing newer.
        await ReviewAsync(money, "2026-04-01", Travel.Same, PlanChangeReason.Achieved);
        await ReviewAsync(money, "2026-04-03", Travel.Same, null);
        Assert.Equal(needed, (await neighbours.Ruth.PlanAsync(money.PersonId)).Change.ReviewId);

        var fine = await ReviewAsync(money, "2026-04-04", Travel.Same, PlanChangeReason.Unspecified);
        Assert.Equal(new V1.PlanChange { ReviewId = fine, ReviewedOn = "2026-04-04" },
            (await neighbours.Ruth.PlanAsync(money.PersonId)).Change);
    }

    [Fact]
    public async Task An_outcome_is_blocked_until_the_one_in_its_way_goes_better_and_again_when_it_goes_worse()
    {
        var (money, stoma) = await BlockedAsync();
        await ReviewAsync(stoma, "2026-04-02", Travel.Better, null);
        await ReviewAsync(money, "2026-04-02", Travel.Same, null);
        Assert.Equal([money.OutcomeId], await BlockedByAsync(neighbours.Ruth, stoma));

        await ReviewAsync(money, "2026-04-03", Travel.Better, null);
        Assert.Empty(await BlockedByAsync(neighbours.Ruth, stoma));

        await ReviewAsync(money, "2026-04-04", Travel.Worse, null);
        Assert.Equal([money.OutcomeId], await BlockedByAsync(neighbours.Ruth, stoma));
    }

    [Fact]
    public async Task What_went_better_before_it_came_to_be_in_the_way_does_not_hide_that_it_is()
    {
        var money = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var stoma = await neighbours.ProposeAsync(money.PersonId);
        await ReviewAsync(money, "2026-04-02", Travel.Better, null);

        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(money.PersonId, money.OutcomeId, stoma.OutcomeId));

        Assert.Equal([money.OutcomeId], await BlockedByAsync(neighbours.Ruth, stoma));
    }

    [Fact]
    public async Task A_review_that_is_withheld_changes_nothing_for_the_team()
    {
        var (money, stoma) = await BlockedAsync();
        var before = await neighbours.Ruth.PlanAsync(money.PersonId);

        await ReviewAsync(money, "2026-04-02", Travel.Better, PlanChangeReason.Achieved, neighbours.SocialWork);

        Assert.Equal(before, await neighbours.Ruth.PlanAsync(money.PersonId));
        Assert.Empty(await BlockedByAsync(neighbours.Fiona, stoma));
        Assert.True((await neighbours.Fiona.PlanAsync(money.PersonId)).Change.NeedsToChange);
    }

    [Fact]
    public async Task Told_again_and_in_any_order_the_plan_is_the_same()
    {
        var (money, stoma) = await BlockedAsync();
        await ReviewAsync(money, "2026-04-02", Travel.Worse, PlanChangeReason.OutcomeChanged);
        await ReviewAsync(money, "2026-04-03", Travel.Better, PlanChangeReason.Achieved, neighbours.SocialWork);
        await ReviewAsync(stoma, "2026-04-01", Travel.Same, PlanChangeReason.Circumstances);
        var (ruths, hers) = (await neighbours.Ruth.PlanAsync(money.PersonId),
            await neighbours.Fiona.PlanAsync(money.PersonId));
        Assert.NotEqual(ruths, hers);

        var told = await neighbours.ToldAsync<ReviewRecorded>("review", money.PersonId);
        Assert.Equal(3, told.Count);
        await neighbours.TellAgainAsync("review", [.. told, .. told.AsEnumerable().Reverse()],
            OnReviewRecorded.ApplyAsync);

        Assert.Equal(ruths, await neighbours.Ruth.PlanAsync(money.PersonId));
        Assert.Equal(hers, await neighbours.Fiona.PlanAsync(money.PersonId));
    }
}
