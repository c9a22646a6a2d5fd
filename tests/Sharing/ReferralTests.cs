using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class ReferralTests(Town town)
{
    [Fact]
    public async Task The_receiver_sees_the_referral_and_not_the_record()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var outcome = await fiona.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = personId,
            Statement = "Enough each week for the three of us",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        });

        var made = (await fiona.Sharing.MakeReferralAsync(await RequestAsync(personId, "ruth"))).Referral;
        var seen = (await ruth.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId })).Referral;

        Assert.Equal("Money first.", seen.ReasonWhatMatters);
        Assert.Equal("Yes, ask them.", seen.WithThePersonsSay.Said);
        Assert.True(seen.WithThePersonsSay.Voice.IsPersonsVoice);
        Assert.Equal("Lochside Health Board", seen.FromTeam.AgencyName);
        Assert.Equal("", seen.ReasonBeyond);
        Assert.Equal("He is behind with the rent.", made.ReasonBeyond);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", ruth.Plan.GetOutcomeAsync(
            new() { PersonId = personId, OutcomeId = outcome.Outcome.OutcomeId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }));
    }

    [Fact]
    public async Task Accepting_opens_the_record_but_not_the_reason_beyond()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var made = (await fiona.Sharing.MakeReferralAsync(await RequestAsync(personId, "ruth"))).Referral;
        var request = new AcceptReferralRequest
        {
            PersonId = personId,
            ReferralId = made.ReferralId,
            Practitioners = { new Practitioner { Offer = "Looks at what benefits are due" } },
        };
        var id = Town.Request(Town.NewRequest());

        var accepted = await ruth.Sharing.AcceptReferralAsync(request, id);
        var repeat = await ruth.Sharing.AcceptReferralAsync(request, id);
        var list = await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId });

        Assert.Equal(accepted, repeat);
        Assert.Equal((V1.ReferralState.Accepted, accepted.Involvement.InvolvementId),
            (accepted.Referral.State, accepted.Referral.InvolvementId));
        Assert.Equal("", accepted.Referral.ReasonBeyond);
        Assert.Equal(["Lochside Health Board", "Strathmore Council Social Work"],
            list.Involvements.Select(i => i.Team.AgencyName).Order());
        var practitioner = Assert.Single(list.Involvements.Single(i => i.ReferralId == made.ReferralId).Practitioners);
        Assert.Equal(("Ruth Colquhoun", "practitioner", "Looks at what benefits are due"),
            (practitioner.Name, practitioner.Role, practitioner.Offer));
        Assert.Equal("Some entries may be held back by law.", list.Notice);
        Assert.Equal("", (await ruth.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId })).Referral.ReasonBeyond);
        Assert.Equal(V1.ReferralState.Accepted, (await fiona.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId })).Referral.State);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_WAITING",
            ruth.Sharing.AcceptReferralAsync(request));
    }

    [Fact]
    public async Task Declining_says_why_to_the_referrer_and_opens_nothing()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var made = (await fiona.Sharing.MakeReferralAsync(await RequestAsync(personId, "ruth"))).Referral;
        var reference = new GetReferralRequest { PersonId = personId, ReferralId = made.ReferralId };
        var request = new DeclineReferralRequest
        {
            PersonId = personId,
            ReferralId = made.ReferralId,
            Reason = "Another team is nearer.",
        };

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_RECEIVER",
            fiona.Sharing.DeclineReferralAsync(request));
        await ruth.Sharing.DeclineReferralAsync(request);

        var seen = (await fiona.Sharing.GetReferralAsync(reference)).Referral;
        Assert.Equal((V1.ReferralState.Declined, "Another team is nearer."), (seen.State, seen.DeclineReason));
        Assert.Single((await fiona.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_WAITING", ruth.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.ReferralId,
            Practitioners = { new Practitioner { Offer = "After all" } },
        }));
    }

    [Fact]
    public async Task Nobody_else_can_tell_a_referral_from_none()
    {
        var fiona = await town.SignInAsync("fiona");
        var nadia = (await town.SignInAsync("nadia")).Sharing;
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var made = (await fiona.Sharing.MakeReferralAsync(await RequestAsync(personId, "ruth"))).Referral;
        var somebody = Guid.NewGuid().ToString();

        var there = await Refusal.OfAsync(nadia.GetReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId }));
        var nowhere = await Refusal.OfAsync(nadia.GetReferralAsync(
            new() { PersonId = somebody, ReferralId = somebody }));
        var accepting = await Refusal.OfAsync(nadia.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.ReferralId,
            Practitioners = { new Practitioner { Offer = "Anything" } },
        }));

        Assert.Equal(StatusCode.NotFound, there.Code);
        Assert.Equal(nowhere, there);
        Assert.Equal(nowhere, accepting);
    }

    [Fact]
    public async Task Without_the_persons_say_only_a_named_law_refers()
    {
        var fiona = await town.SignInAsync("fiona");
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var silent = await RequestAsync(personId, "ruth");
        silent.WithThePersonsSay = null;
        var staffsOwn = await RequestAsync(personId, "ruth");
        staffsOwn.WithThePersonsSay.Voice.SaidBy = Speaker.Practitioner;

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED",
            fiona.Sharing.MakeReferralAsync(silent));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED",
            fiona.Sharing.MakeReferralAsync(staffsOwn));
        silent.LegalBasis = V1.LegalBasis.Consent;
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED",
            fiona.Sharing.MakeReferralAsync(silent));
        silent.LegalBasis = V1.LegalBasis.AdultProtection;
        var made = (await fiona.Sharing.MakeReferralAsync(silent)).Referral;
        Assert.Equal((V1.LegalBasis.AdultProtection, null), (made.LegalBasis, made.WithThePersonsSay));
    }

    [Fact]
    public async Task A_referral_goes_to_another_team_that_may_read_it()
    {
        var fiona = await town.SignInAsync("fiona");
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var request = await RequestAsync(personId, "ruth");
        var (receiver, own) = (request.ToTeamId, await town.Setting.TeamOfAsync("fiona"));

        request.WithheldFrom.Add(receiver);
        Assert.Equal("withheld_from", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WITHHELD_FROM_RECEIVER",
            fiona.Sharing.MakeReferralAsync(request))).Field);
        request.WithheldFrom.Clear();
        request.ToTeamId = own;
        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "OWN_TEAM", fiona.Sharing.MakeReferralAsync(request));
        request.ToTeamId = Guid.NewGuid().ToString();
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "TEAM_NOT_IN_AGREEMENT",
            fiona.Sharing.MakeReferralAsync(request));
    }

    [Fact]
    public async Task A_referral_withheld_from_its_own_makers_agency_is_not_shown_to_it()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var request = await RequestAsync(personId, "ruth");
        request.WithheldFrom.Add(fiona.AgencyId);

        var made = (await fiona.Sharing.MakeReferralAsync(request)).Referral;
        var reference = new GetReferralRequest { PersonId = personId, ReferralId = made.ReferralId };

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", fiona.Sharing.GetReferralAsync(reference));
        Assert.Equal("Money first.", (await ruth.Sharing.GetReferralAsync(reference)).Referral.ReasonWhatMatters);
        Assert.DoesNotContain(made.ReferralId, (await fiona.Sharing.ListReferralsAsync(new()
        {
            TeamId = await town.Setting.TeamOfAsync("fiona"),
            Box = ReferralBox.Outbox,
            PageSize = 200,
        })).Referrals.Select(r => r.ReferralId));
    }

    [Fact]
    public async Task A_team_sees_what_came_and_what_went_page_by_page_and_no_other_teams()
    {
        var (graeme, shona) = (await town.SignInAsync("graeme"), await town.SignInAsync("shona"));
        var personId = await town.Setting.RegisterPersonAsync(graeme);
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Insert(0, (await graeme.Sharing.MakeReferralAsync(
                await RequestAsync(personId, "shona"))).Referral.ReferralId);
        }

        async Task<List<string>> ListAsync(Caller caller, string team, ReferralBox box)
        {
            var found = new List<string>();
            var page = new ListReferralsResponse();
            do
            {
                page = await caller.Sharing.ListReferralsAsync(
                    new() { TeamId = team, Box = box, PageSize = 2, PageToken = page.NextPageToken });
                Assert.InRange(page.Referrals.Count, 0, 2);
                // Others of this town refer to that team too.
                found.AddRange(page.Referrals.Where(r => r.PersonId == personId).Select(r => r.ReferralId));
            }
            while (page.NextPageToken.Length > 0);
            return found;
        }

        var (from, to) = (await town.Setting.TeamOfAsync("graeme"), await town.Setting.TeamOfAsync("shona"));
        Assert.Equal(made.Order(), (await ListAsync(graeme, from, ReferralBox.Outbox)).Order());
        Assert.Equal(made.Order(), (await ListAsync(shona, to, ReferralBox.Inbox)).Order());
        Assert.Empty(await ListAsync(shona, to, ReferralBox.Outbox));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            shona.Sharing.ListReferralsAsync(new() { TeamId = from, Box = ReferralBox.Inbox }));
    }

    [Fact]
    public async Task Somebody_of_another_team_cannot_be_named()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var made = (await fiona.Sharing.MakeReferralAsync(await RequestAsync(personId, "ruth"))).Referral;
        var request = new AcceptReferralRequest { PersonId = personId, ReferralId = made.ReferralId };

        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "PRACTITIONER_MISSING",
            ruth.Sharing.AcceptReferralAsync(request));
        request.Practitioners.Add(new Practitioner { Subject = await fiona.SubjectAsync(), Offer = "Her help" });
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_IN_TEAM",
            ruth.Sharing.AcceptReferralAsync(request));

        Assert.Equal(V1.ReferralState.Waiting, (await ruth.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId })).Referral.State);
    }

    private async Task<MakeReferralRequest> RequestAsync(string personId, string receiver) => new()
    {
        PersonId = personId,
        ToTeamId = await town.Setting.TeamOfAsync(receiver),
        ReasonWhatMatters = "Money first.",
        ReasonBeyond = "He is behind with the rent.",
        Urgency = V1.Urgency.Soon,
        HappenedOn = town.Today,
        WithThePersonsSay = new()
        {
            Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
            Said = "Yes, ask them.",
        },
    };
}
