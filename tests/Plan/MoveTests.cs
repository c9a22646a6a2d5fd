using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Events;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>What was recorded in the wrong record, in the right one.</summary>
[Collection(nameof(Together))]
public sealed class MoveTests(Neighbours neighbours)
{
    [Fact]
    public async Task Moved_to_the_right_person_it_stands_there_as_it_was_said_and_leaves_a_sentence_behind()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var money = await neighbours.ProposeAsync(wrong);
        var agreed = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(money))).Outcome;
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(wrong, money.OutcomeId));
        var ruths = (await neighbours.Ruth.Plan.AddStepAsync(Valid.Step(wrong, money.OutcomeId))).Step.StepId;
        neighbours.Later();
        var (move, id) = (Move(wrong, money.OutcomeId, right), Valid.RequestId());

        var moved = (await neighbours.Fiona.Entries("plan").MoveItemAsync(move, id)).ItemId;
        Assert.Equal(moved, (await neighbours.Fiona.Entries("plan").MoveItemAsync(move, id)).ItemId);

        var there = await neighbours.Ruth.PlanAsync(right);
        var outcome = Assert.Single(there.Outcomes);
        Assert.Equal((moved, agreed.Statement, agreed.Why, agreed.Voice, agreed.Agreement, agreed.RecordTime),
            (outcome.OutcomeId, outcome.Statement, outcome.Why, outcome.Voice, outcome.Agreement, outcome.RecordTime));
        Assert.NotEqual(money.OutcomeId, moved);
        // Ruth's step is gone with the outcome, and hers to record anew.
        Assert.Equal(moved, Assert.Single(there.Steps).OutcomeId);
        var left = await neighbours.Ruth.PlanAsync(wrong);
        Assert.Equal((0, 0), (left.Outcomes.Count, left.Steps.Count));
        Assert.Equal(3, await RemovedAsync(wrong));
        Assert.Equal(0, await RemovedAsync(right));
        await neighbours.LevelAsync("review", "plan");
        Assert.Empty((await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = right, OutcomeId = moved })).Progress);
        await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = wrong, OutcomeId = money.OutcomeId }).NotFoundAsync();
        var told = await (await neighbours.Platform.SignInAsync("douglas")).Log("plan").ListEntriesAsync(
            new() { PersonId = wrong, ItemId = money.OutcomeId });
        Assert.Contains(right, Assert.Single(told.Removed).Words);
        // Ruth's agency answers for her step, and is told of nobody to whom it was not moved.
        told = await (await neighbours.Platform.SignInAsync("craig")).Log("plan").ListEntriesAsync(
            new() { PersonId = wrong, ItemId = ruths });
        Assert.Equal("", Assert.Single(told.Removed).Words);
    }

    [Fact]
    public async Task Only_its_own_team_moves_it_with_nothing_of_others_in_it_and_to_somebody_they_may_see()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var strangers = await neighbours.Platform.RegisterPersonAsync(neighbours.Nadia, "homecare");
        var money = await neighbours.ProposeAsync(wrong);
        var entries = neighbours.Fiona.Entries("plan");

        Assert.Equal(
            await entries.MoveItemAsync(Move(wrong, money.OutcomeId, $"{Guid.NewGuid()}")).NotFoundAsync(),
            await entries.MoveItemAsync(Move(wrong, money.OutcomeId, strangers)).NotFoundAsync());
        await neighbours.Ruth.Entries("plan").MoveItemAsync(Move(wrong, money.OutcomeId, right)).NotFoundAsync();
        await neighbours.Ruth.Plan.AgreeOutcomeAsync(Valid.Agree(money));
        await entries.MoveItemAsync(Move(wrong, money.OutcomeId, right))
            .RefusedAsync(StatusCode.FailedPrecondition, "OTHERS_WROTE_TOO", "item_id");
        Assert.Single((await neighbours.Ruth.PlanAsync(wrong)).Outcomes);
        Assert.Empty((await neighbours.Fiona.PlanAsync(right)).Outcomes);
    }

    [Fact]
    public async Task Nobody_takes_it_from_one_of_their_teams_to_somebody_whom_another_of_them_knows()
    {
        var (alison, eileen) = (await neighbours.Platform.SignInAsync("alison"),
            await neighbours.Platform.SignInAsync("eileen"));
        var own = (await alison.Sharing.AddTeamAsync(
            new() { AgencyId = neighbours.Ruth.AgencyId, Name = "Night team" })).TeamId;
        await alison.Sharing.AddStaffAsync(new()
        {
            TeamId = own,
            Subject = await eileen.SubjectAsync(),
            Capacity = Sharing.V1.Capacity.Staff,
            Name = "Eileen",
            Role = "night worker",
        });
        var wrong = await neighbours.Platform.RegisterPersonAsync(eileen, "adult");
        var right = (await eileen.Person.RegisterPersonAsync(new() { TeamId = own, FullName = "Somebody" }))
            .Person.PersonId;
        var money = (await eileen.Plan.ProposeOutcomeAsync(Valid.Outcome(wrong))).Outcome;
        Assert.Empty((await eileen.PlanAsync(right)).Outcomes);

        await eileen.Entries("plan").MoveItemAsync(Move(wrong, money.OutcomeId, right)).NotFoundAsync();
        Assert.Single((await eileen.PlanAsync(wrong)).Outcomes);
    }

    [Fact]
    public async Task Withheld_from_its_birth_there_it_is_not_there_for_the_team()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var money = await neighbours.ProposeAsync(wrong);
        var move = Move(wrong, money.OutcomeId, right);
        move.WithheldFrom.Add(neighbours.SocialWork);

        var moved = (await neighbours.Fiona.Entries("plan").MoveItemAsync(move)).ItemId;

        Assert.Empty((await neighbours.Ruth.PlanAsync(right)).Outcomes);
        await neighbours.LevelAsync("review", "plan");
        await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = right, OutcomeId = moved }).NotFoundAsync();
        Assert.Equal(moved, Assert.Single((await neighbours.Fiona.PlanAsync(right)).Outcomes).OutcomeId);
    }

    [Fact]
    public async Task A_step_by_itself_serves_the_outcome_that_was_moved_before_it_or_says_that_there_is_none()
    {
        var (wrong, right, other) =
            (await neighbours.SharedAsync(), await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var entries = neighbours.Fiona.Entries("plan");
        var money = await neighbours.ProposeAsync(wrong);
        var ring = Valid.Step(wrong, money.OutcomeId);
        (ring.Party, ring.Who, ring.TeamId) = (V1.Party.Team, "Fiona", neighbours.StomaCare);
        var alone = (await neighbours.Fiona.Plan.AddStepAsync(ring)).Step;
        await entries.MoveItemAsync(Move(wrong, alone.StepId, other));
        var served = (await neighbours.Fiona.Plan.AddStepAsync(ring)).Step;

        // With the outcome goes what is left of it.
        var moved = (await entries.MoveItemAsync(Move(wrong, money.OutcomeId, right))).ItemId;

        var there = Assert.Single((await neighbours.Ruth.PlanAsync(right)).Steps);
        Assert.Equal((moved, "", served.RecordTime, served.What),
            (there.OutcomeId, there.WhyNoOutcome, there.RecordTime, there.What));
        var lone = Assert.Single((await neighbours.Ruth.PlanAsync(other)).Steps);
        Assert.Equal(("", "It was recorded for an outcome that is not in this record."),
            (lone.OutcomeId, lone.WhyNoOutcome));
        // What counts it in a month is told when it was recorded first.
        Assert.Equal((money.RecordTime, served.RecordTime), (
            Time((await neighbours.ToldAsync<OutcomeProposed>("plan", right)).Single().Event.FirstAt),
            Time((await neighbours.ToldAsync<StepAdded>("plan", right)).Single().Event.FirstAt)));
        Assert.Empty((await neighbours.Fiona.PlanAsync(wrong)).Steps);
    }

    [Fact]
    public async Task A_wording_of_the_purpose_is_moved_with_who_agreed_it()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var request = Valid.Purpose(wrong);
        request.Agreement = Valid.Asked;
        await neighbours.HeardAsync(wrong);
        var said = (await neighbours.Fiona.Plan.SayPurposeAsync(request)).Purpose;
        await neighbours.Ruth.Plan.DissentFromPurposeAsync(Valid.Dissent(said, wrong));
        var hers = (await neighbours.Fiona.Plan.DissentFromPurposeAsync(Valid.Dissent(said, wrong))).Dissent;
        neighbours.Later();

        var moved = await neighbours.Fiona.Entries("plan").MoveItemAsync(Move(wrong, said.PurposeId, right));

        // With what its team wrote beside it; what another team wrote is theirs to record anew.
        var there = (await neighbours.Ruth.PlanAsync(right)).Purpose;
        var dissent = Assert.Single(there.Differs);
        Assert.Equal((moved.ItemId, hers.Words, hers.RecordTime),
            (dissent.PurposeId, dissent.Words, dissent.RecordTime));
        said.PurposeId = moved.ItemId;
        there.Differs.Clear();
        Assert.Equal(said, there);
        Assert.Null((await neighbours.Fiona.PlanAsync(wrong)).Purpose);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outcome_and_the_words_that_it_came_from_find_together_again_whichever_is_moved_first(
        bool wordsFirst)
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = wrong,
            WhatMatters = "Enough each week for the three of us.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
        })).View;
        var request = Valid.Outcome(wrong);
        request.SourceId = view.ViewId;
        var money = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;

        string[] services = wordsFirst ? ["conversation", "plan"] : ["plan", "conversation"];
        foreach (var service in services)
        {
            await neighbours.Fiona.Entries(service).MoveItemAsync(
                Move(wrong, service == "plan" ? money.OutcomeId : view.ViewId, right));
        }

        await neighbours.LevelAsync("conversation");
        var said = Assert.Single((await neighbours.Ruth.Conversation.ListViewsAsync(new() { PersonId = right })).Views);
        Assert.Equal(said.ViewId, Assert.Single((await neighbours.Ruth.PlanAsync(right)).Outcomes).SourceId);
    }

    [Fact]
    public async Task Nothing_is_moved_into_the_plan_of_somebody_who_died_nor_what_only_makes_sense_where_it_stands()
    {
        var (wrong, died) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var (money, sleep) = (await neighbours.ProposeAsync(wrong), await neighbours.ProposeAsync(wrong));
        var block = (await neighbours.Fiona.Plan.AddBlockAsync(
            new() { PersonId = wrong, OutcomeId = money.OutcomeId, BlockedId = sleep.OutcomeId })).BlockId;
        var entries = neighbours.Fiona.Entries("plan");
        await neighbours.DiesAsync(died, "plan");

        await entries.MoveItemAsync(Move(wrong, money.OutcomeId, died))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        await entries.MoveItemAsync(Move(wrong, block, await neighbours.SharedAsync()))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_MOVED", "item_id");
        Assert.Equal(2, (await neighbours.Ruth.PlanAsync(wrong)).Outcomes.Count);
    }

    [Fact]
    public async Task A_step_is_seen_there_by_nobody_who_did_not_see_what_it_was_for_and_taken_by_no_team_that_is_not()
    {
        var (wrong, right, alone) =
            (await neighbours.SharedAsync(), await neighbours.SharedAsync(), await neighbours.RegisterAsync());
        var money = await neighbours.ProposeAsync(wrong, neighbours.SocialWork);
        var step = (await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(wrong, money.OutcomeId))).Step;
        var ring = Valid.Step(wrong, money.OutcomeId);
        (ring.Party, ring.Who, ring.TeamId) = (V1.Party.Team, "Ruth", neighbours.SocialWork);
        var ruths = (await neighbours.Fiona.Plan.AddStepAsync(ring)).Step;
        var entries = neighbours.Fiona.Entries("plan");

        await entries.MoveItemAsync(Move(wrong, step.StepId, right));
        await entries.MoveItemAsync(Move(wrong, ruths.StepId, alone))
            .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "item_id");

        Assert.Empty((await neighbours.Ruth.PlanAsync(right)).Steps);
        Assert.Single((await neighbours.Fiona.PlanAsync(right)).Steps);
    }

    private static string Time(DateTimeOffset? at) => $"{at?.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}";

    private static MoveItemRequest Move(string personId, string itemId, string toPersonId) =>
        new() { PersonId = personId, ItemId = itemId, ToPersonId = toPersonId };

    private async Task<int> RemovedAsync(string personId) =>
        (await neighbours.Ruth.Replies("plan").ListRepliesAsync(new() { PersonId = personId })).Removed.Count;
}
