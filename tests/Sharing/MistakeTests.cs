using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using Said = PersonalOutcomes.Sharing.V1.Speaker;

namespace PersonalOutcomes.Sharing;

/// <summary>A referral or a wish that was made in error.</summary>
// In a town of its own, since a sign-in is bound once.
public sealed class MistakeTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_referral_is_gone_with_what_was_asked_and_told_and_is_answered_by_nobody_any_more()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var iris = await town.Setting.BindAsync(fiona, personId, "iris");
        var (make, ask) = (Town.Request(Town.NewRequest()), Town.Request(Town.NewRequest()));
        var request = town.Referral(personId, await town.Setting.TeamOfAsync("ruth"));
        var wrong = (await fiona.Sharing.MakeReferralAsync(request, make)).Referral;
        var question = new AskForMoreRequest
        {
            PersonId = personId,
            ReferralId = wrong.ReferralId,
            Question = "Who is at home?",
        };
        await ruth.Sharing.AskForMoreAsync(question, ask);
        var right = (await fiona.Sharing.MakeReferralAsync(request)).Referral;

        await RemoveAsync(fiona, personId, wrong.ReferralId);

        var reference = new GetReferralRequest { PersonId = personId, ReferralId = wrong.ReferralId };
        foreach (var caller in new[] { fiona, ruth, iris })
        {
            await caller.Sharing.GetReferralAsync(reference).NotFoundAsync();
        }
        Assert.Equal([right.ReferralId], await BoxAsync(ruth, ReferralBox.Inbox, personId));
        Assert.Equal([right.ReferralId], await BoxAsync(fiona, ReferralBox.Outbox, personId));
        foreach (var caller in new[] { fiona, iris })
        {
            Assert.Equal(right.ReferralId, Assert.Single((await caller.Sharing.ListPersonsReferralsAsync(
                new() { PersonId = personId })).Referrals).ReferralId);
            var removed = Assert.Single(await RemovedAsync(caller, personId));
            Assert.Equal((wrong.ReferralId, MistakeReason.WrongRecord, await town.Setting.TeamOfAsync("fiona"), ""),
                (removed.ItemId, removed.Reason, removed.TeamId, removed.ContentJson));
        }
        await ruth.Sharing.AcceptReferralAsync(Accept(wrong)).NotFoundAsync();
        await ruth.Sharing.DeclineReferralAsync(
            new() { PersonId = personId, ReferralId = wrong.ReferralId, Reason = "A mistake." }).NotFoundAsync();
        await ruth.Sharing.RedirectReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = wrong.ReferralId,
            ToTeamId = await town.Setting.TeamOfAsync("shona"),
            Reason = "It is somebody else.",
        }).NotFoundAsync();
        await fiona.Sharing.AnswerForMoreAsync(
            new() { PersonId = personId, ReferralId = wrong.ReferralId, Answer = "Nobody." }).NotFoundAsync();
        await fiona.Sharing.WithdrawReferralAsync(
            new() { PersonId = personId, ReferralId = wrong.ReferralId, Reason = "A mistake." }).NotFoundAsync();
        await iris.Sharing.LetReferralThroughAsync(
            new() { PersonId = personId, ReferralId = wrong.ReferralId }).NotFoundAsync();
        // Neither is whoever asks again told what they were answered.
        await fiona.Sharing.MakeReferralAsync(request, make).NotFoundAsync();
        await ruth.Sharing.AskForMoreAsync(question, ask).NotFoundAsync();
        await ruth.Sharing.AcceptReferralAsync(Accept(right));
    }

    [Fact]
    public async Task What_a_referral_became_when_it_was_sent_on_is_gone_with_it_and_each_receiver_reads_that()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var graeme = await town.SignInAsync("graeme");
        await town.InvolveAsync(fiona, personId, graeme);
        var made = (await fiona.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("ruth")))).Referral;
        var next = (await ruth.Sharing.RedirectReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.ReferralId,
            ToTeamId = await town.Setting.TeamOfAsync("graeme"),
            Reason = "Housing knows the flat.",
        })).Referral.Turns[^1].ToReferralId;
        Assert.Contains(next, await BoxAsync(graeme, ReferralBox.Inbox, personId));

        await RemoveAsync(fiona, personId, made.ReferralId);

        Assert.DoesNotContain(next, await BoxAsync(graeme, ReferralBox.Inbox, personId));
        Assert.Contains(made.ReferralId, (await RemovedAsync(ruth, personId)).Select(r => r.ItemId));
        Assert.Contains(next, (await RemovedAsync(graeme, personId)).Select(r => r.ItemId));
    }

    [Fact]
    public async Task The_involvement_that_came_of_a_referral_goes_on_and_tells_nothing_of_it()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var made = (await fiona.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("ruth")))).Referral;
        await ruth.Sharing.AcceptReferralAsync(Accept(made));
        Assert.Equal(made.ReferralId, (await town.OwnAsync(ruth, personId)).ReferralId);

        await RemoveAsync(fiona, personId, made.ReferralId);

        foreach (var caller in new[] { fiona, ruth })
        {
            var involved = (await caller.InvolvedAsync(personId))[1];
            Assert.Equal(("", "", null), (involved.ReferralId, involved.ReferredOn, involved.ReferredBy));
        }
        await ruth.Sharing.CompleteReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId, WhatCameOfIt = "Enough." }).NotFoundAsync();
        var own = await town.OwnAsync(ruth, personId);
        await ruth.Sharing.EndInvolvementAsync(
            new() { PersonId = personId, InvolvementId = own.InvolvementId, Reason = "It was somebody else." });
        await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
    }

    [Fact]
    public async Task Of_a_referral_that_was_removed_reads_whoever_it_was_opened_to_and_nobody_else_involved()
    {
        var (fiona, _, personId) = await town.SharedAsync();
        var (graeme, shona) = (await town.SignInAsync("graeme"), await town.SignInAsync("shona"));
        await town.InvolveAsync(fiona, personId, graeme);
        await town.InvolveAsync(fiona, personId, shona);
        var made = (await fiona.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("ruth")))).Referral;
        await fiona.Sharing.OpenRecordAsync(new()
        {
            PersonId = personId,
            ItemId = made.ReferralId,
            TeamId = await town.Setting.TeamOfAsync("graeme"),
            Reason = "So that he need not tell it again.",
        });
        var before = await shona.Replies("sharing").ListRepliesAsync(new() { PersonId = personId });

        await RemoveAsync(fiona, personId, made.ReferralId);

        Assert.Equal(made.ReferralId, Assert.Single(await RemovedAsync(graeme, personId)).ItemId);
        Assert.Equal(before, await shona.Replies("sharing").ListRepliesAsync(new() { PersonId = personId }));
        await graeme.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId }).NotFoundAsync();
    }

    [Fact]
    public async Task Only_whoever_made_it_and_their_officer_may_and_nobody_else_can_tell_that_it_is_there()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var callum = await town.Setting.BindAsync(fiona, personId, "callum");
        var made = (await fiona.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("ruth")))).Referral;
        var wish = (await fiona.Wishes.RecordWishAsync(Wish(personId))).Wish;
        var own = (await callum.Wishes.RecordWishAsync(Wish(personId))).Wish;

        foreach (var other in new[] { ruth, callum, await town.SignInAsync("nadia"), await town.SignInAsync("craig") })
        {
            var unknown = await other.Entries("sharing").EnterInErrorAsync(
                Mistake(personId, $"{Guid.NewGuid()}")).NotFoundAsync();
            foreach (var itemId in new[] { made.ReferralId, wish.WishId })
            {
                Assert.Equal(unknown,
                    await other.Entries("sharing").EnterInErrorAsync(Mistake(personId, itemId)).NotFoundAsync());
            }
        }
        await fiona.Entries("sharing").EnterInErrorAsync(Mistake(personId, own.WishId)).NotFoundAsync();
        Assert.Contains(made.ReferralId, await BoxAsync(ruth, ReferralBox.Inbox, personId));
        Assert.Equal(2, (await WishesAsync(ruth, personId)).Count);

        var douglas = await town.SignInAsync("douglas");
        await RemoveAsync(douglas, personId, made.ReferralId);
        await RemoveAsync(douglas, personId, wish.WishId);
        await RemoveAsync(callum, personId, own.WishId);

        Assert.DoesNotContain(made.ReferralId, await BoxAsync(ruth, ReferralBox.Inbox, personId));
        Assert.Empty(await WishesAsync(callum, personId));
        Assert.Equal(3, (await RemovedAsync(callum, personId)).Count);
        await fiona.Entries("sharing").EnterInErrorAsync(Mistake(personId, wish.WishId))
            .RefusedAsync(StatusCode.FailedPrecondition, "ENTERED_IN_ERROR", "item_id");
    }

    [Fact]
    public async Task The_wish_stands_again_whose_place_was_taken_by_mistake_and_is_said_anew()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var johanna = await town.Setting.BindAsync(fiona, personId, "johanna");
        var first = (await fiona.Wishes.RecordWishAsync(Wish(personId))).Wish;
        var request = Wish(personId, "Pass on what you like.");
        request.EarlierWishId = first.WishId;
        var id = Town.Request(Town.NewRequest());
        var mistaken = (await ruth.Wishes.RecordWishAsync(request, id)).Wish;
        Assert.False((await WishesAsync(johanna, personId)).Single(w => w.WishId == first.WishId).Stands);

        await RemoveAsync(ruth, personId, mistaken.WishId);

        foreach (var caller in new[] { fiona, ruth, johanna })
        {
            Assert.Equal(first, Assert.Single(await WishesAsync(caller, personId)));
            Assert.Equal(mistaken.WishId, Assert.Single(await RemovedAsync(caller, personId)).ItemId);
        }
        await ruth.Wishes.RecordWishAsync(request, id).NotFoundAsync();
        var anew = (await ruth.Wishes.RecordWishAsync(request)).Wish;
        Assert.Equal([(anew.WishId, true), (first.WishId, false)],
            (await WishesAsync(johanna, personId)).Select(w => (w.WishId, w.Stands)));

        // What took its place stands by itself when the first one was the mistake.
        await RemoveAsync(fiona, personId, first.WishId);
        var left = Assert.Single(await WishesAsync(johanna, personId));
        Assert.Equal((anew.WishId, "", true), (left.WishId, left.EarlierWishId, left.Stands));
        request.EarlierWishId = mistaken.WishId;
        await fiona.Wishes.RecordWishAsync(request).NotFoundAsync();
    }

    [Fact]
    public async Task Whoever_could_not_see_a_wish_learns_nothing_of_its_removal()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var duncan = await town.Setting.BindAsync(fiona, personId, "duncan");
        var (withheld, about) = (Wish(personId), Wish(personId, "Not the council."));
        withheld.WithheldFrom.Add(ruth.AgencyId);
        about.AboutId = ruth.AgencyId;
        var ids = new[]
        {
            (await fiona.Wishes.RecordWishAsync(withheld)).Wish.WishId,
            (await fiona.Wishes.RecordWishAsync(about)).Wish.WishId,
        };
        var before = await ruth.Replies("sharing").ListRepliesAsync(new() { PersonId = personId });

        foreach (var itemId in ids)
        {
            await RemoveAsync(fiona, personId, itemId);
        }

        Assert.Equal(before, await ruth.Replies("sharing").ListRepliesAsync(new() { PersonId = personId }));
        // What the person wishes about somebody was for them alone.
        Assert.Equal([ids[0]], (await RemovedAsync(fiona, personId)).Select(r => r.ItemId));
        Assert.Equal([ids[1], ids[0]], (await RemovedAsync(duncan, personId)).Select(r => r.ItemId));
        Assert.Empty(await WishesAsync(duncan, personId));
    }

    [Fact]
    public async Task What_let_somebody_in_or_kept_them_out_is_ended_and_not_unsaid()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var opening = (await fiona.Sharing.OpenRecordAsync(new()
        {
            PersonId = personId,
            Kind = V1.RecordKind.Concern,
            TeamId = await town.Setting.TeamOfAsync("ruth"),
            Reason = "They visit together.",
        })).Opening;
        var restriction = (await fiona.Wishes.RestrictAsync(new()
        {
            PersonId = personId,
            FromId = await town.Setting.TeamOfAsync("graeme"),
            Voice = new() { SaidBy = Said.Person, How = { "spoken" } },
        })).Restriction;
        var involvement = await town.OwnAsync(ruth, personId);

        foreach (var (by, itemId) in new[]
        {
            (fiona, opening.OpeningId), (fiona, restriction.RestrictionId), (ruth, involvement.InvolvementId),
        })
        {
            await by.Entries("sharing").EnterInErrorAsync(Mistake(personId, itemId))
                .RefusedAsync(StatusCode.FailedPrecondition, "UNDONE_OTHERWISE", "item_id");
        }
        Assert.Empty(await RemovedAsync(fiona, personId));
    }

    private static EnterInErrorRequest Mistake(string personId, string itemId) =>
        new() { PersonId = personId, ItemId = itemId, Reason = MistakeReason.WrongRecord };

    private async Task RemoveAsync(Caller by, string personId, string itemId)
    {
        await by.Entries("sharing").EnterInErrorAsync(Mistake(personId, itemId));
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<List<Removed>> RemovedAsync(Caller caller, string personId) =>
        [.. (await caller.Replies("sharing").ListRepliesAsync(new() { PersonId = personId })).Removed];

    // Of a team's list, what is about this person.
    private async Task<List<string>> BoxAsync(Caller caller, ReferralBox box, string personId) =>
        [.. (await caller.Sharing.ListReferralsAsync(new()
        {
            TeamId = await town.Setting.TeamOfAsync(caller.User),
            Box = box,
            PageSize = 200,
        })).Referrals.Where(r => r.PersonId == personId).Select(r => r.ReferralId)];

    private static async Task<List<V1.Wish>> WishesAsync(Caller caller, string personId) =>
        [.. (await caller.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes];

    private static AcceptReferralRequest Accept(V1.Referral referral) => new()
    {
        PersonId = referral.PersonId,
        ReferralId = referral.ReferralId,
        Practitioners = { new Practitioner { Offer = "To listen." } },
    };

    private static RecordWishRequest Wish(string personId, string words = "Ask me before you pass it on.") => new()
    {
        PersonId = personId,
        Words = words,
        Voice = new() { SaidBy = Said.Person, How = { "spoken" } },
    };
}
