using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using PlanVoice = PersonalOutcomes.Plans.V1.Voice;

namespace PersonalOutcomes.Sharing;

public sealed class RepresentativeTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_carer_sees_within_their_days_and_never_what_is_withheld_from_them()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var shown = await ProposeAsync(eileen, personId, "To sing again");
        var (catriona, representativeId) = await ActsAsync(eileen, personId, Carer(personId));

        await catriona.Plan.GetOutcomeAsync(shown, await town.NewestAsync());
        var hidden = await ProposeAsync(eileen, personId, "To get away from my niece", representativeId);

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", catriona.Plan.GetOutcomeAsync(hidden));
        Assert.Equal(shown.OutcomeId, Assert.Single(
            (await catriona.Plan.GetPlanAsync(new() { PersonId = personId })).Outcomes).OutcomeId);
        var own = Proposal(personId, "To be quiet");
        own.Voice = null;
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "READING_ONLY", catriona.Plan.ProposeOutcomeAsync(own));
    }

    [Fact]
    public async Task Their_last_day_is_over_at_midnight_in_Scotland_with_no_job_run()
    {
        await using var platform = Platform.Only("person", "sharing", "plan");
        var setting = new Setting(platform);
        await setting.TeamOfAsync("eileen");
        var eileen = await platform.SignInAsync("eileen");
        var personId = await setting.RegisterPersonAsync(eileen);
        var today = DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTime(platform.Time.GetUtcNow(), London).DateTime);
        var named = Carer(personId);
        named.EndsOn = today.ToString("yyyy-MM-dd", null);
        var (catriona, _) = await ActsAsync(platform, eileen, personId, named);
        await catriona.Plan.GetPlanAsync(new() { PersonId = personId });

        var midnight = TimeZoneInfo.ConvertTimeToUtc(today.AddDays(1).ToDateTime(TimeOnly.MinValue), London);
        platform.Time.Advance(midnight.AddSeconds(-1) - platform.Time.GetUtcNow().UtcDateTime);
        await catriona.Plan.GetPlanAsync(new() { PersonId = personId });
        platform.Time.Advance(TimeSpan.FromSeconds(1));

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Plan.GetPlanAsync(new() { PersonId = personId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Representatives.ListRepresentativesAsync(new() { PersonId = personId }));
    }

    [Fact]
    public async Task A_carer_who_speaks_does_not_agree_and_an_attorney_does_and_never_as_the_person()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var carer = Carer(personId);
        carer.Scope = V1.RepresentativeScope.Speaks;
        var (catriona, _) = await ActsAsync(eileen, personId, carer);
        var proposal = Proposal(personId, "To be at home");
        proposal.Voice = null;

        var proposed = (await catriona.Plan.ProposeOutcomeAsync(proposal, await town.NewestAsync())).Outcome;
        Assert.Equal(
            (Plans.V1.Speaker.Representative, Plans.V1.Writer.Representative, false),
            (proposed.Voice.SaidBy, proposed.Voice.WrittenBy, proposed.Voice.IsPersonsVoice));
        proposal.Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } };
        Assert.Equal("voice.said_by", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "NOT_YOUR_VOICE",
            catriona.Plan.ProposeOutcomeAsync(proposal))).Field);
        var agree = new AgreeOutcomeRequest
        {
            PersonId = personId,
            OutcomeId = proposed.OutcomeId,
            Etag = proposed.Etag,
            Agreement = new(),
        };
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "OUT_OF_SCOPE", catriona.Plan.AgreeOutcomeAsync(agree));

        var (archie, _) = await ActsAsync(eileen, personId, Attorney(personId), "archie");
        var agreed = (await archie.Plan.AgreeOutcomeAsync(agree, await town.NewestAsync())).Outcome;
        Assert.Equal(AgreedBy.Representative, agreed.Agreement.AgreedBy);
        Assert.Equal(["representative_sign_in"], agreed.Agreement.How);
    }

    [Fact]
    public async Task They_never_read_the_safe_contact_nor_a_hidden_address_nor_a_referral_nor_the_evidence_on_them()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = (await eileen.Person.RegisterPersonAsync(new()
        {
            TeamId = await town.Setting.TeamOfAsync("eileen"),
            FullName = "Somebody Hidden",
            Address = "1 Nowhere Street",
            Postcode = "DD1 1AA",
            AddressHidden = true,
        })).Person.PersonId;
        await eileen.Person.SetSafeContactAsync(new() { PersonId = personId, How = "Never when her niece is in." });
        var referral = (await eileen.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync("shona"),
            ReasonWhatMatters = "To be safe.",
            HappenedOn = town.Today,
            LegalBasis = V1.LegalBasis.AdultProtection,
        })).Referral;
        var (catriona, _) = await ActsAsync(eileen, personId, Attorney(personId));

        var person = (await catriona.Person.GetPersonAsync(
            new() { PersonId = personId }, await town.NewestAsync())).Person;
        Assert.Empty(person.SafeContacts);
        Assert.DoesNotContain("Nowhere", person.ToString());
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            catriona.Person.ReadHiddenAddressAsync(new() { PersonId = personId }));
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED", catriona.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = referral.ReferralId }));
        var own = Assert.Single((await catriona.Representatives.ListRepresentativesAsync(
            new() { PersonId = personId })).Representatives);
        Assert.Equal(("", "", null), (own.Evidence, own.EndReason, own.WithThePersonsSay));
        Assert.DoesNotContain("rotection", (await catriona.Sharing.ListInvolvementsAsync(
            new() { PersonId = personId })).ToString());
    }

    [Fact]
    public async Task One_representative_does_not_see_another()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var (catriona, first) = await ActsAsync(eileen, personId, Carer(personId));
        var (archie, second) = await ActsAsync(eileen, personId, Attorney(personId), "archie");

        Assert.Equal([first], (await catriona.Representatives.ListRepresentativesAsync(
            new() { PersonId = personId })).Representatives.Select(r => r.RepresentativeId));
        Assert.Equal([second], (await archie.Representatives.ListRepresentativesAsync(
            new() { PersonId = personId })).Representatives.Select(r => r.RepresentativeId));
        Assert.Equal(new[] { first, second }.Order(), (await eileen.Representatives.ListRepresentativesAsync(
            new() { PersonId = personId })).Representatives.Select(r => r.RepresentativeId).Order());
    }

    [Fact]
    public async Task Ended_they_see_nothing_at_once_everywhere_and_are_not_ended_twice()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var (catriona, representativeId) = await ActsAsync(eileen, personId, Carer(personId));
        await catriona.Plan.GetPlanAsync(new() { PersonId = personId }, await town.NewestAsync());
        var end = new EndRepresentativeRequest
        {
            PersonId = personId,
            RepresentativeId = representativeId,
            Reason = "She has moved away.",
        };
        var code = (await eileen.Representatives.PrintRepresentativeCodeAsync(
            new() { PersonId = personId, RepresentativeId = representativeId })).Code;

        await eileen.Representatives.EndRepresentativeAsync(end);

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Plan.GetPlanAsync(new() { PersonId = personId }, await town.NewestAsync()));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Representatives.BindRepresentativeAsync(new() { Code = code }));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_REPRESENTING",
            eileen.Representatives.EndRepresentativeAsync(end));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_REPRESENTING",
            eileen.Representatives.PrintRepresentativeCodeAsync(
                new() { PersonId = personId, RepresentativeId = representativeId }));
    }

    [Fact]
    public async Task The_person_names_and_ends_their_carer_and_a_guardian_takes_a_practitioner()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var iris = await town.Setting.BindAsync(eileen, personId, "iris");
        var carer = Carer(personId);
        carer.WithThePersonsSay = null;
        var named = (await iris.Representatives.NameRepresentativeAsync(carer)).Representative;
        Assert.True(named.WithThePersonsSay.Voice.IsPersonsVoice);

        Assert.Equal("role", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "EVIDENCE_NOT_SEEN",
            iris.Representatives.NameRepresentativeAsync(Attorney(personId)))).Field);
        var attorney = (await eileen.Representatives.NameRepresentativeAsync(Attorney(personId))).Representative;
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ENDED_BY_LAW",
            iris.Representatives.EndRepresentativeAsync(
                new() { PersonId = personId, RepresentativeId = attorney.RepresentativeId }));
        var ended = (await iris.Representatives.EndRepresentativeAsync(
            new() { PersonId = personId, RepresentativeId = named.RepresentativeId })).Representative;
        Assert.NotEqual("", ended.EndTime);
    }

    [Fact]
    public async Task A_carer_whom_the_person_did_not_name_and_a_guardian_without_evidence_are_refused()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var agrees = Carer(personId);
        agrees.Scope = V1.RepresentativeScope.Agrees;
        var byFamily = Carer(personId);
        byFamily.WithThePersonsSay.Voice = new() { SaidBy = V1.Speaker.Family, SaidByName = "Ann", How = { "family" } };
        var nothingSaid = Carer(personId);
        nothingSaid.WithThePersonsSay = null;
        var unseen = Attorney(personId);
        unseen.Evidence = " ";
        var backwards = Attorney(personId);
        (backwards.StartsOn, backwards.EndsOn) = ("2026-02-02", "2026-02-01");

        Assert.Equal("scope", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "SCOPE_NOT_THEIRS",
            eileen.Representatives.NameRepresentativeAsync(agrees))).Field);
        Assert.Equal("with_the_persons_say", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED",
            eileen.Representatives.NameRepresentativeAsync(byFamily))).Field);
        Assert.Equal("with_the_persons_say", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED",
            eileen.Representatives.NameRepresentativeAsync(nothingSaid))).Field);
        Assert.Equal("evidence", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WORDS_MISSING",
            eileen.Representatives.NameRepresentativeAsync(unseen))).Field);
        Assert.Equal("ends_on", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "DAY_TOO_EARLY",
            eileen.Representatives.NameRepresentativeAsync(backwards))).Field);
        Assert.Empty((await eileen.Representatives.ListRepresentativesAsync(
            new() { PersonId = personId })).Representatives);
    }

    [Fact]
    public async Task One_code_binds_one_sign_in_and_a_newer_one_takes_its_place()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var (catriona, representativeId) = await ActsAsync(eileen, personId, Carer(personId));
        var print = new PrintRepresentativeCodeRequest { PersonId = personId, RepresentativeId = representativeId };
        var old = (await eileen.Representatives.PrintRepresentativeCodeAsync(print)).Code;
        var code = (await eileen.Representatives.PrintRepresentativeCodeAsync(print)).Code;
        var archie = await town.SignInAsync("archie");

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            archie.Representatives.BindRepresentativeAsync(new() { Code = old }));
        await archie.Representatives.BindRepresentativeAsync(new() { Code = code });
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Representatives.BindRepresentativeAsync(new() { Code = code }));

        await archie.Plan.GetPlanAsync(new() { PersonId = personId }, await town.NewestAsync());
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Plan.GetPlanAsync(new() { PersonId = personId }, await town.NewestAsync()));
    }

    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    private Task<(Caller, string)> ActsAsync(
        Caller practitioner, string personId, NameRepresentativeRequest named, string user = "catriona") =>
        ActsAsync(town.Platform, practitioner, personId, named, user);

    private static async Task<(Caller, string)> ActsAsync(Platform platform, Caller practitioner, string personId,
        NameRepresentativeRequest named, string user = "catriona")
    {
        var id = (await practitioner.Representatives.NameRepresentativeAsync(named)).Representative.RepresentativeId;
        var code = (await practitioner.Representatives.PrintRepresentativeCodeAsync(
            new() { PersonId = personId, RepresentativeId = id })).Code;
        var representative = await platform.SignInAsync(user);
        await representative.Representatives.BindRepresentativeAsync(new() { Code = code });
        return (representative, id);
    }

    private static NameRepresentativeRequest Carer(string personId) => new()
    {
        PersonId = personId,
        Name = "Catriona Dalgleish",
        Role = V1.RepresentativeRole.Carer,
        Scope = V1.RepresentativeScope.Sees,
        WithThePersonsSay = new()
        {
            Voice = new() { SaidBy = V1.Speaker.Person, How = { "spoken" } },
            Said = "She knows how I like things.",
        },
    };

    private static NameRepresentativeRequest Attorney(string personId) => new()
    {
        PersonId = personId,
        Name = "Archie Milne",
        Role = V1.RepresentativeRole.Attorney,
        Scope = V1.RepresentativeScope.Agrees,
        Evidence = "Certificate of the Public Guardian, seen on paper.",
    };

    private static ProposeOutcomeRequest Proposal(string personId, string statement) => new()
    {
        PersonId = personId,
        Statement = statement,
        Voice = new PlanVoice { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
    };

    private static async Task<GetOutcomeRequest> ProposeAsync(
        Caller practitioner, string personId, string statement, params string[] withheldFrom)
    {
        var proposal = Proposal(personId, statement);
        proposal.WithheldFrom.AddRange(withheldFrom);
        return new()
        {
            PersonId = personId,
            OutcomeId = (await practitioner.Plan.ProposeOutcomeAsync(proposal)).Outcome.OutcomeId,
        };
    }
}
