using Grpc.Core;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using SharingWish = PersonalOutcomes.Sharing.V1.WishService.WishServiceClient;

namespace PersonalOutcomes.Sharing;

// In a town of its own, since a sign-in is bound once.
public sealed class RestrictionTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task The_whole_record_is_gone_at_once_here_and_elsewhere_and_comes_back()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var outcome = (await ruth.Plan.ProposeOutcomeAsync(Proposal(personId))).Outcome;
        var (restricted, position) = await town.AnswerAsync(fiona, "sharing", i =>
            new SharingWish(i).RestrictAsync(Restrict(personId, ruth.AgencyId), Town.Request(Town.NewRequest())));

        var read = new Plans.V1.GetOutcomeRequest { PersonId = personId, OutcomeId = outcome.OutcomeId };
        await ruth.Plan.GetOutcomeAsync(read, Position(position)).NotFoundAsync();
        await ruth.Plan.ProposeOutcomeAsync(Proposal(personId)).NotFoundAsync();
        await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        await ruth.Wishes.ListWishesAsync(new() { PersonId = personId }).NotFoundAsync();
        Assert.Equal(outcome, (await fiona.Plan.GetOutcomeAsync(read, Position(position))).Outcome);

        var restriction = restricted.Restriction;
        Assert.Equal(("Strathmore Council Social Work", "", ""),
            (restriction.FromName, restriction.Kind, restriction.LiftTime));
        var (lifted, later) = await town.AnswerAsync(fiona, "sharing", i => new SharingWish(i).LiftRestrictionAsync(
            Lift(restriction), Town.Request(Town.NewRequest())));
        Assert.Equal(("", true), (lifted.Restriction.Words, lifted.Restriction.LiftTime.Length > 0));
        Assert.Equal(outcome, (await ruth.Plan.GetOutcomeAsync(read, Position(later))).Outcome);
        await fiona.Wishes.LiftRestrictionAsync(Lift(restriction))
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_LIFTED");
    }

    [Fact]
    public async Task A_kind_is_kept_from_a_team_and_the_rest_stays()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var team = await town.Setting.TeamOfAsync("ruth");
        var outcome = (await ruth.Plan.ProposeOutcomeAsync(Proposal(personId))).Outcome;
        var request = Restrict(personId, team);
        request.Kind = "outcome";
        var (set, position) = await town.AnswerAsync(ruth, "sharing", i =>
            new SharingWish(i).RestrictAsync(request, Town.Request(Town.NewRequest())));

        Assert.Empty((await ruth.Plan.GetPlanAsync(new() { PersonId = personId }, Position(position))).Outcomes);
        Assert.NotEmpty((await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        // For those from whom it is kept the restriction does not exist, whoever wrote it down.
        await ruth.Wishes.LiftRestrictionAsync(Lift(set.Restriction)).NotFoundAsync();
        // Nor does the entry, not even to change who sees it.
        await ruth.Entries("plan").WithholdItemAsync(new()
        {
            PersonId = personId,
            ItemId = outcome.OutcomeId,
            WithheldFrom = { fiona.AgencyId },
        }).NotFoundAsync();
        await fiona.Wishes.LiftRestrictionAsync(Lift(set.Restriction));
    }

    [Fact]
    public async Task To_a_team_from_which_referrals_are_kept_the_one_it_was_sent_is_there_no_more()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var team = await town.Setting.TeamOfAsync("ruth");
        var made = (await fiona.Sharing.MakeReferralAsync(town.Referral(personId, team))).Referral;
        var reference = new GetReferralRequest { PersonId = personId, ReferralId = made.ReferralId };
        Assert.Equal(made.ReasonWhatMatters,
            (await ruth.Sharing.GetReferralAsync(reference)).Referral.ReasonWhatMatters);
        var request = Restrict(personId, team);
        request.Kind = "referral";

        var set = (await fiona.Wishes.RestrictAsync(request)).Restriction;

        await ruth.Sharing.GetReferralAsync(reference).NotFoundAsync();
        await fiona.Wishes.LiftRestrictionAsync(Lift(set));
        Assert.Equal(made.ReferralId, (await ruth.Sharing.GetReferralAsync(reference)).Referral.ReferralId);
    }

    [Fact]
    public async Task Only_what_the_person_says_themselves_restricts_anybody()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var request = Restrict(personId, ruth.AgencyId);

        foreach (var (by, name, how, field) in new[]
        {
            (Speaker.Practitioner, "", "spoken", "voice.said_by"), (Speaker.Family, "his wife", "spoken", "voice.said_by"),
            (Speaker.Person, "", "observed", "voice.how"), (Speaker.Representative, "", "spoken", "voice.said_by"),
        })
        {
            request.Voice = new() { SaidBy = by, SaidByName = name, How = { how } };
            await fiona.Wishes.RestrictAsync(request)
                .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", field);
        }
        request.Voice = Spoken;
        request.Kind = "self";
        await fiona.Wishes.RestrictAsync(request).RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "kind");
        request.Kind = "";
        request.FromId = Guid.NewGuid().ToString();
        await fiona.Wishes.RestrictAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "NO_SUCH_AGENCY", "from_id");
        Assert.NotEmpty((await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
    }

    [Fact]
    public async Task A_teams_own_practitioner_may_write_it_down_and_sees_the_answer_as_the_last()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var request = Restrict(personId, await town.Setting.TeamOfAsync("ruth"));
        var id = Town.Request(Town.NewRequest());

        var restriction = (await ruth.Wishes.RestrictAsync(request, id)).Restriction;

        Assert.Equal("I told her in the kitchen.", restriction.Words);
        await ruth.Wishes.RestrictAsync(request, id).NotFoundAsync();
        await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        await fiona.Wishes.LiftRestrictionAsync(Lift(restriction));
        Assert.NotEmpty((await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
    }

    [Fact]
    public async Task The_person_alone_lists_them_and_a_referral_tells_nothing()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var johanna = await town.Setting.BindAsync(fiona, personId, "johanna");
        var request = Restrict(personId, ruth.AgencyId);
        request.Voice = null;
        request.Words = "";
        var own = (await johanna.Wishes.RestrictAsync(request)).Restriction;

        Assert.Equal(own, Assert.Single(
            (await johanna.Wishes.ListRestrictionsAsync(new() { PersonId = personId })).Restrictions));
        Assert.Equal(("own_sign_in", true), (own.Voice.How.Single(), own.ByTeam is null));
        await fiona.Wishes.ListRestrictionsAsync(new() { PersonId = personId })
            .RefusedAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await (await town.SignInAsync("duncan")).Wishes.ListRestrictionsAsync(new() { PersonId = personId })
            .NotFoundAsync();

        // A party to a referral reads its own fields, unless the record is kept from it.
        Assert.DoesNotContain((await ruth.Sharing.ListReferralsAsync(
            new() { TeamId = await town.Setting.TeamOfAsync("ruth"), Box = ReferralBox.Inbox, PageSize = 200 }))
            .Referrals, r => r.PersonId == personId);
        // Who refers is not told that it does not get there (HeldBackTests).
        var made = (await fiona.Sharing.MakeReferralAsync(
            town.Referral(personId, await town.Setting.TeamOfAsync("ruth")))).Referral;
        await ruth.Sharing.GetReferralAsync(new() { PersonId = personId, ReferralId = made.ReferralId }).NotFoundAsync();
        await johanna.Wishes.LiftRestrictionAsync(
            new() { PersonId = personId, RestrictionId = own.RestrictionId });
        Assert.NotEqual("", Assert.Single((await johanna.Wishes.ListRestrictionsAsync(
            new() { PersonId = personId })).Restrictions).LiftTime);
    }

    [Fact]
    public async Task Somebody_who_acts_for_the_person_sees_no_more_of_what_is_kept_from_them()
    {
        var (fiona, _, personId) = await town.SharedAsync();
        var named = (await fiona.Representatives.NameRepresentativeAsync(new()
        {
            PersonId = personId,
            Name = "Catriona Dalgleish",
            Role = V1.RepresentativeRole.Carer,
            Scope = V1.RepresentativeScope.Sees,
            WithThePersonsSay = new() { Voice = Spoken, Said = "She knows how I like things." },
        })).Representative.RepresentativeId;
        var printed = await fiona.Representatives.PrintRepresentativeCodeAsync(
            new() { PersonId = personId, RepresentativeId = named });
        var catriona = await town.SignInAsync("catriona");
        await catriona.Representatives.BindRepresentativeAsync(new() { Code = printed.Code });
        Assert.NotEmpty((await catriona.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);

        var restriction = (await fiona.Wishes.RestrictAsync(Restrict(personId, named))).Restriction;
        await catriona.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        await fiona.Wishes.LiftRestrictionAsync(Lift(restriction));
        Assert.NotEmpty((await catriona.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
    }

    [Fact]
    public async Task A_restriction_that_cannot_be_applied_denies_whom_the_last_copy_let_in()
    {
        await using var platform = Platform.Only("person", "sharing", "plan");
        var setting = new Setting(platform);
        var eileen = await platform.SignInAsync("eileen");
        await setting.TeamOfAsync("fiona");
        var personId = await setting.RegisterPersonAsync(eileen);
        var other = await setting.RegisterPersonAsync(eileen);
        var outcome = (await eileen.Plan.ProposeOutcomeAsync(Proposal(personId))).Outcome;
        await eileen.Plan.ProposeOutcomeAsync(Proposal(other));
        await platform.StopAsync("plan");
        var request = Restrict(personId, "3d1f0b52-8c1e-4b7a-9a0d-5b7e6c2f1a01");
        await eileen.Wishes.RestrictAsync(request);
        await platform.StopAsync("sharing");
        await using (var file = new SqliteConnection($"Data Source={platform.DatabaseFile("sharing")};Pooling=False"))
        {
            await file.OpenAsync();
            await using var spoil = new SqliteCommand(
                "UPDATE Journal SET EventJson = '{\"personId\":' WHERE Type = 'RestrictionSet'", file);
            Assert.Equal(1, await spoil.ExecuteNonQueryAsync());
        }
        platform.Start("sharing");
        platform.Start("plan");
        // What comes behind it in the same journal has been followed.
        await eileen.Plan.ProposeOutcomeAsync(Proposal(await setting.RegisterPersonAsync(eileen)));

        var once = new Plans.V1.PlanService.PlanServiceClient(Channels.Once(platform.Address("plan")));
        var signed = new Metadata { { "authorization", $"Bearer {await platform.TokenAsync("eileen")}" } };
        await once.GetOutcomeAsync(new() { PersonId = personId, OutcomeId = outcome.OutcomeId }, signed)
            .RefusedAsync(StatusCode.Unavailable, "ACCESS_UNKNOWN");
        Assert.NotEmpty((await once.GetPlanAsync(new() { PersonId = other }, signed)).Outcomes);
    }

    private static Voice Spoken => new() { SaidBy = Speaker.Person, How = { "spoken" } };

    private static RestrictRequest Restrict(string personId, string from) =>
        new() { PersonId = personId, FromId = from, Words = "I told her in the kitchen.", Voice = Spoken };

    private static LiftRestrictionRequest Lift(V1.Restriction restriction) =>
        new() { PersonId = restriction.PersonId, RestrictionId = restriction.RestrictionId, Voice = Spoken };

    private static Metadata Position(string position) => new() { { "po-access-position", position } };

    private static Plans.V1.ProposeOutcomeRequest Proposal(string personId) => new()
    {
        PersonId = personId,
        Statement = "To sing again",
        Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
    };
}
