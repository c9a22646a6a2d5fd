using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// In a town of its own, since a sign-in is bound once.
public sealed partial class DeathTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task Whoever_acts_for_the_person_acts_no_more_and_what_a_mistake_ended_comes_back_and_only_that()
    {
        var (eileen, personId) = await RegisterAsync();
        var early = await NameAsync(eileen, personId);
        await eileen.Representatives.EndRepresentativeAsync(
            new() { PersonId = personId, RepresentativeId = early, Reason = "She moved away." });
        var lasting = await NameAsync(eileen, personId);
        var catriona = await town.Platform.SignInAsync("catriona");
        await catriona.Representatives.BindRepresentativeAsync(
            new() { Code = await PrintAsync(eileen, personId, lasting) });
        var unbound = await NameAsync(eileen, personId);
        var unused = await PrintAsync(eileen, personId, unbound);
        var before = await ListAsync(eileen, personId);

        await DiesAsync(eileen, personId);

        var after = await ListAsync(eileen, personId);
        Assert.All(after.Where(r => r.RepresentativeId != early), r => Assert.Equal("The person died.", r.EndReason));
        Assert.Equal("She moved away.", after.Single(r => r.RepresentativeId == early).EndReason);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Representatives.ListRepresentativesAsync(new() { PersonId = personId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            catriona.Representatives.BindRepresentativeAsync(new() { Code = unused }));

        await ReverseAsync(personId);

        Assert.Equal(before, await ListAsync(eileen, personId));
        Assert.Single((await catriona.Representatives.ListRepresentativesAsync(
            new() { PersonId = personId })).Representatives);
    }

    [Fact]
    public async Task Nothing_new_is_begun_and_the_record_stays_readable_to_those_involved()
    {
        var (eileen, personId) = await RegisterAsync();
        var fiona = await town.SignInAsync("fiona");
        await town.InvolveAsync(eileen, personId, fiona);
        var team = await town.Setting.TeamOfAsync("eileen");
        var printed = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId });

        await DiesAsync(eileen, personId);
        var journal = await town.JournalAsync(personId);

        await DiedAsync(eileen.Sharing.MakeReferralAsync(Referral(personId, await town.Setting.TeamOfAsync("shona"))));
        await DiedAsync(eileen.Representatives.NameRepresentativeAsync(Carer(personId)));
        await DiedAsync(eileen.Lead.ChooseLeadTeamAsync(
            new() { PersonId = personId, TeamId = team, WithThePersonsSay = Involved.Say("You, Eileen.") }));
        await DiedAsync(fiona.Lead.ProposeLeadTeamAsync(
            new() { PersonId = personId, TeamId = team, Reason = "They know her." }));
        await DiedAsync(eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId }));
        await DiedAsync(eileen.Protection.OpenProtectionAsync(new()
        {
            PersonId = personId,
            TeamId = team,
            Rationale = "Her purse is empty.",
            Practitioners = { new Practitioner { Offer = "To ask her." } },
            EndsOn = town.Platform.Time.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", null),
        }));
        var iris = await town.Platform.SignInAsync("iris");
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            iris.Sharing.BindLoginAsync(new() { Code = printed.Code }));

        Assert.Equal(journal, await town.JournalAsync(personId));
        Assert.Equal(2, (await fiona.InvolvedAsync(personId)).Count);
        Assert.All(await eileen.InvolvedAsync(personId), i => Assert.Contains(
            $"{i.Team.Name} worked with the person since", i.Sentence, StringComparison.Ordinal));
        var own = await town.OwnAsync(fiona, personId);
        await fiona.Sharing.EndInvolvementAsync(
            new() { PersonId = personId, InvolvementId = own.InvolvementId, Reason = "Her affairs are settled." });
        Assert.Single(await eileen.InvolvedAsync(personId));
    }

    [Fact]
    public async Task What_waits_for_an_answer_is_not_begun_either_and_a_yes_from_before_is_answered_again()
    {
        var (eileen, personId) = await RegisterAsync();
        var (fiona, shona) = (await town.SignInAsync("fiona"), await town.SignInAsync("shona"));
        await town.InvolveAsync(eileen, personId, fiona);
        var to = await town.Setting.TeamOfAsync("shona");
        var accept = Accept((await eileen.Sharing.MakeReferralAsync(Referral(personId, to))).Referral);
        var id = Town.NewRequest();
        var accepted = await shona.Sharing.AcceptReferralAsync(accept, Town.Request(id));
        var waits = (await eileen.Sharing.MakeReferralAsync(Referral(personId, to))).Referral;
        var redirect = new RedirectReferralRequest
        {
            PersonId = personId,
            ReferralId = waits.ReferralId,
            ToTeamId = await town.Setting.TeamOfAsync("graeme"),
            Reason = "It is about the house.",
        };
        var lead = (await eileen.Lead.ProposeLeadTeamAsync(new()
        {
            PersonId = personId,
            TeamId = await town.Setting.TeamOfAsync("fiona"),
            Reason = "They know her.",
        })).Lead;
        var agree = new AgreeLeadTeamRequest { PersonId = personId, LeadId = lead.LeadId };
        await DiesAsync(eileen, personId);
        var journal = await town.JournalAsync(personId);

        await DiedAsync(shona.Sharing.AcceptReferralAsync(Accept(waits)));
        await DiedAsync(shona.Sharing.RedirectReferralAsync(redirect));
        await DiedAsync(fiona.Lead.AgreeLeadTeamAsync(agree));
        Assert.Equal(accepted.Involvement.InvolvementId, (await shona.Sharing.AcceptReferralAsync(
            accept, Town.Request(id))).Involvement.InvolvementId);

        Assert.Equal(journal, await town.JournalAsync(personId));
        Assert.Equal("", await eileen.LeadsAsync(personId));
        Assert.Equal(V1.ReferralState.Waiting, (await shona.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = waits.ReferralId })).Referral.State);

        // The mistake has not been told here: the refusal is not final.
        await MistakenAsync(personId);
        await fiona.Lead.AgreeLeadTeamAsync(agree);
        await shona.Sharing.RedirectReferralAsync(redirect);
    }

    [Fact]
    public async Task Nobody_has_anything_to_bring_to_them_any_more()
    {
        var (eileen, personId) = await RegisterAsync();
        var fiona = await town.SignInAsync("fiona");
        await fiona.Emergency.OpenEmergencyAsync(new()
        {
            PersonId = personId,
            TeamId = await town.Setting.TeamOfAsync("fiona"),
            Reason = "life_at_risk",
            Explanation = "She was found on the stairs and does not answer.",
        });
        var tasks = new ListDeliveriesRequest
        {
            TeamId = await town.Setting.TeamOfAsync("eileen"),
            PersonId = personId,
        };
        var before = await eileen.Notices.ListDeliveriesAsync(tasks);
        Assert.Single(before.Tasks);

        await DiesAsync(eileen, personId);
        Assert.Empty((await eileen.Notices.ListDeliveriesAsync(tasks)).Tasks);

        await ReverseAsync(personId);
        Assert.Equal(before, await eileen.Notices.ListDeliveriesAsync(tasks));
    }

    [Fact]
    public async Task Every_team_that_is_involved_is_told_but_for_the_one_that_said_so_and_is_told_of_a_mistake()
    {
        var (eileen, personId) = await RegisterAsync();
        var (fiona, shona) = (await town.SignInAsync("fiona"), await town.SignInAsync("shona"));
        await town.InvolveAsync(eileen, personId, fiona);

        await DiesAsync(eileen, personId);

        Assert.Equal(["The person died. The record stays as they left it."], await ToldAsync(fiona, personId));
        Assert.Empty(await ToldAsync(eileen, personId));
        Assert.Empty(await ToldAsync(shona, personId));

        await ReverseAsync(personId);

        foreach (var caller in new[] { eileen, fiona })
        {
            Assert.Equal(["That the person died was a mistake. All is as before."],
                await ToldAsync(caller, personId));
        }
    }

    private static async Task<IEnumerable<string>> ToldAsync(Caller caller, string personId) =>
        (await caller.Notices.ListNoticesAsync(new() { PersonId = personId })).Notices.Select(n => n.Words);

    [Fact]
    public async Task Nothing_is_kept_shown_objected_to_or_wished_in_the_name_of_who_died()
    {
        var (eileen, personId) = await RegisterAsync();
        var health = (await town.SignInAsync("fiona")).AgencyId;
        var kept = (await eileen.Wishes.RestrictAsync(Kept(personId, health, "strength"))).Restriction;
        var spoken = new Voice { SaidBy = Speaker.Person, How = { "spoken" } };
        var made = (await eileen.Wishes.ObjectAsync(
            new() { PersonId = personId, AgencyId = health, Words = "Not them.", Voice = spoken })).Objection;
        await DiesAsync(eileen, personId);
        var journal = await town.JournalAsync(personId);

        await DiedAsync(eileen.Wishes.RestrictAsync(Kept(personId, health, "purpose")));
        await DiedAsync(eileen.Wishes.LiftRestrictionAsync(
            new() { PersonId = personId, RestrictionId = kept.RestrictionId, Voice = spoken }));
        await DiedAsync(eileen.Wishes.ObjectAsync(
            new() { PersonId = personId, AgencyId = health, Words = "Nor now.", Voice = spoken }));
        await DiedAsync(eileen.Wishes.WithdrawObjectionAsync(
            new() { PersonId = personId, ObjectionId = made.ObjectionId, Voice = spoken }));
        await DiedAsync(eileen.Wishes.RecordWishAsync(
            new() { PersonId = personId, Words = "Ask me first.", Voice = spoken }));

        Assert.Equal(journal, await town.JournalAsync(personId));
        await eileen.Wishes.RecordWishAsync(new()
        {
            PersonId = personId,
            Words = "She wished that we keep her letters.",
            Voice = new() { SaidBy = Speaker.Family, SaidByName = "her daughter", How = { "family" } },
        });
    }

    private static RestrictRequest Kept(string personId, string fromId, string kind) => new()
    {
        PersonId = personId,
        FromId = fromId,
        Kind = kind,
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };

    [Fact]
    public async Task After_a_mistake_everything_can_be_begun_again()
    {
        var (eileen, personId) = await RegisterAsync();
        await DiesAsync(eileen, personId);
        await ReverseAsync(personId);

        await NameAsync(eileen, personId);
        await town.InvolveAsync(eileen, personId, await town.SignInAsync("fiona"));

        Assert.All(await eileen.InvolvedAsync(personId),
            i => Assert.Contains("has worked with the person", i.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_record_of_a_carer_who_was_cared_for_by_them_is_as_it_was()
    {
        var (eileen, personId) = await RegisterAsync();
        var carerId = await town.Setting.RegisterPersonAsync(eileen);
        await NameAsync(eileen, carerId);
        var (involved, acting) = (await eileen.InvolvedAsync(carerId), await ListAsync(eileen, carerId));

        await DiesAsync(eileen, personId);

        Assert.Equal(involved, await eileen.InvolvedAsync(carerId));
        Assert.Equal(acting, await ListAsync(eileen, carerId));
    }

    [Theory]
    [InlineData(Sharing.LegalBasis.AdultProtection, "The law on keeping adults safe asked it to.")]
    [InlineData(Sharing.LegalBasis.VitalInterests, "The law let it help when a life was in danger.")]
    [InlineData(Sharing.LegalBasis.Consent, "You said yes to this.")]
    [InlineData(Sharing.LegalBasis.PublicTask, "The law gave it this task.")]
    public void Of_somebody_who_died_it_is_told_in_the_past(Sharing.LegalBasis basis, string words) => Assert.Equal(
        "Adult team worked with you since 3 May 2026. It led the work. It was there to support you. " + words,
        Sentence.Of(new() { Team = new() { Name = "Adult team" }, IsLead = true },
            new() { LegalBasis = basis, Purpose = "support", FromTime = new(2026, 5, 3, 9, 0, 0, TimeSpan.Zero) },
            you: true, died: true));

    private async Task<(Caller Eileen, string PersonId)> RegisterAsync()
    {
        var eileen = await town.SignInAsync("eileen");
        return (eileen, await town.Setting.RegisterPersonAsync(eileen));
    }

    private async Task DiesAsync(Caller caller, string personId)
    {
        await caller.Person.RecordDeathAsync(
            new() { PersonId = personId, DiedOn = town.Today, HowKnown = "Her daughter rang us." });
        await LevelAsync();
    }

    private async Task ReverseAsync(string personId)
    {
        await MistakenAsync(personId);
        await LevelAsync();
    }

    private async Task MistakenAsync(string personId) =>
        await (await town.Platform.SignInAsync("craig")).Person.ReverseDeathAsync(
            new() { PersonId = personId, Reason = "It was her sister." });

    // Sharing has followed Person to its head.
    private async Task LevelAsync()
    {
        var copies = town.Platform.Services("sharing").GetRequiredService<Copies>();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await copies.LevelAsync("person", Call.Own("Asked", town.Platform.Time));
                return;
            }
            catch (Problem problem) when (problem.RetryAfter is not null && tries < 50)
            {
            }
        }
    }

    private static Task<Refusal> DiedAsync<T>(AsyncUnaryCall<T> call) =>
        call.RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");

    private MakeReferralRequest Referral(string personId, string toTeamId) => new()
    {
        PersonId = personId,
        ToTeamId = toTeamId,
        ReasonWhatMatters = "To stay where she is.",
        HappenedOn = town.Today,
        WithThePersonsSay = Involved.Say("Aye, ask them."),
    };

    private static AcceptReferralRequest Accept(V1.Referral referral) => new()
    {
        PersonId = referral.PersonId,
        ReferralId = referral.ReferralId,
        Practitioners = { new Practitioner { Offer = "To listen." } },
    };

    private static async Task<string> NameAsync(Caller caller, string personId) =>
        (await caller.Representatives.NameRepresentativeAsync(Carer(personId))).Representative.RepresentativeId;

    private static async Task<string> PrintAsync(Caller caller, string personId, string representativeId) =>
        (await caller.Representatives.PrintRepresentativeCodeAsync(
            new() { PersonId = personId, RepresentativeId = representativeId })).Code;

    private static async Task<List<V1.Representative>> ListAsync(Caller caller, string personId) =>
        [.. (await caller.Representatives.ListRepresentativesAsync(new() { PersonId = personId })).Representatives];

    private static NameRepresentativeRequest Carer(string personId) => new()
    {
        PersonId = personId,
        Name = "Catriona Dalgleish",
        Role = V1.RepresentativeRole.Carer,
        Scope = V1.RepresentativeScope.Sees,
        WithThePersonsSay = Involved.Say("She knows how I like things."),
    };
}
