using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;
using Said = PersonalOutcomes.Conversations.V1.Speaker;

namespace PersonalOutcomes.Plans;

/// <summary>Who sees an entry, decided after its birth, here and wherever something hangs on it.</summary>
[Collection(nameof(Together))]
public sealed class WithheldLaterTests(Neighbours neighbours)
{
    [Fact]
    public async Task An_outcome_is_gone_with_all_that_hangs_on_it_now_and_then_and_comes_back()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var stoma = await neighbours.ProposeAsync(personId);
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money.OutcomeId, stoma.OutcomeId));
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, money.OutcomeId));
        await ReviewAsync(money);
        neighbours.Later();
        var then = neighbours.Now();
        neighbours.Later();
        var (before, beforeThen) = (await neighbours.Ruth.PlanAsync(personId),
            await neighbours.Ruth.PlanAsync(personId, then));
        var progress = new ListProgressRequest { PersonId = personId, OutcomeId = money.OutcomeId };
        Assert.Single((await neighbours.Ruth.Review.ListProgressAsync(progress)).Progress);

        await WithholdAsync(neighbours.Fiona, "plan", personId, money.OutcomeId, neighbours.SocialWork);

        foreach (var plan in new[]
        {
            await neighbours.Ruth.PlanAsync(personId), await neighbours.Ruth.PlanAsync(personId, then),
        })
        {
            Assert.Equal((stoma.OutcomeId, 0), (Assert.Single(plan.Outcomes).OutcomeId, plan.Outcomes[0].BlockedBy.Count));
            Assert.Empty(plan.Steps);
        }
        await neighbours.Ruth.Plan.AgreeOutcomeAsync(Valid.Agree(money)).NotFoundAsync();
        await LevelAsync("review", "plan");
        await neighbours.Ruth.Review.ListProgressAsync(progress).NotFoundAsync();
        Assert.Equal(2, (await neighbours.Fiona.PlanAsync(personId)).Outcomes.Count);

        await ShowAsync(neighbours.Fiona, "plan", personId, money.OutcomeId, neighbours.SocialWork);
        Assert.Equal(before, await neighbours.Ruth.PlanAsync(personId));
        Assert.Equal(beforeThen, await neighbours.Ruth.PlanAsync(personId, then));
        await LevelAsync("review", "plan");
        Assert.Single((await neighbours.Ruth.Review.ListProgressAsync(progress)).Progress);
    }

    [Fact]
    public async Task A_review_is_gone_with_what_it_says_of_the_plan_and_comes_back()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var stoma = await neighbours.ProposeAsync(personId);
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money.OutcomeId, stoma.OutcomeId));
        neighbours.Later();
        var review = await ReviewAsync(money);
        await neighbours.LevelAsync("review");
        Assert.Empty((await neighbours.Ruth.ReadAsync(stoma)).Outcome.BlockedBy);
        Assert.NotNull((await neighbours.Ruth.PlanAsync(personId)).Change);

        await WithholdAsync(neighbours.Fiona, "review", personId, review.ReviewId, neighbours.Ruth.AgencyId);
        await neighbours.LevelAsync("review");
        Assert.Equal([money.OutcomeId], (await neighbours.Ruth.ReadAsync(stoma)).Outcome.BlockedBy);
        Assert.Null((await neighbours.Ruth.PlanAsync(personId)).Change);
        Assert.Empty((await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = money.OutcomeId })).Progress);
        Assert.NotNull((await neighbours.Fiona.PlanAsync(personId)).Change);

        // Told of the review once more, Plan keeps what was decided since.
        await neighbours.TellAgainAsync("review", await neighbours.ToldAsync<ReviewRecorded>("review", personId),
            OnReviewRecorded.ApplyAsync);
        Assert.Null((await neighbours.Ruth.PlanAsync(personId)).Change);

        await ShowAsync(neighbours.Fiona, "review", personId, review.ReviewId, neighbours.Ruth.AgencyId);
        await neighbours.LevelAsync("review");
        Assert.Empty((await neighbours.Ruth.ReadAsync(stoma)).Outcome.BlockedBy);
        Assert.NotNull((await neighbours.Ruth.PlanAsync(personId)).Change);
    }

    [Fact]
    public async Task A_conversation_is_gone_with_all_that_came_up_in_it_and_what_was_said_anew()
    {
        var personId = await neighbours.SharedAsync();
        var heard = await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-03-02",
            Kind = Conversations.V1.ConversationKind.Conversation,
            WhatWasSaid = "Money first.",
            TeamIds = { neighbours.SocialWork },
            Views =
            {
                new Conversations.V1.NewView
                {
                    WhatMatters = "Enough.",
                    Voice = new() { SaidBy = Said.Person, How = { "spoken" } },
                },
            },
            Strengths =
            {
                new Conversations.V1.NewStrength
                {
                    Words = "He rings back.",
                    Voice = new() { SaidBy = Said.Person, How = { "spoken" } },
                },
            },
        });
        var anew = (await neighbours.Ruth.Conversation.ReviseViewAsync(new()
        {
            PersonId = personId,
            ViewId = heard.Views[0].ViewId,
            WhatMatters = "Enough, and a bit over.",
            Voice = new() { SaidBy = Said.Person, How = { "spoken" } },
        })).View;
        var request = Valid.Outcome(personId);
        request.SourceId = anew.ViewId;
        var money = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;
        await neighbours.LevelAsync("conversation");
        Assert.Equal(anew.ViewId, (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single().SourceId);
        var views = new Conversations.V1.ListViewsRequest { PersonId = personId };
        var strengths = new Conversations.V1.ListStrengthsRequest { PersonId = personId };

        var conversation = heard.Conversation.ConversationId;
        await WithholdAsync(neighbours.Fiona, "conversation", personId, conversation, neighbours.SocialWork);
        await neighbours.LevelAsync("conversation");
        Assert.Empty((await neighbours.Ruth.Conversation.ListViewsAsync(views)).Views);
        Assert.Empty((await neighbours.Ruth.Conversation.ListStrengthsAsync(strengths)).Strengths);
        Assert.Equal("", (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single().SourceId);
        Assert.Equal(2, (await neighbours.Fiona.Conversation.ListViewsAsync(views)).Views.Count);

        await ShowAsync(neighbours.Fiona, "conversation", personId, conversation, neighbours.SocialWork);
        await neighbours.LevelAsync("conversation");
        Assert.Equal(2, (await neighbours.Ruth.Conversation.ListViewsAsync(views)).Views.Count);
        Assert.Single((await neighbours.Ruth.Conversation.ListStrengthsAsync(strengths)).Strengths);
        Assert.Equal(anew.ViewId, (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single().SourceId);
        Assert.Equal(money.OutcomeId, (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single().OutcomeId);
    }

    [Fact]
    public async Task Only_the_person_and_teams_with_a_part_in_it_decide_and_nobody_else_can_tell_that_it_is_there()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var nothing = Guid.NewGuid().ToString();
        var withhold = new WithholdItemRequest
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            WithheldFrom = { neighbours.Strangers },
        };

        foreach (var stranger in new[] { neighbours.Ruth, neighbours.Nadia })
        {
            withhold.ItemId = money.OutcomeId;
            var known = await stranger.Entries("plan").WithholdItemAsync(withhold).NotFoundAsync();
            withhold.ItemId = nothing;
            Assert.Equal(await stranger.Entries("plan").WithholdItemAsync(withhold).NotFoundAsync(), known);
        }
        withhold.ItemId = personId;
        await neighbours.Fiona.Entries("plan").WithholdItemAsync(withhold).NotFoundAsync();
        // Of one person's record by another's id.
        withhold.ItemId = money.OutcomeId;
        withhold.PersonId = await neighbours.RegisterAsync();
        await neighbours.Fiona.Entries("plan").WithholdItemAsync(withhold).NotFoundAsync();

        // Withheld from one's own team, it is not there to be shown again.
        await WithholdAsync(neighbours.Fiona, "plan", personId, money.OutcomeId, neighbours.StomaCare);
        await neighbours.Fiona.Entries("plan").ShowItemAsync(
            new() { PersonId = personId, ItemId = money.OutcomeId, ShowTo = { neighbours.StomaCare } }).NotFoundAsync();
        await neighbours.Fiona.Plan.GetOutcomeAsync(
            new() { PersonId = personId, OutcomeId = money.OutcomeId }).NotFoundAsync();
        Assert.Equal(["OutcomeProposed", "ItemWithheld"], await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task What_the_person_withholds_only_the_person_shows_again()
    {
        var personId = await neighbours.CallumsAsync();
        var money = await neighbours.ProposeAsync(personId);
        await WithholdAsync(neighbours.Callum, "plan", personId, money.OutcomeId, neighbours.SocialWork);
        await WithholdAsync(neighbours.Fiona, "plan", personId, money.OutcomeId, neighbours.Ruth.AgencyId);

        await ShowAsync(neighbours.Fiona, "plan", personId, money.OutcomeId,
            neighbours.SocialWork, neighbours.Ruth.AgencyId);
        await neighbours.Ruth.Plan.GetOutcomeAsync(
            new() { PersonId = personId, OutcomeId = money.OutcomeId }).NotFoundAsync();
        await ShowAsync(neighbours.Callum, "plan", personId, money.OutcomeId, neighbours.SocialWork);
        Assert.Equal(money, (await neighbours.Ruth.ReadAsync(money)).Outcome);
    }

    [Fact]
    public async Task A_health_professional_releases_what_their_team_recorded_and_others_follow()
    {
        var personId = await neighbours.SharedAsync();
        var stoma = await neighbours.ProposeAsync(personId);
        var money = (await neighbours.Ruth.Plan.ProposeOutcomeAsync(Valid.Outcome(personId))).Outcome;
        var release = new ReleaseItemRequest
        {
            PersonId = personId,
            ItemId = stoma.OutcomeId,
            Reason = "It bears on her safety.",
        };

        await neighbours.Ruth.Entries("plan").ReleaseItemAsync(release).NotFoundAsync();
        await neighbours.Fiona.Entries("plan").ReleaseItemAsync(release);
        release.ItemId = money.OutcomeId;
        await neighbours.Ruth.Entries("plan").ReleaseItemAsync(release)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_OF_A_HEALTH_BODY");
        await LevelAsync("review", "plan");
        foreach (var service in new[] { "plan", "review" })
        {
            var database = neighbours.Platform.Services(service).GetRequiredService<IDatabase>();
            await using var work = await database.ReadAsync(Call.Own("Asked", neighbours.Platform.Time));
            Assert.Equal([Guid.Parse(stoma.OutcomeId)], await work.ManyAsync<Guid>(
                "SELECT r.ItemId FROM Released r WHERE r.PersonId = @person", new { person = Guid.Parse(personId) }));
        }
    }

    [Fact]
    public async Task Asked_twice_it_happens_once_and_at_once_from_two_sides_both_hold()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var id = Valid.RequestId();
        var withhold = new WithholdItemRequest
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            WithheldFrom = { neighbours.SocialWork },
        };
        await neighbours.Fiona.Entries("plan").WithholdItemAsync(withhold, id);
        await neighbours.Fiona.Entries("plan").WithholdItemAsync(withhold, id);
        Assert.Equal(["OutcomeProposed", "ItemWithheld"], await neighbours.JournalAsync(personId));

        var later = await neighbours.ProposeAsync(personId);
        withhold.ItemId = later.OutcomeId;
        var other = withhold.Clone();
        other.WithheldFrom[0] = neighbours.Ruth.AgencyId;
        await Task.WhenAll(neighbours.Fiona.Entries("plan").WithholdItemAsync(withhold).ResponseAsync,
            neighbours.Fiona.Entries("plan").WithholdItemAsync(other).ResponseAsync);
        await ShowAsync(neighbours.Fiona, "plan", personId, later.OutcomeId, neighbours.SocialWork);
        await neighbours.Ruth.Plan.GetOutcomeAsync(
            new() { PersonId = personId, OutcomeId = later.OutcomeId }).NotFoundAsync();
        await ShowAsync(neighbours.Fiona, "plan", personId, later.OutcomeId, neighbours.Ruth.AgencyId);
        Assert.Equal(later, (await neighbours.Ruth.ReadAsync(later)).Outcome);
    }

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

    private static async Task WithholdAsync(
        Caller by, string service, string personId, string itemId, params string[] from) =>
        await by.Entries(service).WithholdItemAsync(
            new() { PersonId = personId, ItemId = itemId, WithheldFrom = { from } });

    private static async Task ShowAsync(
        Caller by, string service, string personId, string itemId, params string[] to) =>
        await by.Entries(service).ShowItemAsync(new() { PersonId = personId, ItemId = itemId, ShowTo = { to } });

    private async Task LevelAsync(string service, string source)
    {
        var copies = neighbours.Platform.Services(service).GetRequiredService<Copies>();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await copies.LevelAsync(source, Call.Own("Asked", neighbours.Platform.Time));
                return;
            }
            catch (Problem problem) when (problem.RetryAfter is not null && tries < 50)
            {
            }
        }
    }
}
