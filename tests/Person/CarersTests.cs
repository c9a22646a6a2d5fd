using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

/// <summary>
/// A carer and whom they care for, each with a record of their own. Eileen's team is involved with both, Fiona's with
/// the mother alone and Nadia's with the daughter alone.
/// </summary>
// In a street of its own, since a sign-in is bound once and Nadia is a stranger in the others.
public sealed class CarersTests(Street street) : IClassFixture<Street>
{
    private static readonly Wire.Voice Spoken = new() { SaidBy = Wire.Speaker.Person, How = { "spoken" } };

    [Fact]
    public async Task R42_A_carer_has_a_record_of_their_own_and_neither_team_reads_the_others()
    {
        var two = await TwoAsync();

        var link = (await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken))).CarerLink;

        Assert.Equal((false, "Jo", "my daughter", two.Daughter),
            (link.Cares, link.Name, link.Relation, link.OtherPersonId));
        var mothers = await street.GetAsync(street.Fiona, two.Mother);
        var seen = Assert.Single(mothers.CarerLinks);
        Assert.Equal((link.CarerLinkId, false, "Jo", two.InMothersCircle, ""),
            (seen.CarerLinkId, seen.Cares, seen.Name, seen.CircleMemberId, seen.OtherPersonId));
        var daughters = await street.GetAsync(street.Nadia, two.Daughter);
        var carers = Assert.Single(daughters.CarerLinks);
        Assert.Equal((true, "Mum", "whom I look after", two.InDaughtersCircle, ""),
            (carers.Cares, carers.Name, carers.Relation, carers.CircleMemberId,
                carers.OtherPersonId));
        // Nothing in one record tells of the other but what its own circle says.
        Assert.NotEqual(seen.CarerLinkId, carers.CarerLinkId);
        Assert.DoesNotContain(two.Daughter, $"{mothers}");
        Assert.DoesNotContain(daughters.Names.FullName, $"{mothers}");
        Assert.DoesNotContain(two.Mother, $"{daughters}");
        Assert.DoesNotContain(mothers.Names.FullName, $"{daughters}");
        await street.Fiona.Person.GetPersonAsync(new() { PersonId = two.Daughter }, Street.Newest).NotFoundAsync();
        await street.Nadia.Person.GetPersonAsync(new() { PersonId = two.Mother }, Street.Newest).NotFoundAsync();
        Assert.Equal(two.Mother,
            Assert.Single((await street.GetAsync(street.Eileen, two.Daughter)).CarerLinks).OtherPersonId);
    }

    [Fact]
    public async Task Both_want_it_or_nothing_is_written_on_either_record()
    {
        var two = await TwoAsync();
        foreach (var (link, field) in new[]
        {
            (Link(two, Spoken, null), "carer_voice.said_by"), (Link(two, null, Spoken), "voice.said_by"),
        })
        {
            Assert.Equal(field, (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "CODE_MISSING",
                street.Eileen.Person.LinkCarerAsync(link))).Field);
        }
        Assert.Empty((await street.GetAsync(street.Eileen, two.Mother)).CarerLinks);
        Assert.Empty((await street.GetAsync(street.Eileen, two.Daughter)).CarerLinks);

        await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken));

        Assert.Equal("carer_person_id", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ALREADY_LINKED",
            street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken)))).Field);
    }

    [Fact]
    public async Task What_the_caller_may_not_see_is_no_more_there_than_nobody_to_be_linked_with()
    {
        var two = await TwoAsync();
        var nobody = Link(two, Spoken, Spoken);
        nobody.CarerPersonId = Guid.NewGuid().ToString();

        Assert.Equal(await Refusal.OfAsync(street.Fiona.Person.LinkCarerAsync(nobody)),
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                street.Fiona.Person.LinkCarerAsync(Link(two, Spoken, Spoken))));
        await street.Nadia.Person.LinkCarerAsync(Link(two, Spoken, Spoken)).NotFoundAsync();
        var turned = Link(two, Spoken, Spoken);
        (turned.CarerCircleMemberId, turned.CaredForCircleMemberId) =
            (turned.CaredForCircleMemberId, turned.CarerCircleMemberId);
        await street.Eileen.Person.LinkCarerAsync(turned).NotFoundAsync();
        Assert.Empty((await street.GetAsync(street.Eileen, two.Mother)).CarerLinks);
    }

    [Fact]
    public async Task Only_the_two_or_who_acts_for_them_want_it()
    {
        var two = await TwoAsync();
        foreach (var (voice, field) in new[]
        {
            (new Wire.Voice { SaidBy = Wire.Speaker.Practitioner, How = { "spoken" } }, "carer_voice.said_by"),
            (new Wire.Voice { SaidBy = Wire.Speaker.Person, How = { "observed" } }, "carer_voice.how"),
        })
        {
            Assert.Equal(field, (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THEIR_WORD",
                street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, voice)))).Field);
        }

        var attorneys = new Wire.Voice { SaidBy = Wire.Speaker.Representative, How = { "attorney_or_guardian" } };
        var link = (await street.Eileen.Person.LinkCarerAsync(Link(two, attorneys, Spoken))).CarerLink;
        Assert.False(link.Voice.IsPersonsVoice);
    }

    [Fact]
    public async Task Either_ends_it_on_their_own_record_and_nothing_is_entered_on_the_others()
    {
        var two = await TwoAsync();
        var duncan = await street.BindAsync(two.Daughter, "duncan");
        await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken));
        var carers = Assert.Single((await street.GetAsync(duncan, two.Daughter)).CarerLinks);
        var before = Entries(two.Mother);

        var request = new Wire.EndCarerLinkRequest { PersonId = two.Daughter, CarerLinkId = carers.CarerLinkId };
        var id = Guid.NewGuid().ToString();
        var ended = await duncan.Person.EndCarerLinkAsync(request, Street.Request(id));

        Assert.Equal(ended, await duncan.Person.EndCarerLinkAsync(request, Street.Request(id)));
        await duncan.Person.EndCarerLinkAsync(request).NotFoundAsync();
        Assert.Empty((await street.GetAsync(street.Eileen, two.Daughter)).CarerLinks);
        Assert.Empty((await street.GetAsync(street.Fiona, two.Mother)).CarerLinks);
        Assert.Equal(before, Entries(two.Mother));
        // They may want it again.
        await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken));
    }

    [Fact]
    public async Task A_link_is_shown_to_whom_its_entry_in_the_circle_is_and_goes_with_it()
    {
        var two = await TwoAsync();
        await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken));
        await street.Eileen.Entries("person").WithholdItemAsync(new()
        {
            PersonId = two.Mother,
            ItemId = two.InMothersCircle,
            WithheldFrom = { street.Team(street.Fiona) },
        });
        Assert.Empty((await street.GetAsync(street.Fiona, two.Mother)).CarerLinks);
        Assert.Single((await street.GetAsync(street.Eileen, two.Mother)).CarerLinks);

        await street.Eileen.Person.RemoveFromCircleAsync(
            new() { PersonId = two.Mother, CircleMemberId = two.InMothersCircle });

        Assert.Empty((await street.GetAsync(street.Eileen, two.Mother)).CarerLinks);
        Assert.Empty((await street.GetAsync(street.Nadia, two.Daughter)).CarerLinks);
    }

    [Fact]
    public async Task A_link_made_in_error_is_gone_from_both_records()
    {
        var two = await TwoAsync();
        var link = (await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken))).CarerLink;

        await street.Eileen.Entries("person").EnterInErrorAsync(
            new() { PersonId = two.Mother, ItemId = link.CarerLinkId, Reason = MistakeReason.WrongRecord });

        Assert.Empty((await street.GetAsync(street.Fiona, two.Mother)).CarerLinks);
        Assert.Empty((await street.GetAsync(street.Nadia, two.Daughter)).CarerLinks);
    }

    [Fact]
    public async Task R42_A_carers_plan_is_in_the_carers_words_and_for_the_carers_teams_alone()
    {
        var two = await TwoAsync();
        await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken));

        var first = await WritePlanAsync(street.Nadia, two.Daughter, "breaks", "A night to myself.");
        street.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await WritePlanAsync(street.Eileen, two.Daughter, "breaks", "Two nights to myself.", first);

        var plan = await street.Nadia.Person.GetCarerPlanAsync(new() { PersonId = two.Daughter }, Street.Newest);
        Assert.Equal(["circumstances", "able_and_willing", "emergency", "future", "personal_outcomes", "needs",
            "support", "breaks", "review"], plan.Sections.Select(s => s.Section));
        Assert.Equal([second], plan.Sections.Single(s => s.Section == "breaks").Words);
        Assert.True(second.Voice.IsPersonsVoice);
        Assert.All(plan.Sections.Where(s => s.Section != "breaks"), s => Assert.Empty(s.Words));
        Assert.All(plan.Sections, s => Assert.StartsWith("Carers (Scotland) Act 2016, s.9", s.Source));
        Assert.Equal([first], (await street.Nadia.Person.GetCarerPlanAsync(
            new() { PersonId = two.Daughter, OwnWordsId = second.OwnWordsId }, Street.Newest)).Earlier);
        // It is no part of what she says of herself, and nothing of it is in her mother's record.
        Assert.Empty((await street.Nadia.Person.GetAboutMeAsync(new() { PersonId = two.Daughter })).Sections);
        await street.Fiona.Person.GetCarerPlanAsync(new() { PersonId = two.Daughter }, Street.Newest).NotFoundAsync();
        Assert.All((await street.Fiona.Person.GetCarerPlanAsync(new() { PersonId = two.Mother })).Sections,
            s => Assert.Empty(s.Words));
    }

    [Fact]
    public async Task R42_A_carers_outcomes_are_their_own_in_their_own_plan_and_nothing_is_kept_twice()
    {
        var two = await TwoAsync();

        Assert.Equal("section", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "KEPT_ELSEWHERE",
            street.Eileen.Person.WriteCarerPlanAsync(new()
            {
                PersonId = two.Daughter,
                Section = "personal_outcomes",
                Words = "To sing again.",
                Voice = Spoken,
            }))).Field);
        var plan = await street.Eileen.Person.GetCarerPlanAsync(new() { PersonId = two.Daughter });
        Assert.Equal("/personal_outcomes.plan.v1.PlanService/GetPlan",
            Assert.Single(plan.Sections, s => s.KeptBy.Length > 0 && s.Section == "personal_outcomes").KeptBy);
    }

    [Fact]
    public async Task Staffs_own_voice_stands_in_place_of_no_carers_words_and_each_part_keeps_its_own()
    {
        var two = await TwoAsync();
        var words = await WritePlanAsync(street.Eileen, two.Daughter, "needs", "Somebody to ring at night.");
        var request = new Wire.WriteCarerPlanRequest
        {
            PersonId = two.Daughter,
            OwnWordsId = words.OwnWordsId,
            Etag = words.Etag,
            Section = "needs",
            Words = "Copes well.",
            Voice = new() { SaidBy = Wire.Speaker.Practitioner, How = { "observed" } },
        };

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSONS_WORDS",
            street.Nadia.Person.WriteCarerPlanAsync(request));
        (request.Voice, request.Section) = (Spoken, "breaks");
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ANOTHER_SECTION",
            street.Nadia.Person.WriteCarerPlanAsync(request));
    }

    [Fact]
    public async Task R42_When_the_one_cared_for_dies_the_carers_record_stays_hers()
    {
        var two = await TwoAsync();
        await street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken));
        await WritePlanAsync(street.Nadia, two.Daughter, "future", "When she is gone I go back to the choir.");
        await street.Fiona.Person.RecordDeathAsync(
            new() { PersonId = two.Mother, DiedOn = street.Today.ToString("O"), HowKnown = "She died on our ward." });

        var hers = await street.GetAsync(street.Nadia, two.Daughter);
        Assert.Equal(("", "Mum"), (hers.DiedOn, Assert.Single(hers.CarerLinks).Name));
        await WritePlanAsync(street.Nadia, two.Daughter, "needs", "Somebody to talk to.");
        Assert.Equal(2, (await street.Nadia.Person.GetCarerPlanAsync(new() { PersonId = two.Daughter }))
            .Sections.Sum(s => s.Words.Count));
        await street.Eileen.Person.EndCarerLinkAsync(new()
        {
            PersonId = two.Daughter,
            CarerLinkId = hers.CarerLinks[0].CarerLinkId,
            Voice = Spoken,
        });
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_DIED",
            street.Eileen.Person.LinkCarerAsync(Link(two, Spoken, Spoken)));
    }

    private sealed record Two(string Mother, string Daughter, string InMothersCircle, string InDaughtersCircle);

    private async Task<Two> TwoAsync()
    {
        var (mother, daughter) = (await street.SharedAsync(), await street.RegisterAsync());
        await street.InvolveAsync(street.Nadia, daughter);
        return new(mother, daughter, await InCircleAsync(mother, "Jo", "my daughter"),
            await InCircleAsync(daughter, "Mum", "whom I look after"));
    }

    private async Task<string> InCircleAsync(string personId, string name, string relation) =>
        (await street.Eileen.Person.AddToCircleAsync(
            new() { PersonId = personId, Name = name, Relation = relation })).CircleMember.CircleMemberId;

    private static Wire.LinkCarerRequest Link(Two two, Wire.Voice? mothers, Wire.Voice? daughters) => new()
    {
        PersonId = two.Mother,
        CarerPersonId = two.Daughter,
        CarerCircleMemberId = two.InMothersCircle,
        CaredForCircleMemberId = two.InDaughtersCircle,
        Voice = mothers,
        CarerVoice = daughters,
    };

    private static async Task<Wire.OwnWords> WritePlanAsync(
        Caller by, string personId, string section, string words, Wire.OwnWords? earlier = null) =>
        (await by.Person.WriteCarerPlanAsync(new()
        {
            PersonId = personId,
            OwnWordsId = earlier?.OwnWordsId ?? "",
            Etag = earlier?.Etag ?? "",
            Section = section,
            Words = words,
            Voice = Spoken,
        }, Street.Newest)).OwnWords;

    private int Entries(string personId) =>
        street.Query("SELECT Position FROM Journal WHERE Stream = @id", r => r.GetInt64(0), personId).Count;
}
