using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class AgreePlanTests(Neighbours neighbours)
{
    [Fact]
    public async Task The_plan_says_that_the_person_agreed_to_it_how_they_were_asked_and_whether_it_changed_since()
    {
        var personId = (await neighbours.ProposeAsync(await neighbours.SharedAsync())).PersonId;
        var version = await NewestAsync(neighbours.Fiona, personId);

        var agreed = (await neighbours.Fiona.Plan.AgreePlanAsync(Agree(personId, version))).PlanAgreement;

        Assert.Equal((version.RecordTime, false), (agreed.VersionTime, agreed.ChangedSince));
        Assert.Equal(new V1.Agreement(Valid.Asked) { WrittenBy = Writer.Practitioner }, agreed.Agreement);
        Assert.Equal(agreed, (await neighbours.Ruth.PlanAsync(personId)).Agreed);
        var then = neighbours.Now();
        neighbours.Later();
        await neighbours.ProposeAsync(personId);
        Assert.Equal(new(agreed) { ChangedSince = true }, (await neighbours.Ruth.PlanAsync(personId)).Agreed);
        Assert.Equal(agreed, (await neighbours.Ruth.PlanAsync(personId, then)).Agreed);
        Assert.Null((await neighbours.Ruth.PlanAsync(personId, version.RecordTime)).Agreed);
    }

    [Fact]
    public async Task Who_does_not_see_what_changed_is_told_by_their_own_versions()
    {
        var personId = (await neighbours.ProposeAsync(await neighbours.SharedAsync())).PersonId;
        var own = await NewestAsync(neighbours.Ruth, personId);
        await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var fionas = await NewestAsync(neighbours.Fiona, personId);

        await neighbours.Fiona.Plan.AgreePlanAsync(Agree(personId, fionas));
        neighbours.Later();
        await neighbours.ProposeAsync(personId, neighbours.SocialWork);

        var (ruths, theirs) = ((await neighbours.Ruth.PlanAsync(personId)).Agreed,
            (await neighbours.Fiona.PlanAsync(personId)).Agreed);
        Assert.Equal((own.RecordTime, false), (ruths.VersionTime, ruths.ChangedSince));
        Assert.Equal((fionas.RecordTime, true), (theirs.VersionTime, theirs.ChangedSince));
    }

    [Fact]
    public async Task Of_a_plan_of_which_the_viewer_sees_nothing_no_agreement_is_told_nor_one_that_is_withheld()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        await neighbours.Fiona.Plan.AgreePlanAsync(Agree(personId, await NewestAsync(neighbours.Fiona, personId)));
        neighbours.Later();
        Assert.Equal(new GetPlanResponse(), await neighbours.Ruth.PlanAsync(personId));

        await neighbours.ProposeAsync(personId);
        var withheld = Agree(personId, await NewestAsync(neighbours.Fiona, personId));
        withheld.WithheldFrom.Add(neighbours.SocialWork);
        await neighbours.Fiona.Plan.AgreePlanAsync(withheld);

        Assert.Null((await neighbours.Ruth.PlanAsync(personId)).Agreed);
        Assert.NotNull((await neighbours.Fiona.PlanAsync(personId)).Agreed);
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_agrees_and_whoever_only_speaks_for_them_does_not()
    {
        var personId = await neighbours.CallumsAsync();
        await neighbours.ProposeAsync(personId);
        var request = Agree(personId, await NewestAsync(neighbours.Callum, personId));
        request.Agreement = new();

        var agreed = (await neighbours.Callum.Plan.AgreePlanAsync(request)).PlanAgreement;

        Assert.Equal((V1.AgreedBy.Person, Writer.Person, neighbours.Today),
            (agreed.Agreement.AgreedBy, agreed.Agreement.WrittenBy, agreed.Agreement.AgreedOn));
        var another = (await neighbours.ProposeAsync(await neighbours.SharedAsync())).PersonId;
        var catriona = await neighbours.RepresentedAsync(another);
        await neighbours.LevelAsync("sharing");
        var theirs = Agree(another, await NewestAsync(catriona, another));
        Assert.Equal("OUT_OF_SCOPE", (await Refusal.ExpectAsync(StatusCode.PermissionDenied, "OUT_OF_SCOPE",
            catriona.Plan.AgreePlanAsync(theirs))).Reason);
    }

    public static TheoryData<string, Action<AgreePlanRequest>> NotAsked => new()
    {
        { "agreement", r => r.Agreement = null },
        { "agreement.asked_how", r => r.Agreement.AskedHow = " " },
        { "agreement.spoken_by", r => r.Agreement.AgreedBy = V1.AgreedBy.CouldNotSay },
    };

    [Theory]
    [MemberData(nameof(NotAsked))]
    public async Task Without_the_person_asked_there_is_no_agreement(string field, Action<AgreePlanRequest> change)
    {
        var personId = (await neighbours.ProposeAsync(await neighbours.RegisterAsync())).PersonId;
        var request = Agree(personId, await NewestAsync(neighbours.Fiona, personId));
        change(request);

        await neighbours.Fiona.Plan.AgreePlanAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", field);

        Assert.Null((await neighbours.Fiona.PlanAsync(personId)).Agreed);
    }

    [Fact]
    public async Task What_is_no_version_of_the_callers_or_is_one_no_more_is_refused()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.ProposeAsync(personId);
        var fionas = await NewestAsync(neighbours.Fiona, personId);
        var hidden = await neighbours.ProposeAsync(personId);
        var gone = await NewestAsync(neighbours.Ruth, personId);
        await neighbours.Fiona.Entries("plan").WithholdItemAsync(new()
        {
            PersonId = personId,
            ItemId = hidden.OutcomeId,
            WithheldFrom = { neighbours.SocialWork },
        });

        foreach (var version in new[] { fionas.Version, gone.Version, "yesterday" })
        {
            await neighbours.Ruth.Plan.AgreePlanAsync(Agree(personId, new PlanVersion { Version = version }))
                .RefusedAsync(StatusCode.InvalidArgument, "VERSION_INVALID", "version");
        }
        Assert.DoesNotContain("PlanAgreed", await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task The_same_request_is_done_once_entered_in_error_it_is_gone_and_it_is_not_moved()
    {
        var personId = (await neighbours.ProposeAsync(await neighbours.SharedAsync())).PersonId;
        var (request, id) = (Agree(personId, await NewestAsync(neighbours.Fiona, personId)), Valid.RequestId());
        var first = await neighbours.Fiona.Plan.AgreePlanAsync(request, id);
        Assert.Equal(first, await neighbours.Fiona.Plan.AgreePlanAsync(request, id));
        neighbours.Later();
        var entries = neighbours.Fiona.Entries("plan");
        await entries.MoveItemAsync(new()
        {
            PersonId = personId,
            ItemId = first.PlanAgreement.PlanAgreementId,
            ToPersonId = await neighbours.SharedAsync(),
        }).RefusedAsync(StatusCode.FailedPrecondition, "NOT_MOVED", "item_id");

        await entries.EnterInErrorAsync(new()
        {
            PersonId = personId,
            ItemId = first.PlanAgreement.PlanAgreementId,
            Reason = Access.V1.MistakeReason.WrongRecord,
        });

        Assert.Null((await neighbours.Ruth.PlanAsync(personId)).Agreed);
        Assert.Equal(["OutcomeProposed", "PlanAgreed", "EnteredInError"], await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task Of_somebody_who_died_no_plan_is_agreed_any_more()
    {
        var personId = (await neighbours.ProposeAsync(await neighbours.SharedAsync())).PersonId;
        var request = Agree(personId, await NewestAsync(neighbours.Fiona, personId));
        await neighbours.DiesAsync(personId, "plan");

        await neighbours.Fiona.Plan.AgreePlanAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        await neighbours.Nadia.Plan.AgreePlanAsync(request).NotFoundAsync();
    }

    private static AgreePlanRequest Agree(string personId, PlanVersion version) =>
        new() { PersonId = personId, Version = version.Version, Agreement = Valid.Asked };

    private static async Task<PlanVersion> NewestAsync(Caller caller, string personId) =>
        (await caller.Plan.ListPlanVersionsAsync(new() { PersonId = personId })).Versions[0];
}
