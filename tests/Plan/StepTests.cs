using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Plans;

public sealed class StepTests
{
    private static readonly DateOnly Day = new(2026, 4, 1);

    private static Step Of(Party party) => new() { Party = party, What = "Rings about the money." };

    [Theory]
    [InlineData(Party.Person)]
    [InlineData(Party.Family)]
    [InlineData(Party.Community)]
    [InlineData(Party.Other)]
    public void Whoever_is_no_team_may_take_a_step_that_serves_no_outcome(Party party) =>
        Assert.Equal((StepState.Open, 1), (Step.Add(Of(party)).State, Step.Add(Of(party)).Version));

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    public void Once_a_health_body_has_told_how_it_went_the_step_is_health_authored(
        bool before, bool now, bool after) =>
        Assert.Equal(after, (Step.Add(Of(Party.Person)) with { HealthAuthored = before })
            .Finish(Day, "Fine.", now).HealthAuthored);

    [Theory]
    [InlineData(false, true, null)]
    [InlineData(false, false, null)]
    [InlineData(true, false, null)]
    [InlineData(true, true, "STEP_HAS_SOMEBODY")]
    public void Another_team_takes_over_from_one_that_goes_and_the_same_one_at_any_time(
        bool another, bool stays, string? refused)
    {
        var (has, takes) = (Guid.NewGuid(), Guid.NewGuid());
        var step = Of(Party.Team) with { State = StepState.Open, TakenByTeamId = has, Version = 3 };

        Step Take() => step.TakeOver(another ? takes : has, "Ruth", stays, health: false);

        if (refused is not null)
        {
            Assert.Equal(refused, Assert.Throws<Problem>(Take).Reason);
            return;
        }
        Assert.Equal((another ? takes : has, "Ruth", 4), (Take().TakenByTeamId, Take().Who, Take().Version));
    }

    [Fact]
    public void The_person_takes_over_any_teams_open_step_and_nobody_elses()
    {
        var step = Of(Party.Team) with { State = StepState.Open, TakenByTeamId = Guid.NewGuid() };

        var taken = step.TakeOver(null, "", stays: true, health: false);

        Assert.Equal((Party.Person, null), (taken.Party, taken.TakenByTeamId));
        Assert.Equal("NOT_A_TEAMS", Assert.Throws<Problem>(
            () => Of(Party.Family).TakeOver(null, "", stays: false, health: false)).Reason);
        Assert.Equal("STEP_DONE", Assert.Throws<Problem>(
            () => (step with { State = StepState.Done }).TakeOver(null, "", stays: false, health: false)).Reason);
        Assert.True(step.TakeOver(Guid.NewGuid(), "Fiona", stays: false, health: true).HealthAuthored);
    }

    [Fact]
    public void A_teams_step_serves_an_outcome_or_says_why_not()
    {
        var refused = Assert.Throws<Problem>(() => Step.Add(Of(Party.Team)));
        Assert.Equal(("STEP_WITHOUT_OUTCOME", "outcome_id"), (refused.Reason, refused.Field));
        Assert.NotNull(Step.Add(Of(Party.Team) with { OutcomeId = Guid.NewGuid() }));
        Assert.NotNull(Step.Add(Of(Party.Team) with { WhyNoOutcome = "He must have heat tonight." }));
    }

    [Fact]
    public void What_was_done_before_it_was_recorded_is_done() =>
        Assert.Equal(StepState.Done, Step.Add(Of(Party.Person) with { DoneOn = Day }).State);

    [Fact]
    public void Finishing_keeps_the_day_and_how_it_went()
    {
        var added = Step.Add(Of(Party.Person));
        Assert.Equal(added with { State = StepState.Done, Version = 2, DoneOn = Day, HowItWent = "Fine." },
            added.Finish(Day, "Fine.", false));
    }

    [Fact]
    public void What_is_done_cannot_be_finished_again()
    {
        var done = Step.Add(Of(Party.Person)).Finish(Day, null, false);
        var refused = Assert.Throws<Problem>(() => done.Finish(Day, null, false));
        Assert.Equal((Google.Rpc.Code.FailedPrecondition, "STEP_DONE"), (refused.Code, refused.Reason));
    }
}
