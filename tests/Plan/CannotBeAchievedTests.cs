using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class CannotBeAchievedTests(Neighbours neighbours)
{
    [Fact]
    public async Task R11_Why_who_told_them_how_and_when_and_what_they_said_is_read_by_all_as_it_was_told()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var agreed = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(outcome))).Outcome;
        var step = (await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(outcome.PersonId, outcome.OutcomeId))).Step;
        neighbours.Later();

        var said = (await neighbours.Ruth.Plan.SayCannotBeAchievedAsync(Valid.Cannot(agreed))).Outcome;

        Assert.Equal(new V1.Outcome(agreed)
        {
            State = V1.OutcomeState.CannotBeAchieved,
            CannotBeAchieved = new()
            {
                Reason = "The benefit stops with the rules of April, and nothing stands in its place.",
                ToldBy = "Ruth Colquhoun, social worker",
                ToldHow = "At home, with his wife beside him",
                ToldOn = "2026-03-01",
                Said = "Then tell me what is left, and do not dress it up.",
                Voice = new(Valid.Spoken()) { WrittenBy = Writer.Practitioner, IsPersonsVoice = true },
                RecordTime = neighbours.Now(),
            },
            Etag = said.Etag,
        }, said);
        Assert.NotEqual(agreed.Etag, said.Etag);
        var read = (await neighbours.Fiona.ReadAsync(outcome)).Outcome;
        Assert.Equal(1, read.Balance.Family);
        read.Balance = null;
        Assert.Equal(said, read);
        var plan = await neighbours.Fiona.PlanAsync(outcome.PersonId);
        Assert.Equal(said.CannotBeAchieved, Assert.Single(plan.Outcomes).CannotBeAchieved);
        Assert.Equal(step.StepId, Assert.Single(plan.Steps).StepId);
        Assert.Equal(["OutcomeProposed", "OutcomeAgreed", "StepAdded", "OutcomeSaidUnachievable"],
            await neighbours.JournalAsync(outcome.PersonId));
    }

    [Fact]
    public async Task R11_That_they_said_nothing_is_said_as_that_and_what_another_says_is_never_their_voice()
    {
        var personId = await neighbours.SharedAsync();
        var (silent, told) = (await neighbours.ProposeAsync(personId), await neighbours.ProposeAsync(personId));
        var request = Valid.Cannot(silent);
        (request.Said, request.Voice, request.WhyNoWords) = ("", null, V1.WhyNoWords.SaidNothing);

        var nothing = (await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(request)).Outcome.CannotBeAchieved;
        request = Valid.Cannot(told);
        request.Voice = Valid.Spoken(Speaker.Family, "his wife Ann");
        var wifes = (await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(request)).Outcome.CannotBeAchieved;

        Assert.Equal(("", null, V1.WhyNoWords.SaidNothing), (nothing.Said, nothing.Voice, nothing.WhyNoWords));
        Assert.Equal(("his wife Ann", false), (wifes.Voice.SaidByName, wifes.Voice.IsPersonsVoice));
    }

    [Fact]
    public async Task R11_With_their_own_sign_in_the_person_says_it_and_takes_it_back()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.CallumsAsync());
        var request = Valid.Cannot(outcome);
        request.Voice = null;

        var said = (await neighbours.Callum.Plan.SayCannotBeAchievedAsync(request)).Outcome;

        Assert.Equal(new Voice
        {
            SaidBy = Speaker.Person,
            How = { "own_sign_in" },
            WrittenBy = Writer.Person,
            IsPersonsVoice = true,
        }, said.CannotBeAchieved.Voice);
        Assert.Equal(said, (await neighbours.Ruth.ReadAsync(outcome)).Outcome);
        Assert.Equal(outcome,
            (await neighbours.Callum.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(said))).Outcome);
    }

    [Fact]
    public async Task R11_Taken_back_it_is_agreed_or_proposed_as_it_was_and_the_plan_then_shows_it_as_it_was_then()
    {
        var personId = await neighbours.SharedAsync();
        var proposed = await neighbours.ProposeAsync(personId);
        var agreed = (await neighbours.Fiona.Plan.AgreeOutcomeAsync(
            Valid.Agree(await neighbours.ProposeAsync(personId)))).Outcome;
        var before = neighbours.Now();
        neighbours.Later();
        var said = new List<V1.Outcome>();
        foreach (var outcome in new[] { proposed, agreed })
        {
            said.Add((await neighbours.Ruth.Plan.SayCannotBeAchievedAsync(Valid.Cannot(outcome))).Outcome);
        }
        var then = neighbours.Now();
        neighbours.Later();

        foreach (var outcome in said)
        {
            await neighbours.Fiona.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(outcome));
        }

        Assert.Equal([proposed, agreed], (await neighbours.Ruth.PlanAsync(personId)).Outcomes);
        Assert.Equal(said, (await neighbours.Ruth.PlanAsync(personId, then)).Outcomes);
        Assert.Equal([proposed, agreed], (await neighbours.Ruth.PlanAsync(personId, before)).Outcomes);
    }

    [Fact]
    public async Task R11_It_matters_as_before_it_keeps_its_place_its_lead_and_stands_in_the_way()
    {
        var personId = await neighbours.SharedAsync();
        var (money, stairs) = (await neighbours.ProposeAsync(personId), await neighbours.ProposeAsync(personId));
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money.OutcomeId, stairs.OutcomeId));
        await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(money));

        await neighbours.Fiona.Plan.NameLeadAsync(
            new() { PersonId = personId, OutcomeId = money.OutcomeId, Who = "Fiona" });
        var ranking = Valid.Ranking(money, stairs);
        ranking.CriticalIds.Add(money.OutcomeId);
        await neighbours.Fiona.Plan.RankOutcomesAsync(ranking);

        var plan = await neighbours.Ruth.PlanAsync(personId);
        Assert.Equal([money.OutcomeId, stairs.OutcomeId], plan.Outcomes.Select(o => o.OutcomeId));
        Assert.True(plan.Outcomes[0].Critical);
        Assert.Equal([money.OutcomeId], plan.Outcomes[1].BlockedBy);
        var inHand = Assert.Single((await neighbours.Ruth.Plan.ListHandOverAsync(
            new() { PersonId = personId, TeamId = neighbours.StomaCare })).Items).Outcome;
        Assert.Equal((V1.OutcomeState.CannotBeAchieved, plan.Outcomes[0].CannotBeAchieved),
            (inHand.State, inHand.CannotBeAchieved));
    }

    [Fact]
    public async Task R11_It_is_not_put_in_new_words_or_agreed_or_said_again_and_set_aside_it_keeps_what_they_said()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        await neighbours.Fiona.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(outcome))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_SAID");
        var said = (await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(outcome))).Outcome;

        await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(said))
            .RefusedAsync(StatusCode.FailedPrecondition, "CANNOT_BE_ACHIEVED");
        await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(said))
            .RefusedAsync(StatusCode.FailedPrecondition, "CANNOT_BE_ACHIEVED");
        await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(said))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_PROPOSED");
        Assert.Equal(said, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);

        var aside = (await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(said))).Outcome;
        Assert.Equal((V1.OutcomeState.SetAside, said.CannotBeAchieved), (aside.State, aside.CannotBeAchieved));
        await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(aside))
            .RefusedAsync(StatusCode.FailedPrecondition, "SET_ASIDE");
        await neighbours.Fiona.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(aside))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_SAID");
    }

    [Fact]
    public async Task Moved_to_the_right_record_it_still_cannot_be_achieved()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var outcome = await neighbours.ProposeAsync(wrong);
        var said = (await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(outcome))).Outcome;
        neighbours.Later();

        await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = outcome.OutcomeId, ToPersonId = right });

        var moved = Assert.Single((await neighbours.Ruth.PlanAsync(right)).Outcomes);
        Assert.Equal((said.State, said.CannotBeAchieved), (moved.State, moved.CannotBeAchieved));
        Assert.Equal(["OutcomeProposed", "OutcomeSaidUnachievable"], await neighbours.JournalAsync(right));
    }

    [Fact]
    public async Task A_team_whose_involvement_is_a_secret_does_not_say_it_of_what_another_recorded()
    {
        var personId = await neighbours.SharedAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        var involved = await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId });
        await neighbours.Ruth.Protection.MakePrivateAsync(new()
        {
            PersonId = personId,
            InvolvementId = involved.Involvements.Single(i => i.Team.TeamId == neighbours.SocialWork).InvolvementId,
            Reason = "He must not know where she is.",
        });
        neighbours.Later();
        await neighbours.LevelAsync("sharing");

        await neighbours.Ruth.Plan.SayCannotBeAchievedAsync(Valid.Cannot(outcome))
            .RefusedAsync(StatusCode.FailedPrecondition, "KEPT_SECRET");
        Assert.Equal(outcome, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);
        var own = (await neighbours.Ruth.Plan.ProposeOutcomeAsync(Valid.Outcome(personId))).Outcome;
        await neighbours.Ruth.Plan.SayCannotBeAchievedAsync(Valid.Cannot(own));
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_state_as_it_is_now()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var now = (await neighbours.Fiona.Plan.ReviseOutcomeAsync(Valid.Revise(outcome))).Outcome;

        var refused = await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(outcome))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");
        Assert.Equal(now, refused.Current<V1.Outcome>());
        var said = (await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(now))).Outcome;
        refused = await neighbours.Fiona.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(now))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");

        Assert.Equal(said, refused.Current<V1.Outcome>());
        Assert.Equal(said.CannotBeAchieved, (await neighbours.Fiona.ReadAsync(outcome)).Outcome.CannotBeAchieved);
    }

    public static TheoryData<string, string, Action<SayCannotBeAchievedRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "reason", r => r.Reason = " " },
        { "WORDS_TOO_LONG", "reason", r => r.Reason = new string('a', 1001) },
        { "WORDS_MISSING", "told_by", r => r.ToldBy = "" },
        { "WORDS_TOO_LONG", "told_by", r => r.ToldBy = new string('a', 201) },
        { "WORDS_MISSING", "told_how", r => r.ToldHow = "" },
        { "DAY_MISSING", "told_on", r => r.ToldOn = "" },
        { "DAY_IN_FUTURE", "told_on", r => r.ToldOn = "2199-01-01" },
        { "WORDS_MISSING", "said", r => r.Said = "" },
        { "WORDS_MISSING", "said", r => (r.Said, r.WhyNoWords) = ("", V1.WhyNoWords.CouldNotSay) },
        { "WORDS_MISSING", "said", r => (r.Said, r.Voice) = ("", null) },
        { "WORDS_GIVEN", "why_no_words", r => r.WhyNoWords = V1.WhyNoWords.SaidNothing },
        { "CODE_UNKNOWN", "why_no_words", r => r.WhyNoWords = (V1.WhyNoWords)9 },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "CODE_UNKNOWN", "voice.how", r => r.Voice.How.Add("the post") },
        { "ETAG_MISSING", "etag", r => r.Etag = "" },
        { "ID_MISSING", "outcome_id", r => r.OutcomeId = "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_changes(
        string reason, string field, Action<SayCannotBeAchievedRequest> change)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.Cannot(outcome);
        change(request);

        await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Equal(outcome, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);
    }

    [Fact]
    public async Task Withheld_it_cannot_be_told_from_unknown()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var unknown = new V1.Outcome(hidden) { OutcomeId = Guid.NewGuid().ToString() };

        Assert.Equal(
            (await neighbours.Ruth.Plan.SayCannotBeAchievedAsync(Valid.Cannot(unknown)).NotFoundAsync()).Bytes,
            (await neighbours.Ruth.Plan.SayCannotBeAchievedAsync(Valid.Cannot(hidden)).NotFoundAsync()).Bytes);
        Assert.Equal(
            (await neighbours.Ruth.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(unknown)).NotFoundAsync())
                .Bytes,
            (await neighbours.Ruth.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(hidden)).NotFoundAsync())
                .Bytes);
        Assert.Equal(hidden, (await neighbours.Fiona.ReadAsync(hidden)).Outcome);
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var (request, id) = (Valid.Cannot(outcome), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(request, id);
        Assert.Equal(first, await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(request, id));
        request.Said = "Something else.";
        await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");
        var (back, backId) = (Valid.TakeBackCannot(first.Outcome), Valid.RequestId());
        var taken = await neighbours.Fiona.Plan.TakeBackCannotBeAchievedAsync(back, backId);
        Assert.Equal(taken, await neighbours.Fiona.Plan.TakeBackCannotBeAchievedAsync(back, backId));

        Assert.Equal(["OutcomeProposed", "OutcomeSaidUnachievable", "OutcomeUnachievableTakenBack"],
            await neighbours.JournalAsync(outcome.PersonId));
    }
}
