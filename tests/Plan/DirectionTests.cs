using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>To keep what there is counts for as much as to change it.</summary>
[Collection(nameof(Together))]
public sealed class DirectionTests(Neighbours neighbours)
{
    [Fact]
    public async Task R04_An_outcome_to_keep_something_is_recorded_and_read_as_that_through_its_whole_life()
    {
        var personId = await neighbours.SharedAsync();
        var kept = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(Keep(personId))).Outcome;
        neighbours.Later();
        Assert.Equal(V1.Direction.Keep, kept.Direction);

        kept = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(kept))).Outcome;
        kept = (await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(kept))).Outcome;

        Assert.Equal(V1.Direction.Keep, kept.Direction);
        Assert.Equal(kept, (await neighbours.Ruth.ReadAsync(kept)).Outcome);
        Assert.Equal(V1.Direction.Keep, (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single().Direction);
    }

    [Fact]
    public async Task R04_It_stands_where_the_person_puts_it_and_is_as_critical_as_they_say()
    {
        var personId = await neighbours.SharedAsync();
        var change = await neighbours.ProposeAsync(personId);
        var kept = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(Keep(personId))).Outcome;
        var ranking = Valid.Ranking(kept, change);
        ranking.CriticalIds.Add(kept.OutcomeId);

        await neighbours.Fiona.Plan.RankOutcomesAsync(ranking);

        var first = (await neighbours.Ruth.PlanAsync(personId)).Outcomes[0];
        Assert.Equal((kept.OutcomeId, true), (first.OutcomeId, first.Critical));
    }

    [Fact]
    public async Task R04_Reviewed_that_it_is_the_same_may_be_all_that_was_wanted_and_owes_the_plan_nothing()
    {
        var personId = await neighbours.SharedAsync();
        var kept = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(Keep(personId))).Outcome;
        await neighbours.Fiona.Review.RecordReviewAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-04-02",
            Outcomes =
            {
                new OutcomeLookedAt
                {
                    OutcomeId = kept.OutcomeId,
                    Travel = Travel.Same,
                    Story = new()
                    {
                        Words = "I still make the soup on a Sunday.",
                        Voice = new() { SaidBy = Reviews.V1.Speaker.Person, How = { "spoken" } },
                    },
                },
            },
        });
        neighbours.Later();
        await neighbours.LevelAsync("review");

        var progress = (await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = kept.OutcomeId })).Progress.Single();
        Assert.Equal((Travel.Same, "I still make the soup on a Sunday."), (progress.Travel, progress.Story.Words));
        var plan = await neighbours.Ruth.PlanAsync(personId);
        Assert.Null(plan.Change);
        Assert.Equal([kept], plan.Outcomes);
    }

    private static ProposeOutcomeRequest Keep(string personId)
    {
        var request = Valid.Outcome(personId);
        (request.Statement, request.Direction) = ("To keep making my own soup on a Sunday.", V1.Direction.Keep);
        return request;
    }
}
