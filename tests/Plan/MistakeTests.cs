using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;
using Said = PersonalOutcomes.Conversations.V1.Speaker;

namespace PersonalOutcomes.Plans;

/// <summary>What was made in error, here and wherever something hangs on it.</summary>
[Collection(nameof(Together))]
public sealed class MistakeTests(Neighbours neighbours)
{
    [Fact]
    public async Task An_outcome_is_gone_for_everybody_with_all_that_hangs_on_it_now_and_then()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var stoma = await neighbours.ProposeAsync(personId);
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money.OutcomeId, stoma.OutcomeId));
        var again = Valid.RequestId();
        var step = Valid.Step(personId, money.OutcomeId);
        await neighbours.Ruth.Plan.AddStepAsync(step, again);
        await ReviewAsync(money);
        await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            Words = "I never said that.",
            Voice = new() { SaidBy = Access.V1.Speaker.Person, How = { "spoken" } },
        });
        neighbours.Later();
        var then = neighbours.Now();
        neighbours.Later();

        await RemoveAsync(neighbours.Fiona, "plan", personId, money.OutcomeId);

        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            foreach (var plan in new[] { await caller.PlanAsync(personId), await caller.PlanAsync(personId, then) })
            {
                var left = Assert.Single(plan.Outcomes);
                Assert.Equal((stoma.OutcomeId, 0, 0), (left.OutcomeId, left.BlockedBy.Count, plan.Steps.Count));
            }
            await caller.Plan.AgreeOutcomeAsync(Valid.Agree(money)).NotFoundAsync();
            Assert.Empty((await caller.Replies("plan").ListRepliesAsync(new() { PersonId = personId })).Replies);
            var removed = (await caller.Replies("plan").ListRepliesAsync(new() { PersonId = personId })).Removed;
            Assert.Equal(2, removed.Count);
            Assert.Contains(removed, r => r.ItemId == money.OutcomeId && r.TeamId == neighbours.StomaCare
                && r.Reason == MistakeReason.WrongRecord && r.RecordTime == money.RecordTime);
        }
        await neighbours.Ruth.Plan.AddStepAsync(step, again).NotFoundAsync();
        await neighbours.LevelAsync("review", "plan");
        await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = money.OutcomeId }).NotFoundAsync();
        Assert.All((await neighbours.Ruth.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews,
            r => Assert.Empty(r.Outcomes));
        Assert.Contains("EnteredInError", await neighbours.JournalAsync(personId));
        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(
            Mistake(personId, money.OutcomeId)).RefusedAsync(
                StatusCode.FailedPrecondition, "ENTERED_IN_ERROR", "item_id");
        await neighbours.Fiona.Entries("plan").WithholdItemAsync(
            new() { PersonId = personId, ItemId = money.OutcomeId, WithheldFrom = { neighbours.Strangers } })
            .NotFoundAsync();
    }

    [Fact]
    public async Task The_same_request_again_is_answered_alike_and_what_it_made_is_not_told_to_its_repeat()
    {
        var personId = await neighbours.SharedAsync();
        var (made, removed) = (Valid.RequestId(), Valid.RequestId());
        var purpose = Valid.Purpose(personId);
        var said = (await neighbours.Fiona.Plan.SayPurposeAsync(purpose, made)).Purpose;
        neighbours.Later();
        var mistake = Mistake(personId, said.PurposeId);

        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(mistake, removed);
        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(mistake, removed);

        Assert.Single(await neighbours.JournalAsync(personId), "EnteredInError");
        await neighbours.Fiona.Plan.SayPurposeAsync(purpose, made).NotFoundAsync();
        Assert.Null((await neighbours.Fiona.PlanAsync(personId)).Purpose);
    }

    [Fact]
    public async Task Of_what_one_call_recorded_together_a_part_that_was_removed_is_not_told_to_its_repeat()
    {
        var personId = await neighbours.SharedAsync();
        var (request, id) = (Heard(personId), Valid.RequestId());
        var heard = await neighbours.Fiona.Conversation.RecordConversationAsync(request, id);

        await RemoveAsync(neighbours.Fiona, "conversation", personId, heard.Views[0].ViewId);

        await neighbours.Fiona.Conversation.RecordConversationAsync(request, id).NotFoundAsync();
        Assert.Single(
            (await neighbours.Fiona.Conversation.ListStrengthsAsync(new() { PersonId = personId })).Strengths);
        Assert.Empty((await neighbours.Fiona.Conversation.ListViewsAsync(new() { PersonId = personId })).Views);
    }

    [Fact]
    public async Task A_conversation_is_gone_with_all_that_came_up_in_it_and_an_outcome_names_it_no_more()
    {
        var personId = await neighbours.SharedAsync();
        var heard = await neighbours.Fiona.Conversation.RecordConversationAsync(Heard(personId));
        var anew = (await neighbours.Ruth.Conversation.ReviseViewAsync(new()
        {
            PersonId = personId,
            ViewId = heard.Views[0].ViewId,
            WhatMatters = "Enough, and a bit over.",
            Voice = new() { SaidBy = Said.Person, How = { "spoken" } },
        })).View;
        var request = Valid.Outcome(personId);
        request.SourceId = anew.ViewId;
        await neighbours.Fiona.Plan.ProposeOutcomeAsync(request);

        await RemoveAsync(neighbours.Fiona, "conversation", personId, heard.Conversation.ConversationId);
        await neighbours.LevelAsync("conversation");

        Assert.Empty((await neighbours.Ruth.Conversation.ListViewsAsync(new() { PersonId = personId })).Views);
        Assert.Empty((await neighbours.Ruth.Conversation.ListStrengthsAsync(new() { PersonId = personId })).Strengths);
        Assert.Equal("", (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single().SourceId);
        Assert.Equal(4, await RemovedAsync(neighbours.Fiona, "conversation", personId));
        // The rest of a conversation was never Ruth's to see.
        Assert.Equal(3, await RemovedAsync(neighbours.Ruth, "conversation", personId));
    }

    [Fact]
    public async Task What_was_said_before_stands_when_what_was_said_anew_was_a_mistake()
    {
        var personId = await neighbours.SharedAsync();
        var heard = await neighbours.Fiona.Conversation.RecordConversationAsync(Heard(personId));
        var anew = (await neighbours.Ruth.Conversation.ReviseViewAsync(new()
        {
            PersonId = personId,
            ViewId = heard.Views[0].ViewId,
            WhatMatters = "Somebody else's words.",
            Voice = new() { SaidBy = Said.Person, How = { "spoken" } },
        })).View;

        await RemoveAsync(neighbours.Ruth, "conversation", personId, anew.ViewId);

        var view = Assert.Single(
            (await neighbours.Fiona.Conversation.ListViewsAsync(new() { PersonId = personId })).Views);
        Assert.Equal((heard.Views[0].ViewId, false), (view.ViewId, view.SaidAnew));
    }

    [Fact]
    public async Task A_review_is_gone_with_what_it_says_of_the_plan()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var stoma = await neighbours.ProposeAsync(personId);
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money.OutcomeId, stoma.OutcomeId));
        var review = await ReviewAsync(money);
        await neighbours.LevelAsync("review");
        Assert.NotNull((await neighbours.Ruth.PlanAsync(personId)).Change);

        await RemoveAsync(neighbours.Fiona, "review", personId, review.ReviewId);
        await neighbours.LevelAsync("review");

        Assert.Null((await neighbours.Ruth.PlanAsync(personId)).Change);
        Assert.Equal([money.OutcomeId], (await neighbours.Ruth.ReadAsync(stoma)).Outcome.BlockedBy);
        Assert.Empty((await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = money.OutcomeId })).Progress);
        Assert.Equal(1, await RemovedAsync(neighbours.Ruth, "review", personId));
    }

    [Fact]
    public async Task Only_the_team_that_recorded_it_and_its_officer_may_and_nobody_else_can_tell_that_it_is_there()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var officers = await neighbours.Platform.SignInAsync("craig");

        foreach (var other in new[] { neighbours.Ruth, neighbours.Nadia, officers })
        {
            Assert.Equal(
                await other.Entries("plan").EnterInErrorAsync(Mistake(personId, $"{Guid.NewGuid()}")).NotFoundAsync(),
                await other.Entries("plan").EnterInErrorAsync(Mistake(personId, money.OutcomeId)).NotFoundAsync());
        }
        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(Mistake(personId, personId)).NotFoundAsync();
        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(
            Mistake(await neighbours.RegisterAsync(), money.OutcomeId)).NotFoundAsync();
        Assert.Equal(money, (await neighbours.Ruth.ReadAsync(money)).Outcome);

        await RemoveAsync(await neighbours.Platform.SignInAsync("douglas"), "plan", personId, money.OutcomeId);
        Assert.Empty((await neighbours.Fiona.PlanAsync(personId)).Outcomes);
    }

    [Fact]
    public async Task The_person_takes_back_what_their_own_hand_wrote_and_no_team_does()
    {
        var personId = await neighbours.CallumsAsync();
        var teams = await neighbours.ProposeAsync(personId);
        var own = (await neighbours.Callum.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "Not mine at all." })).Outcome;

        await neighbours.Callum.Entries("plan").EnterInErrorAsync(Mistake(personId, teams.OutcomeId)).NotFoundAsync();
        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(Mistake(personId, own.OutcomeId)).NotFoundAsync();
        await RemoveAsync(neighbours.Callum, "plan", personId, own.OutcomeId);

        await neighbours.Callum.Plan.GetOutcomeAsync(
            new() { PersonId = personId, OutcomeId = own.OutcomeId }).NotFoundAsync();
        Assert.Equal(teams, (await neighbours.Callum.ReadAsync(teams)).Outcome);
    }

    [Fact]
    public async Task Whoever_could_not_see_it_learns_nothing_of_its_removal()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var before = await neighbours.Ruth.Replies("plan").ListRepliesAsync(new() { PersonId = personId });

        await RemoveAsync(neighbours.Fiona, "plan", personId, money.OutcomeId);

        Assert.Equal(before, await neighbours.Ruth.Replies("plan").ListRepliesAsync(new() { PersonId = personId }));
        Assert.Equal(1, await RemovedAsync(neighbours.Fiona, "plan", personId));
    }

    [Fact]
    public async Task Officers_of_the_agency_that_recorded_it_read_it_and_who_saw_it_meanwhile_and_nobody_else_does()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var other = await neighbours.ProposeAsync(personId);
        await neighbours.Ruth.ReadAsync(money);
        var (douglas, craig) =
            (await neighbours.Platform.SignInAsync("douglas"), await neighbours.Platform.SignInAsync("craig"));
        var log = new ListEntriesRequest { PersonId = personId, ItemId = money.OutcomeId };
        var before = await douglas.Log("plan").ListEntriesAsync(log);
        Assert.DoesNotContain(before.Entries, e => e.TeamId == neighbours.SocialWork);
        Assert.Empty(before.Removed);

        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            Reason = MistakeReason.Other,
            Words = "It is his brother's.",
        });

        var told = await douglas.Log("plan").ListEntriesAsync(log);
        var removed = Assert.Single(told.Removed);
        Assert.Contains("Enough each week", removed.ContentJson);
        Assert.Equal(("It is his brother's.", MistakeReason.Other), (removed.Words, removed.Reason));
        var ruth = Assert.Single(told.Entries, e => e.TeamId == neighbours.SocialWork);
        Assert.Equal(("", false), (ruth.Subject, ruth.Wrote));
        Assert.All(told.Entries, e => Assert.Contains(money.OutcomeId, e.ItemIds, StringComparer.OrdinalIgnoreCase));

        var others = await craig.Log("plan").ListEntriesAsync(log);
        Assert.Empty(others.Removed);
        Assert.DoesNotContain(others.Entries, e => e.TeamId == neighbours.StomaCare);
        log.ItemId = other.OutcomeId;
        Assert.Empty((await douglas.Log("plan").ListEntriesAsync(log)).Removed);
        var shown = (await neighbours.Ruth.Replies("plan").ListRepliesAsync(new() { PersonId = personId })).Removed;
        Assert.Equal(("", ""), (Assert.Single(shown).Words, shown[0].ContentJson));
    }

    [Fact]
    public async Task Every_kind_of_the_plan_can_be_taken_back_and_a_death_does_not_prevent_it()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var stoma = await neighbours.ProposeAsync(personId);
        var block = await neighbours.Fiona.Plan.AddBlockAsync(
            Valid.Block(personId, money.OutcomeId, stoma.OutcomeId));
        var step = (await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, money.OutcomeId))).Step;
        var purpose = (await neighbours.Fiona.Plan.SayPurposeAsync(Valid.Purpose(personId))).Purpose;
        var reply = (await neighbours.Fiona.Replies("plan").ReplyToEntryAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            Words = "Aye.",
            Voice = new() { SaidBy = Access.V1.Speaker.Person, How = { "spoken" } },
        })).Reply;
        await neighbours.DiesAsync(personId, "plan");

        foreach (var item in new[] { block.BlockId, step.StepId, purpose.PurposeId, reply.ReplyId })
        {
            await RemoveAsync(neighbours.Fiona, "plan", personId, item);
        }

        var plan = await neighbours.Ruth.PlanAsync(personId);
        Assert.Equal((2, 0, true), (plan.Outcomes.Count, plan.Steps.Count, plan.Purpose is null));
        Assert.All(plan.Outcomes, o => Assert.Empty(o.BlockedBy));
        Assert.Empty((await neighbours.Ruth.Replies("plan").ListRepliesAsync(new() { PersonId = personId })).Replies);
    }

    [Fact]
    public async Task A_wrong_field_is_named()
    {
        var personId = await neighbours.SharedAsync();
        var entries = neighbours.Fiona.Entries("plan");
        var itemId = $"{Guid.NewGuid()}";

        await entries.EnterInErrorAsync(new() { PersonId = personId, ItemId = itemId })
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_MISSING", "reason");
        await entries.EnterInErrorAsync(
            new() { PersonId = personId, ItemId = itemId, Reason = MistakeReason.Other })
            .RefusedAsync(StatusCode.InvalidArgument, "WORDS_MISSING", "words");
    }

    private static EnterInErrorRequest Mistake(string personId, string itemId) =>
        new() { PersonId = personId, ItemId = itemId, Reason = MistakeReason.WrongRecord };

    private async Task RemoveAsync(Caller by, string service, string personId, string itemId)
    {
        await by.Entries(service).EnterInErrorAsync(Mistake(personId, itemId));
        neighbours.Later();
    }

    private static async Task<int> RemovedAsync(Caller caller, string service, string personId) =>
        (await caller.Replies(service).ListRepliesAsync(new() { PersonId = personId })).Removed.Count;

    private static RecordConversationRequest Heard(string personId) => new()
    {
        PersonId = personId,
        HappenedOn = "2026-03-02",
        Kind = ConversationKind.Conversation,
        WhatWasSaid = "Money first.",
        Views =
        {
            new NewView { WhatMatters = "Enough.", Voice = new() { SaidBy = Said.Person, How = { "spoken" } } },
        },
        Strengths =
        {
            new NewStrength { Words = "He rings back.", Voice = new() { SaidBy = Said.Person, How = { "spoken" } } },
        },
    };

    private async Task<Review> ReviewAsync(V1.Outcome outcome) => (await neighbours.Fiona.Review.RecordReviewAsync(new()
    {
        PersonId = outcome.PersonId,
        HappenedOn = "2026-04-02",
        Outcomes =
        {
            new OutcomeLookedAt
            {
                OutcomeId = outcome.OutcomeId,
                Travel = Travel.Better,
                Story = new()
                {
                    Words = "It came through.",
                    Voice = new() { SaidBy = Reviews.V1.Speaker.Person, How = { "spoken" } },
                },
            },
        },
        PlanChange = new() { Needed = true, Reason = PlanChangeReason.Achieved },
    })).Review;
}
