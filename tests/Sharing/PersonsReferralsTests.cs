using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// What a person sees of who was asked to help them, and what they take back. In a town of its own: a sign-in is bound to
// one record in a town.
public sealed class PersonsReferralsTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task The_person_lists_who_was_asked_to_help_them_where_it_stands_and_how_long_they_have_waited()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var johanna = await town.Setting.BindAsync(fiona, personId, "johanna");
        var first = (await fiona.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("ruth")))).Referral;
        var day = DateOnly.Parse(town.Today, null).ToString("d MMMM yyyy", null);
        town.Platform.Time.Advance(TimeSpan.FromDays(2));
        var own = await ReferOneselfAsync(johanna, personId, "graeme");
        await ruth.Sharing.AskForMoreAsync(
            new() { PersonId = personId, ReferralId = first.ReferralId, Question = "Who is at home?" });

        var listed = await johanna.Sharing.ListPersonsReferralsAsync(new() { PersonId = personId });

        Assert.Equal("Some entries may be held back by law.", listed.Notice);
        Assert.Equal([own.ReferralId, first.ReferralId], listed.Referrals.Select(r => r.ReferralId));
        Assert.Equal([V1.ReferralState.Waiting, V1.ReferralState.MoreAsked], listed.Referrals.Select(r => r.State));
        Assert.Equal([0, 2], listed.Referrals.Select(r => r.WaitingDays));
        Assert.StartsWith("You asked ", listed.Referrals[0].Sentence, StringComparison.Ordinal);
        Assert.EndsWith(" to help you. They have not answered yet. It was made today.", listed.Referrals[0].Sentence,
            StringComparison.Ordinal);
        Assert.Equal($"{first.FromTeam.Name}, Lochside Health Board, asked {first.ToTeam.Name}, "
            + $"Strathmore Council Social Work, on {day} to help you. They asked to be told more before they say yes "
            + "or no. You have waited for 2 days.", listed.Referrals[1].Sentence);
        Assert.Equal("Who is at home?", Assert.Single(listed.Referrals[1].Turns).Words);
        Assert.Equal(("", "Yes."), (listed.Referrals[0].ReasonBeyond, listed.Referrals[1].WithThePersonsSay.Said));
    }

    [Fact]
    public async Task A_practitioner_lists_those_that_they_may_see_and_nobody_else_lists_any()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var callum = await town.Setting.BindAsync(fiona, personId, "callum");
        var own = await ReferOneselfAsync(callum, personId, "graeme");
        var other = (await ruth.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("shona")))).Referral;

        Assert.Equal(3, (await ListAsync(callum, personId)).Count);
        Assert.DoesNotContain(await ListAsync(fiona, personId), id => id == own.ReferralId || id == other.ReferralId);
        Assert.Contains(other.ReferralId, await ListAsync(ruth, personId));
        // Whoever received one and is not involved has it in the team's own list.
        await (await town.SignInAsync("graeme")).Sharing.ListPersonsReferralsAsync(new() { PersonId = personId })
            .NotFoundAsync();
        await (await town.SignInAsync("nadia")).Sharing.ListPersonsReferralsAsync(new() { PersonId = personId })
            .NotFoundAsync();
        await (await town.SignInAsync("archie")).Sharing.ListPersonsReferralsAsync(new() { PersonId = personId })
            .RefusedAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");

        await OpenAsync(callum, own, fiona);
        var seen = (await fiona.Sharing.ListPersonsReferralsAsync(new() { PersonId = personId })).Referrals
            .Single(r => r.ReferralId == own.ReferralId);
        Assert.StartsWith("The person asked ", seen.Sentence, StringComparison.Ordinal);
        Assert.Contains(" to help them. ", seen.Sentence, StringComparison.Ordinal);

        var pages = new List<string>();
        var page = new ListPersonsReferralsResponse();
        do
        {
            page = await callum.Sharing.ListPersonsReferralsAsync(
                new() { PersonId = personId, PageSize = 2, PageToken = page.NextPageToken });
            Assert.InRange(page.Referrals.Count, 1, 2);
            pages.AddRange(page.Referrals.Select(r => r.ReferralId));
        }
        while (page.NextPageToken.Length > 0);
        Assert.Equal(await ListAsync(callum, personId), pages);
    }

    [Fact]
    public async Task What_a_person_asked_for_themselves_is_taken_back_through_a_practitioner_who_writes_down_what_they_say()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var graeme = await town.SignInAsync("graeme");
        var duncan = await town.Setting.BindAsync(fiona, personId, "duncan");
        var own = await ReferOneselfAsync(duncan, personId, "graeme");
        var request = Back(own, Spoken);

        // To a team that has no part in it there is none.
        await fiona.Sharing.WithdrawReferralAsync(request).NotFoundAsync();
        await OpenAsync(duncan, own, fiona);
        foreach (var (voice, field) in new[]
        {
            (null, "voice.said_by"), (new() { SaidBy = Speaker.Practitioner, How = { "spoken" } }, "voice.said_by"),
            (new() { SaidBy = Speaker.Family, SaidByName = "his wife", How = { "spoken" } }, "voice.said_by"),
            (new Voice { SaidBy = Speaker.Person, How = { "observed" } }, "voice.how"),
        })
        {
            await fiona.Sharing.WithdrawReferralAsync(Back(own, voice))
                .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", field);
        }
        Assert.Equal(V1.ReferralState.Waiting, (await GetAsync(duncan, own)).State);
        var id = Town.Request(Town.NewRequest());

        var back = (await fiona.Sharing.WithdrawReferralAsync(request, id)).Referral;

        Assert.Equal(back, (await fiona.Sharing.WithdrawReferralAsync(request, id)).Referral);
        var turn = Assert.Single(back.Turns);
        Assert.Equal((V1.ReferralState.Withdrawn, "Lochside Health Board", "", true, V1.Writer.Practitioner),
            (back.State, turn.ByTeam.AgencyName, turn.Words, turn.Voice.IsPersonsVoice, turn.Voice.WrittenBy));
        Assert.Equal(["spoken"], turn.Voice.How);
        Assert.Equal(back.Turns, (await GetAsync(graeme, own)).Turns);
        Assert.EndsWith(" It was taken back.", (await duncan.Sharing.ListPersonsReferralsAsync(
            new() { PersonId = personId })).Referrals.Single(r => r.ReferralId == own.ReferralId).Sentence,
            StringComparison.Ordinal);
        await fiona.Sharing.WithdrawReferralAsync(request).RefusedAsync(StatusCode.FailedPrecondition, "NOT_WAITING");

        // The team that was asked writes it down as well, and declines what the person does not take back.
        var told = await ReferOneselfAsync(duncan, personId, "graeme");
        await graeme.Sharing.WithdrawReferralAsync(Back(told, null))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice.said_by");
        await graeme.Sharing.WithdrawReferralAsync(Back(told, Spoken));
        Assert.Equal(V1.ReferralState.Withdrawn, (await GetAsync(duncan, told)).State);
        // What a team made is that team's to take back, and it says why.
        var theirs = (await ruth.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("shona")))).Referral;
        await ruth.Sharing.WithdrawReferralAsync(Back(theirs, Spoken))
            .RefusedAsync(StatusCode.InvalidArgument, "WORDS_MISSING", "reason");
    }

    [Fact]
    public async Task Taken_back_by_the_person_and_through_a_practitioner_at_once_it_is_taken_back_once()
    {
        var (fiona, _, personId) = await town.SharedAsync();
        var iris = await town.Setting.BindAsync(fiona, personId, "iris");
        var own = await ReferOneselfAsync(iris, personId, "graeme");
        await OpenAsync(iris, own, fiona);

        var answers = await Task.WhenAll(new[] { (iris, (Voice?)null), (fiona, Spoken), (fiona, Spoken) }
            .Select(async c =>
            {
                try
                {
                    await c.Item1.Sharing.WithdrawReferralAsync(Back(own, c.Item2));
                    return "";
                }
                catch (RpcException refused)
                {
                    return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>().Reason;
                }
            }));

        Assert.Equal(["", "NOT_WAITING", "NOT_WAITING"], answers.Order(StringComparer.Ordinal));
        Assert.Single((await GetAsync(iris, own)).Turns);
    }

    private static Voice Spoken => new() { SaidBy = Speaker.Person, How = { "spoken" } };

    private static WithdrawReferralRequest Back(V1.Referral referral, Voice? voice) =>
        new() { PersonId = referral.PersonId, ReferralId = referral.ReferralId, Voice = voice };

    private static async Task<V1.Referral> GetAsync(Caller caller, V1.Referral referral) =>
        (await caller.Sharing.GetReferralAsync(
            new() { PersonId = referral.PersonId, ReferralId = referral.ReferralId })).Referral;

    private static async Task<List<string>> ListAsync(Caller caller, string personId) =>
        [.. (await caller.Sharing.ListPersonsReferralsAsync(new() { PersonId = personId })).Referrals
            .Select(r => r.ReferralId)];

    private async Task<V1.Referral> ReferOneselfAsync(Caller person, string personId, string to) =>
        (await person.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync(to),
            ReasonWhatMatters = "I want to ask for myself.",
            HappenedOn = town.Today,
        })).Referral;

    private async Task OpenAsync(Caller person, V1.Referral referral, Caller to) =>
        await person.Sharing.OpenRecordAsync(new()
        {
            PersonId = referral.PersonId,
            ItemId = referral.ReferralId,
            TeamId = await town.Setting.TeamOfAsync(to.User),
        });
}
