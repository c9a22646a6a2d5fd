using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// Carers stand for a refuge: that they are involved is itself the secret.
public sealed partial class ProtectionTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_secret_involvement_is_there_for_the_person_and_its_team_and_for_nobody_else_anywhere()
    {
        var (eileen, shona) = (await town.SignInAsync("eileen"), await town.SignInAsync("shona"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var involvement = await TakeUpAsync(eileen, shona, personId);
        var outcome = await ProposeAsync(shona, personId);
        var iris = await town.Setting.BindAsync(eileen, personId, "duncan");
        var before = (await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements.Count;

        await shona.Protection.MakePrivateAsync(Private(personId, involvement));

        Assert.Equal(2, before);
        Assert.Equal(
            ["Strathmore Council Social Work"],
            (await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements
                .Select(i => i.Team.AgencyName));
        foreach (var whoMay in new[] { iris, shona })
        {
            Assert.Equal(2, (await whoMay.Sharing.ListInvolvementsAsync(new() { PersonId = personId }))
                .Involvements.Count);
            await whoMay.Plan.GetOutcomeAsync(outcome, await town.NewestAsync());
        }
        Assert.Equal(
            await Refusal.OfAsync(eileen.Plan.GetOutcomeAsync(
                new() { PersonId = personId, OutcomeId = Guid.NewGuid().ToString() }, await town.NewestAsync())),
            await Refusal.OfAsync(eileen.Plan.GetOutcomeAsync(outcome, await town.NewestAsync())));
        var team = await town.Setting.TeamOfAsync("shona");
        Assert.DoesNotContain((await eileen.Sharing.ListReferralsAsync(new()
        {
            TeamId = await town.Setting.TeamOfAsync("eileen"),
            Box = ReferralBox.Outbox,
            PageSize = 200,
        })).Referrals, r => r.PersonId == personId);
        var step = new AddStepRequest
        {
            PersonId = personId,
            WhyNoOutcome = "First things first.",
            Party = Plans.V1.Party.Team,
            Who = "them",
            TeamId = team,
            What = "Visit.",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        };
        var named = await Refusal.OfAsync(eileen.Plan.AddStepAsync(step));
        step.TeamId = Guid.NewGuid().ToString();
        Assert.Equal(await Refusal.OfAsync(eileen.Plan.AddStepAsync(step)), named);
        Assert.Equal("TEAM_NOT_INVOLVED", named.Reason);
        var own = await ProposeAsync(eileen, personId);
        var lead = new NameLeadRequest
        {
            PersonId = personId,
            OutcomeId = own.OutcomeId,
            TeamId = team,
            Who = "their worker",
        };
        var led = await Refusal.OfAsync(eileen.Plan.NameLeadAsync(lead));
        lead.TeamId = Guid.NewGuid().ToString();
        Assert.Equal(await Refusal.OfAsync(eileen.Plan.NameLeadAsync(lead)), led);
    }

    [Fact]
    public async Task Whoever_acts_for_the_person_is_never_told_of_a_duty_or_a_law_to_protect_them()
    {
        var (eileen, graeme) = (await town.SignInAsync("eileen"), await town.SignInAsync("graeme"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var named = (await eileen.Representatives.NameRepresentativeAsync(new()
        {
            PersonId = personId,
            Name = "Archie Milne",
            Role = V1.RepresentativeRole.Attorney,
            Scope = V1.RepresentativeScope.Agrees,
            Evidence = "Certificate of the Public Guardian, seen on paper.",
        })).Representative;
        var archie = await town.SignInAsync("archie");
        await archie.Representatives.BindRepresentativeAsync(new()
        {
            Code = (await eileen.Representatives.PrintRepresentativeCodeAsync(
                new() { PersonId = personId, RepresentativeId = named.RepresentativeId })).Code,
        });
        var before = (await archie.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).ToByteArray();

        var openly = await DutyAsync(personId);
        openly.Openly = true;
        await eileen.Protection.OpenProtectionAsync(openly);
        await TakeUpAsync(eileen, graeme, personId, V1.LegalBasis.AdultProtection);
        await eileen.Plan.AddStepAsync(new()
        {
            PersonId = personId,
            WhyNoOutcome = "First things first.",
            Party = Plans.V1.Party.Team,
            Who = "them",
            TeamId = await town.Setting.TeamOfAsync("graeme"),
            What = "Change the lock.",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        }, await town.NewestAsync());

        Assert.Single((await eileen.Plan.GetPlanAsync(new() { PersonId = personId })).Steps);
        Assert.Empty((await archie.Plan.GetPlanAsync(new() { PersonId = personId }, await town.NewestAsync())).Steps);
        Assert.Equal(3, (await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId }))
            .Involvements.Count);
        Assert.Equal(before,
            (await archie.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).ToByteArray());
    }

    [Fact]
    public async Task When_the_mark_ends_everything_shows_and_nothing_is_lost()
    {
        var (eileen, shona) = (await town.SignInAsync("eileen"), await town.SignInAsync("shona"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var involvement = await TakeUpAsync(eileen, shona, personId);
        var mark = (await shona.Protection.MakePrivateAsync(Private(personId, involvement))).PrivateMark;
        var outcome = await ProposeAsync(shona, personId);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            eileen.Plan.GetOutcomeAsync(outcome, await town.NewestAsync()));
        Assert.Equal([involvement], await SecretAsync(shona, personId));

        await shona.Protection.ShowPrivateAsync(Show(mark));

        Assert.Empty(await SecretAsync(shona, personId));
        await eileen.Plan.GetOutcomeAsync(outcome, await town.NewestAsync());
        Assert.Equal(2, (await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements.Count);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_PRIVATE",
            shona.Protection.ShowPrivateAsync(Show(mark)));
    }

    private static async Task<List<string>> SecretAsync(Caller whose, string personId) =>
        [.. (await whose.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements
            .Where(i => i.IsSecret).Select(i => i.InvolvementId)];

    [Fact]
    public async Task The_reason_is_due_again_after_28_days_and_the_agencys_privacy_officer_sees_it_overdue()
    {
        await using var platform = Platform.Only("person", "sharing");
        var setting = new Setting(platform);
        await setting.TeamOfAsync("eileen");
        var (eileen, craig) = (await platform.SignInAsync("eileen"), await platform.SignInAsync("craig"));
        var personId = await setting.RegisterPersonAsync(eileen);
        var own = (await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements[0];
        var mark = (await eileen.Protection.MakePrivateAsync(Private(personId, own.InvolvementId))).PrivateMark;

        platform.Time.Advance(TimeSpan.FromDays(28));
        Assert.False(Assert.Single((await craig.Protection.ListPrivateAsync(new())).PrivateMarks).Overdue);
        platform.Time.Advance(TimeSpan.FromDays(1));
        Assert.True(Assert.Single((await craig.Protection.ListPrivateAsync(new())).PrivateMarks).Overdue);
        Assert.Empty((await (await platform.SignInAsync("rory")).Protection.ListPrivateAsync(new())).PrivateMarks);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            (await platform.SignInAsync("rory")).Protection.ShowPrivateAsync(Show(mark)));

        var reviewed = (await craig.Protection.ReviewPrivateAsync(new()
        {
            PersonId = personId,
            PrivateMarkId = mark.PrivateMarkId,
            Reason = "He asked again.",
        })).PrivateMark;
        Assert.Equal((false, "He asked again."), (reviewed.Overdue, reviewed.Reason));
        Assert.True(string.CompareOrdinal(mark.ReviewDueOn, reviewed.ReviewDueOn) < 0);
    }

    [Fact]
    public async Task A_councils_duty_reads_what_it_covers_and_no_conversation_nor_anything_of_a_health_body()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        await fiona.Person.SetSafeContactAsync(new() { PersonId = personId, How = "Never when he is in." });
        var healthAuthored = await ProposeAsync(fiona, personId);
        var graeme = await town.SignInAsync("graeme");
        await TakeUpAsync(fiona, graeme, personId);
        var outcome = await ProposeAsync(graeme, personId);
        var forSupport = await town.NewestAsync();
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", ruth.Plan.GetOutcomeAsync(outcome, forSupport));
        await graeme.Plan.SayPurposeAsync(new()
        {
            PersonId = personId,
            Words = "A quiet home.",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        });

        var opened = await ruth.Protection.OpenProtectionAsync(await DutyAsync(personId));

        Assert.Equal("adult_protection", opened.Involvement.Purpose);
        var duty = await town.NewestAsync();
        duty.Add("po-purpose", "adult_protection");
        await ruth.Plan.GetOutcomeAsync(outcome, duty);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", ruth.Plan.GetOutcomeAsync(healthAuthored, duty));
        var plan = await ruth.Plan.GetPlanAsync(new() { PersonId = personId }, duty);
        Assert.Equal([outcome.OutcomeId], plan.Outcomes.Select(o => o.OutcomeId));
        // What everybody is here for is not among what the duty covers, as a conversation is not.
        Assert.Null(plan.Purpose);
        Assert.NotNull((await graeme.Plan.GetPlanAsync(new() { PersonId = personId })).Purpose);
        // For support they are still nobody.
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            ruth.Plan.GetOutcomeAsync(outcome, await town.NewestAsync()));
        // And nobody else sees that the council looks.
        foreach (var other in new[] { fiona, graeme })
        {
            Assert.DoesNotContain("Strathmore", (await other.Sharing.ListInvolvementsAsync(
                new() { PersonId = personId })).ToString());
        }
    }

    [Fact]
    public async Task A_duty_ends_with_its_last_day_by_itself()
    {
        await using var platform = Platform.Only("person", "sharing");
        var setting = new Setting(platform);
        await setting.TeamOfAsync("fiona");
        var team = await setting.TeamOfAsync("ruth");
        var (fiona, ruth) = (await platform.SignInAsync("fiona"), await platform.SignInAsync("ruth"));
        var personId = await setting.RegisterPersonAsync(fiona);
        var open = Duty(personId, team, platform.Time.GetUtcNow().AddDays(7));
        await ruth.Protection.OpenProtectionAsync(open);
        var duty = new Metadata { { "po-purpose", "adult_protection" } };
        await ruth.Person.GetPersonAsync(new() { PersonId = personId }, duty);

        platform.Time.Advance(TimeSpan.FromDays(8) + TimeSpan.FromHours(1));

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            ruth.Person.GetPersonAsync(new() { PersonId = personId }, duty));
    }

    [Fact]
    public async Task A_duty_is_the_councils_once_at_a_time_for_somebody_who_is_there()
    {
        var (eileen, fiona) = (await town.SignInAsync("eileen"), await town.SignInAsync("fiona"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var health = await DutyAsync(personId, "fiona");
        Assert.Equal("team_id", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_A_DUTY_HOLDER",
            fiona.Protection.OpenProtectionAsync(health))).Field);
        var late = await DutyAsync(personId);
        late.EndsOn = town.Platform.Time.GetUtcNow().AddDays(200).ToString("yyyy-MM-dd", null);
        Assert.Equal("ends_on", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "DAY_TOO_FAR",
            eileen.Protection.OpenProtectionAsync(late))).Field);
        late.EndsOn = town.Platform.Time.GetUtcNow().AddDays(-2).ToString("yyyy-MM-dd", null);
        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "DAY_IN_PAST",
            eileen.Protection.OpenProtectionAsync(late));

        var kin = await town.Setting.RegisterPersonAsync(fiona);
        await eileen.Kin.DeclareKinAsync(new() { PersonId = kin, Relation = V1.KinRelation.Family });
        Assert.Equal(
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                eileen.Protection.OpenProtectionAsync(await DutyAsync(Guid.NewGuid().ToString()))),
            await Refusal.OfAsync(eileen.Protection.OpenProtectionAsync(await DutyAsync(kin))));

        await eileen.Protection.OpenProtectionAsync(await DutyAsync(personId));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ALREADY_OPEN",
            eileen.Protection.OpenProtectionAsync(await DutyAsync(personId)));
    }

    private static MakePrivateRequest Private(string personId, string involvementId) => new()
    {
        PersonId = personId,
        InvolvementId = involvementId,
        Reason = "Her son asks at every door.",
    };

    private static ShowPrivateRequest Show(V1.PrivateMark mark) => new()
    {
        PersonId = mark.PersonId,
        PrivateMarkId = mark.PrivateMarkId,
        Reason = "He has moved abroad.",
    };

    private async Task<OpenProtectionRequest> DutyAsync(string personId, string user = "ruth") => Duty(
        personId, await town.Setting.TeamOfAsync(user), town.Platform.Time.GetUtcNow().AddDays(7));

    private static OpenProtectionRequest Duty(string personId, string teamId, DateTimeOffset lastDay) => new()
    {
        PersonId = personId,
        TeamId = teamId,
        Rationale = "Her purse is empty after each visit.",
        Practitioners = { new Practitioner { Offer = "To ask her, alone." } },
        EndsOn = lastDay.ToString("yyyy-MM-dd", null),
    };

    private async Task<string> TakeUpAsync(Caller referrer, Caller receiver, string personId,
        V1.LegalBasis basis = V1.LegalBasis.PublicTask)
    {
        var referral = (await referrer.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync(receiver.User),
            ReasonWhatMatters = "To be safe.",
            HappenedOn = town.Today,
            WithThePersonsSay = new()
            {
                Voice = new() { SaidBy = V1.Speaker.Person, How = { "spoken" } },
                Said = "Aye, ask them.",
            },
        })).Referral;
        return (await receiver.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = referral.ReferralId,
            Practitioners = { new Practitioner { Offer = "A safe room." } },
            LegalBasis = basis,
        })).Involvement.InvolvementId;
    }

    private async Task<GetOutcomeRequest> ProposeAsync(Caller practitioner, string personId, string purpose = "") => new()
    {
        PersonId = personId,
        OutcomeId = (await practitioner.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = personId,
            Statement = "To sleep at night",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        }, await ForAsync(purpose))).Outcome.OutcomeId,
    };

    private async Task<Metadata> ForAsync(string purpose)
    {
        var metadata = await town.NewestAsync();
        if (purpose.Length > 0)
        {
            metadata.Add("po-purpose", purpose);
        }
        return metadata;
    }
}
