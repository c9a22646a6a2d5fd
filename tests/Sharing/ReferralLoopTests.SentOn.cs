using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// What travels when a referral is sent on to another team, and what does not.
public sealed partial class ReferralLoopTests
{
    [Fact]
    public async Task Sent_on_it_waits_with_the_next_team_with_the_persons_say_and_the_former_receiver_reads_its_own()
    {
        var (fiona, ruth, graeme) =
            (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"), await town.SignInAsync("graeme"));
        var made = await ReferAsync(fiona, ruth);
        await ruth.Sharing.AskForMoreAsync(new()
        {
            PersonId = made.PersonId,
            ReferralId = made.ReferralId,
            Question = "Is it the rent?",
        });
        var request = await SendOnAsync(made, "graeme");
        var id = Town.Request(Town.NewRequest());

        var answer = await ruth.Sharing.RedirectReferralAsync(request, id);

        Assert.Equal(answer, await ruth.Sharing.RedirectReferralAsync(request, id));
        var sentOn = answer.Referral.Turns[^1];
        Assert.Equal((V1.ReferralState.Redirected, "It is about the house.", "Kirkgate Housing Association"),
            (answer.Referral.State, sentOn.Words, sentOn.ToTeam.AgencyName));
        var next = new GetReferralRequest { PersonId = made.PersonId, ReferralId = sentOn.ToReferralId };
        var waiting = (await graeme.Sharing.GetReferralAsync(next)).Referral;
        Assert.Equal((V1.ReferralState.Waiting, "Lochside Health Board", "Kirkgate Housing Association"),
            (waiting.State, waiting.FromTeam.AgencyName, waiting.ToTeam.AgencyName));
        Assert.Equal((made.WithThePersonsSay, made.ReasonWhatMatters, made.LegalBasis, made.HappenedOn, made.Urgency),
            (waiting.WithThePersonsSay, waiting.ReasonWhatMatters, waiting.LegalBasis, waiting.HappenedOn,
                waiting.Urgency));
        Assert.Equal(("", ""), (waiting.ReasonBeyond, Assert.Single(waiting.Turns).ToReferralId));
        Assert.Equal(("Strathmore Council Social Work", "It is about the house."),
            (waiting.Turns[0].ByTeam.AgencyName, waiting.Turns[0].Words));
        Assert.Equal("He is behind with the rent.",
            (await fiona.Sharing.GetReferralAsync(next)).Referral.ReasonBeyond);

        Assert.Equal(answer.Referral, await GetAsync(ruth, made));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", ruth.Sharing.GetReferralAsync(next));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", AcceptAsync(ruth, waiting));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", graeme.Sharing.GetReferralAsync(Named(made)));
        Assert.DoesNotContain(sentOn.ToReferralId, (await ruth.Sharing.ListReferralsAsync(new()
        {
            TeamId = await town.Setting.TeamOfAsync("ruth"),
            Box = ReferralBox.Inbox,
            PageSize = 200,
        })).Referrals.Select(r => r.ReferralId));

        await AcceptAsync(graeme, waiting);
        Assert.Equal(V1.ReferralState.Accepted, (await fiona.Sharing.GetReferralAsync(next)).Referral.State);
        Assert.Equal(answer.Referral, await GetAsync(ruth, made));
    }

    [Fact]
    public async Task What_is_withheld_stays_withheld_where_it_is_sent_on()
    {
        var (fiona, ruth, graeme) =
            (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"), await town.SignInAsync("graeme"));
        var made = await ReferAsync(fiona, ruth, null,
            fiona.AgencyId, await town.Setting.TeamOfAsync("graeme"));

        var unknown = await SendOnAsync(made, "graeme");
        unknown.ToTeamId = Guid.NewGuid().ToString();
        Assert.Equal("to_team_id", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "TEAM_NOT_IN_AGREEMENT",
            ruth.Sharing.RedirectReferralAsync(unknown))).Field);
        Assert.Equal(V1.ReferralState.Waiting, (await GetAsync(ruth, made)).State);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", graeme.Sharing.GetReferralAsync(Named(made)));

        var shona = await town.SignInAsync("shona");
        var sentOn = (await ruth.Sharing.RedirectReferralAsync(await SendOnAsync(made, "shona"))).Referral.Turns[^1];
        var next = new GetReferralRequest { PersonId = made.PersonId, ReferralId = sentOn.ToReferralId };

        Assert.Equal("Money first.", (await shona.Sharing.GetReferralAsync(next)).Referral.ReasonWhatMatters);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", fiona.Sharing.GetReferralAsync(next));
        Assert.Equal("OWN_TEAM", (await Refusal.OfAsync(shona.Sharing.RedirectReferralAsync(new()
        {
            PersonId = made.PersonId,
            ReferralId = sentOn.ToReferralId,
            ToTeamId = await town.Setting.TeamOfAsync("shona"),
            Reason = "To ourselves.",
        }))).Reason);
    }

    private async Task<RedirectReferralRequest> SendOnAsync(V1.Referral referral, string to) => new()
    {
        PersonId = referral.PersonId,
        ReferralId = referral.ReferralId,
        ToTeamId = await town.Setting.TeamOfAsync(to),
        Reason = "It is about the house.",
    };
}
