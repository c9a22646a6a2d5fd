using System.Globalization;
using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using SharingClient = PersonalOutcomes.Sharing.V1.SharingService.SharingServiceClient;

namespace PersonalOutcomes.Sharing;

// A referral to a team from which the person keeps it. In a town of its own: a sign-in is bound to one record in a town.
public sealed class HeldBackTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task Whoever_refers_to_a_team_from_which_the_record_is_kept_is_answered_like_anybody_and_the_team_has_nothing()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var (_, _, open) = await town.SharedAsync();
        var johanna = await town.Setting.BindAsync(fiona, personId, "johanna");
        await johanna.Wishes.RestrictAsync(new() { PersonId = personId, FromId = ruth.AgencyId });

        var (held, heldRows) = await MadeAsync(fiona, personId);
        var (made, madeRows) = await MadeAsync(fiona, open);

        Assert.Equal(Told(made), Told(held));
        Assert.Equal(madeRows, heldRows);
        Assert.Equal(Told(await GetAsync(fiona, made)), Told(await GetAsync(fiona, held)));
        Assert.Equal(made, await GetAsync(ruth, made));

        var nowhere = new V1.Referral { PersonId = personId, ReferralId = Guid.NewGuid().ToString() };
        Assert.Equal(await Refusal.OfAsync(ruth.Sharing.GetReferralAsync(Named(nowhere))),
            await Refusal.OfAsync(ruth.Sharing.GetReferralAsync(Named(held))));
        Assert.Equal(await Refusal.OfAsync(Accept(ruth, nowhere)), await Refusal.OfAsync(Accept(ruth, held)));
        await ruth.Sharing.DeclineReferralAsync(
            new() { PersonId = personId, ReferralId = held.ReferralId, Reason = "No room." }).NotFoundAsync();
        Assert.DoesNotContain(held.ReferralId, await BoxAsync(ruth, ReferralBox.Inbox));
        Assert.Contains(made.ReferralId, await BoxAsync(ruth, ReferralBox.Inbox));
        Assert.Contains(held.ReferralId, await BoxAsync(fiona, ReferralBox.Outbox));

        // To the one who refers it waits, day by day, like any other; the person alone is told why.
        town.Platform.Time.Advance(TimeSpan.FromDays(3));
        var seen = await ListedAsync(fiona, held);
        Assert.Equal((false, 3, V1.ReferralState.Waiting), (seen.HeldBack, seen.WaitingDays, seen.State));
        Assert.EndsWith("They have not answered yet. The person has waited for 3 days.", seen.Sentence,
            StringComparison.Ordinal);
        var own = await ListedAsync(johanna, held);
        Assert.Equal((true, 3), (own.HeldBack, own.WaitingDays));
        Assert.EndsWith("They have not got it, because you keep it from them. You can let it through. "
            + "You have waited for 3 days.", own.Sentence, StringComparison.Ordinal);
        Assert.True((await GetAsync(johanna, held)).HeldBack);
    }

    [Fact]
    public async Task The_person_lets_it_through_and_the_team_reads_it_and_no_more_of_the_record()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var callum = await town.Setting.BindAsync(fiona, personId, "callum");
        await callum.Wishes.RestrictAsync(new() { PersonId = personId, FromId = ruth.AgencyId });
        var (held, _) = await MadeAsync(fiona, personId);
        var request = Let(held, null);
        var id = Town.Request(Town.NewRequest());

        var answer = (await callum.Sharing.LetReferralThroughAsync(request, id)).Referral;

        Assert.Equal(answer, (await callum.Sharing.LetReferralThroughAsync(request, id)).Referral);
        Assert.Equal(Told(held), Told(await GetAsync(ruth, held)));
        Assert.Contains(held.ReferralId, await BoxAsync(ruth, ReferralBox.Inbox));
        Assert.False((await ListedAsync(callum, held)).HeldBack);
        await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();

        // What is kept from them afterwards keeps this one from them too.
        var later = (await callum.Wishes.RestrictAsync(new()
        {
            PersonId = personId,
            FromId = await town.Setting.TeamOfAsync("ruth"),
            Kind = "referral",
        })).Restriction;
        await ruth.Sharing.GetReferralAsync(Named(held)).NotFoundAsync();
        Assert.True((await ListedAsync(callum, held)).HeldBack);
        await callum.Wishes.LiftRestrictionAsync(
            new() { PersonId = personId, RestrictionId = later.RestrictionId });

        await Accept(ruth, held);
        Assert.Equal(V1.ReferralState.Accepted, (await GetAsync(fiona, held)).State);
        await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        await callum.Sharing.LetReferralThroughAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_WAITING");
    }

    [Fact]
    public async Task A_practitioner_writes_it_down_without_being_told_whether_it_was_held_back()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var (_, _, open) = await town.SharedAsync();
        await fiona.Wishes.RestrictAsync(new() { PersonId = personId, FromId = ruth.AgencyId, Voice = Spoken });
        await fiona.Wishes.RestrictAsync(
            new() { PersonId = personId, FromId = ruth.AgencyId, Kind = "referral", Voice = Spoken });
        var ((held, _), (made, _)) = (await MadeAsync(fiona, personId), await MadeAsync(fiona, open));

        foreach (var (by, how, field) in new[]
            { (Speaker.Practitioner, "spoken", "voice.said_by"), (Speaker.Person, "observed", "voice.how") })
        {
            await fiona.Sharing.LetReferralThroughAsync(Let(held, new() { SaidBy = by, How = { how } }))
                .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", field);
        }
        await ruth.Sharing.LetReferralThroughAsync(Let(held, Spoken)).NotFoundAsync();
        await ruth.Sharing.GetReferralAsync(Named(held)).NotFoundAsync();

        var (one, oneRows) = await CountedAsync(fiona, c => c.LetReferralThroughAsync(Let(held, Spoken), Id()));
        var (other, otherRows) = await CountedAsync(fiona, c => c.LetReferralThroughAsync(Let(made, Spoken), Id()));

        Assert.Equal(Told(other.Referral), Told(one.Referral));
        Assert.Equal(otherRows, oneRows);
        Assert.Equal(Told(made), Told(await GetAsync(ruth, held)));
    }

    [Fact]
    public async Task Sent_on_to_a_team_from_which_it_is_kept_or_withheld_it_is_held_back_alike()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var graeme = await town.SignInAsync("graeme");
        var duncan = await town.Setting.BindAsync(fiona, personId, "duncan");
        await duncan.Wishes.RestrictAsync(new() { PersonId = personId, FromId = graeme.AgencyId });
        var kept = (await MadeAsync(fiona, personId)).Referral;
        var withheld = (await fiona.Sharing.MakeReferralAsync(
            await RequestAsync(personId, "ruth", await town.Setting.TeamOfAsync("shona")))).Referral;
        var other = (await MadeAsync(fiona, personId)).Referral;

        var turns = new List<V1.ReferralTurn>();
        foreach (var (referral, next) in new[] { (kept, "graeme"), (withheld, "shona"), (other, "nadia") })
        {
            turns.Add((await ruth.Sharing.RedirectReferralAsync(new()
            {
                PersonId = personId,
                ReferralId = referral.ReferralId,
                ToTeamId = await town.Setting.TeamOfAsync(next),
                Reason = "It is about the house.",
            })).Referral.Turns[^1]);
        }

        var shona = await town.SignInAsync("shona");
        var on = turns.ConvertAll(t => new V1.Referral { PersonId = personId, ReferralId = t.ToReferralId });
        await graeme.Sharing.GetReferralAsync(Named(on[0])).NotFoundAsync();
        await shona.Sharing.GetReferralAsync(Named(on[1])).NotFoundAsync();
        await GetAsync(await town.SignInAsync("nadia"), on[2]);
        var listed = (await duncan.Sharing.ListPersonsReferralsAsync(new() { PersonId = personId })).Referrals;
        Assert.Equal([true, true, false],
            on.Select(o => listed.Single(r => r.ReferralId == o.ReferralId).HeldBack));
        Assert.DoesNotContain((await fiona.Sharing.ListPersonsReferralsAsync(new() { PersonId = personId })).Referrals,
            r => r.HeldBack);

        await duncan.Sharing.LetReferralThroughAsync(Let(on[0], null));
        await duncan.Sharing.LetReferralThroughAsync(Let(on[1], null));
        Assert.Equal(V1.ReferralState.Waiting, (await GetAsync(graeme, on[0])).State);
        Assert.Equal("Money first.", (await GetAsync(shona, on[1])).ReasonWhatMatters);
    }

    [Fact]
    public async Task Once_nothing_keeps_it_from_the_team_any_more_the_team_has_it()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        await fiona.Wishes.RestrictAsync(new() { PersonId = personId, FromId = ruth.AgencyId, Voice = Spoken });
        var (held, _) = await MadeAsync(fiona, personId);
        await ruth.Sharing.GetReferralAsync(Named(held)).NotFoundAsync();

        await fiona.Wishes.LiftRestrictionAsync(
            new() { PersonId = personId, FromId = ruth.AgencyId, Voice = Spoken });

        Assert.Equal(held, await GetAsync(ruth, held));
    }

    [Fact]
    public async Task Let_through_at_the_moment_in_which_it_is_taken_back_or_kept_once_more_it_is_one_or_the_other()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        await fiona.Wishes.RestrictAsync(new() { PersonId = personId, FromId = ruth.AgencyId, Voice = Spoken });
        var (back, _) = await MadeAsync(fiona, personId);
        var (again, _) = await MadeAsync(fiona, personId);

        await Task.WhenAll(
            fiona.Sharing.WithdrawReferralAsync(
                new() { PersonId = personId, ReferralId = back.ReferralId, Reason = "Not now." }).ResponseAsync,
            QuietAsync(fiona.Sharing.LetReferralThroughAsync(Let(back, Spoken))),
            QuietAsync(fiona.Sharing.LetReferralThroughAsync(Let(again, Spoken))),
            QuietAsync(fiona.Sharing.LetReferralThroughAsync(Let(again, Spoken))),
            fiona.Wishes.RestrictAsync(new()
            {
                PersonId = personId,
                FromId = await town.Setting.TeamOfAsync("ruth"),
                Voice = Spoken,
            }).ResponseAsync);

        Assert.Equal(V1.ReferralState.Withdrawn, (await GetAsync(fiona, back)).State);
        Assert.Contains((await Refusal.OfAsync(Accept(ruth, back))).Reason, new[] { "NOT_WAITING", "NOT_FOUND" });
        Assert.Equal(V1.ReferralState.Waiting, (await GetAsync(fiona, again)).State);
    }

    private static Voice Spoken => new() { SaidBy = Speaker.Person, How = { "spoken" } };

    private static Metadata Id() => Town.Request(Town.NewRequest());

    private static GetReferralRequest Named(V1.Referral referral) =>
        new() { PersonId = referral.PersonId, ReferralId = referral.ReferralId };

    private static LetReferralThroughRequest Let(V1.Referral referral, Voice? voice) =>
        new() { PersonId = referral.PersonId, ReferralId = referral.ReferralId, Voice = voice };

    private static async Task<V1.Referral> GetAsync(Caller caller, V1.Referral referral) =>
        (await caller.Sharing.GetReferralAsync(Named(referral))).Referral;

    private static async Task<V1.Referral> ListedAsync(Caller caller, V1.Referral referral) =>
        (await caller.Sharing.ListPersonsReferralsAsync(new() { PersonId = referral.PersonId })).Referrals
            .Single(r => r.ReferralId == referral.ReferralId);

    private static AsyncUnaryCall<AcceptReferralResponse> Accept(Caller caller, V1.Referral referral) =>
        caller.Sharing.AcceptReferralAsync(new()
        {
            PersonId = referral.PersonId,
            ReferralId = referral.ReferralId,
            Practitioners = { new V1.Practitioner { Offer = "I listen" } },
        });

    private static async Task QuietAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
        }
        catch (RpcException refused)
        {
            Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        }
    }

    // What a referral tells, whoever and whenever it is about.
    private static string Told(V1.Referral referral)
    {
        var told = referral.Clone();
        (told.PersonId, told.ReferralId, told.RecordTime) = ("", "", "");
        return told.ToString();
    }

    private async Task<List<string>> BoxAsync(Caller caller, ReferralBox box) =>
        [.. (await caller.Sharing.ListReferralsAsync(new()
        {
            TeamId = await town.Setting.TeamOfAsync(caller.User),
            Box = box,
            PageSize = 200,
        })).Referrals.Select(r => r.ReferralId)];

    private async Task<MakeReferralRequest> RequestAsync(string personId, string to, params string[] withheldFrom)
    {
        var request = town.Referral(personId, await town.Setting.TeamOfAsync(to));
        request.WithheldFrom.Add(withheldFrom);
        return request;
    }

    private async Task<(V1.Referral Referral, long Rows)> MadeAsync(Caller caller, string personId)
    {
        var request = await RequestAsync(personId, "ruth");
        var (answer, rows) = await CountedAsync(caller, c => c.MakeReferralAsync(request, Id()));
        return (answer.Referral, rows);
    }

    // By how much Sharing's journal grew, as anybody can tell from the trailer of two answers.
    private async Task<(T Answer, long Rows)> CountedAsync<T>(Caller caller, Func<SharingClient, AsyncUnaryCall<T>> ask)
    {
        var (_, before) = await town.AnswerAsync(caller, "sharing", i => new SharingClient(i).ListTeamsAsync(new()));
        var (answer, after) = await town.AnswerAsync(caller, "sharing", i => ask(new SharingClient(i)));
        return (answer, long.Parse(after, CultureInfo.InvariantCulture)
            - long.Parse(before, CultureInfo.InvariantCulture));
    }
}
