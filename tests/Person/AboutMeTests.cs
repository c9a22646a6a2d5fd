using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

/// <summary>What a person says of themselves: their words, every wording kept, and theirs to take off.</summary>
// In a street of its own, since a sign-in is bound once.
public sealed class AboutMeTests(Street street) : IClassFixture<Street>
{
    private static readonly Wire.Voice Spoken = new() { SaidBy = Wire.Speaker.Person, How = { "spoken" } };

    private static readonly Wire.Voice Staffs = new() { SaidBy = Wire.Speaker.Practitioner, How = { "spoken" } };

    private static readonly Wire.Voice Wifes =
        new() { SaidBy = Wire.Speaker.Family, SaidByName = "his wife Ann", How = { "telephone" } };

    [Fact]
    public async Task A_section_under_a_title_of_their_own_is_said_anew_by_another_team_and_both_wordings_stay()
    {
        var personId = await street.SharedAsync();
        var first = await WriteAsync(
            street.Eileen, new() { PersonId = personId, Title = "My garden", Words = "A fox." });
        Assert.Equal([first], await SectionsAsync(street.Fiona, personId));

        var second = await AnewAsync(street.Fiona, personId, first, "Two foxes.", Spoken);

        Assert.Equal(("My garden", "Two foxes.", first.OwnWordsId, true, Wire.Writer.Practitioner,
                street.Team(street.Fiona)),
            (second.Title, second.Words, second.EarlierId, second.Voice.IsPersonsVoice, second.Voice.WrittenBy,
                second.TeamId));
        Assert.Equal([second], await SectionsAsync(street.Eileen, personId));
        Assert.Equal([first], await EarlierAsync(street.Eileen, personId, second.OwnWordsId));
        Assert.Empty(await EarlierAsync(street.Eileen, personId, first.OwnWordsId));
    }

    [Fact]
    public async Task Words_in_the_persons_voice_are_replaced_by_their_own_or_as_told_and_never_by_staffs()
    {
        var personId = await street.SharedAsync();
        var first = await WriteAsync(
            street.Eileen, new() { PersonId = personId, Title = "Mornings", Words = "Leave me." });

        foreach (var voice in new[]
        {
            Staffs,
            new() { SaidBy = Wire.Speaker.Person, How = { "observed" } },
            new() { SaidBy = Wire.Speaker.Family, SaidByName = "her son", How = { "past_records" } },
        })
        {
            Assert.Equal("voice.said_by", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSONS_WORDS",
                street.Fiona.Person.WriteAboutMeAsync(new()
                {
                    PersonId = personId,
                    OwnWordsId = first.OwnWordsId,
                    Etag = first.Etag,
                    Words = "Is grumpy in the mornings.",
                    Voice = voice,
                }))).Field);
        }
        Assert.Equal([first], await SectionsAsync(street.Eileen, personId));

        var told = await AnewAsync(street.Fiona, personId, first, "He needs an hour.", Wifes);
        Assert.Equal((false, "his wife Ann"), (told.Voice.IsPersonsVoice, told.Voice.SaidByName));
        Assert.Equal("Leave me.", Assert.Single(
            await EarlierAsync(street.Fiona, personId, told.OwnWordsId)).Words);
        // Told by another in between, it is still where the person's own words stood.
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSONS_WORDS",
            street.Eileen.Person.WriteAboutMeAsync(new()
            {
                PersonId = personId,
                OwnWordsId = told.OwnWordsId,
                Etag = told.Etag,
                Words = "He gets up at ten.",
                Voice = Staffs,
            }));
    }

    [Fact]
    public async Task A_section_has_a_title_of_its_own_or_is_one_of_the_list()
    {
        var personId = await street.RegisterAsync();
        var listed = await WriteAsync(
            street.Eileen, new() { PersonId = personId, Section = "helps_when_upset", Words = "My brother's songs." });

        Assert.Equal(("what helps when I'm upset", true), (listed.Title, listed.AtAGlance));
        Assert.Equal("title", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "TITLE_MISSING",
            street.Eileen.Person.WriteAboutMeAsync(new() { PersonId = personId, Words = "x", Voice = Spoken }))).Field);
        Assert.Equal("section", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN",
            street.Eileen.Person.WriteAboutMeAsync(
                new() { PersonId = personId, Section = "faults", Words = "x", Voice = Spoken }))).Field);
    }

    [Fact]
    public async Task More_sections_than_anybody_reads_are_refused()
    {
        var personId = await street.RegisterAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            WriteAsync(street.Eileen, new() { PersonId = personId, Title = $"Number {i}", Words = "x" })));

        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "TOO_MANY", street.Eileen.Person.WriteAboutMeAsync(
            new() { PersonId = personId, Title = "One more", Words = "x", Voice = Spoken }));
        Assert.Equal(200, (await SectionsAsync(street.Eileen, personId)).Count);
    }

    [Fact]
    public async Task By_their_own_sign_in_a_person_writes_takes_off_and_still_reads_what_they_took_off()
    {
        var personId = await street.SharedAsync();
        var duncan = await street.BindAsync(personId, "duncan");
        var first = await WriteAsync(
            duncan, new() { PersonId = personId, Title = "A good day", Words = "The allotment." });
        var second = await AnewAsync(street.Fiona, personId, first, "The allotment, and soup.", Spoken);
        Assert.Equal((Wire.Writer.Person, ""), (first.Voice.WrittenBy, first.TeamId));

        var request = new Wire.TakeOffAboutMeRequest { PersonId = personId, OwnWordsId = first.OwnWordsId };
        var id = Guid.NewGuid().ToString();
        var off = await duncan.Person.TakeOffAboutMeAsync(request, Street.Request(id));

        Assert.Equal(off, await duncan.Person.TakeOffAboutMeAsync(request, Street.Request(id)));
        await duncan.Person.TakeOffAboutMeAsync(request).NotFoundAsync();
        foreach (var caller in new[] { street.Eileen, street.Fiona, duncan })
        {
            Assert.Empty(await SectionsAsync(caller, personId));
        }
        Assert.Empty(await TakenOffAsync(street.Fiona, personId));
        await street.Fiona.Person.GetAboutMeAsync(
            new() { PersonId = personId, OwnWordsId = second.OwnWordsId }, Street.Newest).NotFoundAsync();
        await street.Fiona.Person.WriteAboutMeAsync(new()
        {
            PersonId = personId,
            OwnWordsId = second.OwnWordsId,
            Etag = second.Etag,
            Words = "Soup.",
            Voice = Spoken,
        }).NotFoundAsync();
        var kept = Assert.Single(await TakenOffAsync(duncan, personId));
        Assert.Equal((second.OwnWordsId, second.Words), (kept.OwnWordsId, kept.Words));
        Assert.NotEmpty(kept.TakeOffTime);
        Assert.Equal("The allotment.", Assert.Single(
            await EarlierAsync(duncan, personId, second.OwnWordsId)).Words);
    }

    [Fact]
    public async Task Only_the_persons_own_word_takes_a_section_off_whoever_writes_that_down()
    {
        var personId = await street.SharedAsync();
        var words = await WriteAsync(
            street.Eileen, new() { PersonId = personId, Title = "My legs", Words = "They go." });
        var request = new Wire.TakeOffAboutMeRequest { PersonId = personId, OwnWordsId = words.OwnWordsId };

        foreach (var (voice, field) in new[] { (Wifes, "voice.said_by"), (Staffs, "voice.said_by"),
            (new() { SaidBy = Wire.Speaker.Person, How = { "staff" } }, "voice.how") })
        {
            request.Voice = voice;
            Assert.Equal(field, (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED",
                street.Fiona.Person.TakeOffAboutMeAsync(request))).Field);
        }
        Assert.Single(await SectionsAsync(street.Eileen, personId));

        request.Voice = Spoken;
        await street.Fiona.Person.TakeOffAboutMeAsync(request);
        Assert.Empty(await SectionsAsync(street.Eileen, personId));
    }

    [Fact]
    public async Task What_is_withheld_keeps_its_place_and_a_team_that_may_not_see_it_writes_beside_it()
    {
        var personId = await street.SharedAsync();
        var first = await WriteAsync(street.Eileen, new() { PersonId = personId, Title = "Home", Words = "Quiet." });
        var second = await AnewAsync(
            street.Eileen, personId, first, "Loud, since he drinks.", Spoken, street.Team(street.Fiona));
        var third = await AnewAsync(street.Eileen, personId, second, "Loud, since he drinks again.", Spoken);

        // What stands to her is the first, as if nothing had come after it.
        Assert.Equal([first], await SectionsAsync(street.Fiona, personId));
        await street.Fiona.Person.GetAboutMeAsync(
            new() { PersonId = personId, OwnWordsId = third.OwnWordsId }, Street.Newest).NotFoundAsync();
        var fionas = await AnewAsync(street.Fiona, personId, first, "Quiet, on Sundays.", Spoken);

        Assert.Equal([fionas], await SectionsAsync(street.Fiona, personId));
        Assert.Equal([third, fionas], await SectionsAsync(street.Eileen, personId));
        Assert.Equal([second, first], await EarlierAsync(street.Eileen, personId, third.OwnWordsId));
    }

    [Fact]
    public async Task Withheld_later_a_section_is_gone_in_each_of_its_wordings()
    {
        var personId = await street.SharedAsync();
        var first = await WriteAsync(street.Eileen, new() { PersonId = personId, Title = "Home", Words = "Quiet." });
        var second = await AnewAsync(street.Eileen, personId, first, "Loud, since he drinks.", Spoken);

        await street.Eileen.Entries("person").WithholdItemAsync(new()
        {
            PersonId = personId,
            ItemId = second.OwnWordsId,
            WithheldFrom = { street.Team(street.Fiona) },
        });

        // What was said before would pass for what is said today.
        Assert.Empty(await SectionsAsync(street.Fiona, personId));
        Assert.Equal([second.OwnWordsId], (await SectionsAsync(street.Eileen, personId)).Select(s => s.OwnWordsId));
    }

    [Fact]
    public async Task A_wording_entered_in_error_is_gone_and_what_it_replaced_is_not_new_again()
    {
        var (wrong, right) = (await street.SharedAsync(), await street.SharedAsync());
        var first = await WriteAsync(street.Eileen, new() { PersonId = wrong, Title = "Tea", Words = "Strong." });
        var second = await AnewAsync(street.Eileen, wrong, first, "Weak.", Spoken);
        var third = await AnewAsync(street.Eileen, wrong, second, "Strong, as I said.", Spoken);

        await street.Eileen.Entries("person").EnterInErrorAsync(
            new() { PersonId = wrong, ItemId = second.OwnWordsId, Reason = MistakeReason.WrongRecord });
        Assert.Equal([third.OwnWordsId], (await SectionsAsync(street.Fiona, wrong)).Select(s => s.OwnWordsId));
        Assert.Equal([first.OwnWordsId],
            (await EarlierAsync(street.Fiona, wrong, third.OwnWordsId)).Select(s => s.OwnWordsId));

        foreach (var words in new[] { first, third })
        {
            await street.Eileen.Entries("person").MoveItemAsync(
                new() { PersonId = wrong, ItemId = words.OwnWordsId, ToPersonId = right });
        }
        Assert.Empty(await SectionsAsync(street.Fiona, wrong));
        Assert.Contains(("Tea", "Strong, as I said.", true), (await SectionsAsync(street.Fiona, right))
            .Select(s => (s.Title, s.Words, s.Voice.IsPersonsVoice)));
    }

    [Fact]
    public async Task A_repeat_is_written_once_and_an_older_state_is_refused_with_the_newest()
    {
        var personId = await street.RegisterAsync();
        var first = await WriteAsync(street.Eileen, new() { PersonId = personId, Title = "Names", Words = "Mo." });
        var request = new Wire.WriteAboutMeRequest
        {
            PersonId = personId,
            OwnWordsId = first.OwnWordsId,
            Etag = first.Etag,
            Words = "Mo, never Morag.",
            Voice = Spoken,
        };
        var id = Guid.NewGuid().ToString();
        var second = await street.Eileen.Person.WriteAboutMeAsync(request, Street.Request(id));

        Assert.Equal(second, await street.Eileen.Person.WriteAboutMeAsync(request, Street.Request(id)));
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => street.Eileen.Person.WriteAboutMeAsync(request).ResponseAsync);
        Assert.Equal(StatusCode.Aborted, refused.StatusCode);
        Assert.Equal(second.OwnWords, refused.GetRpcStatus()!.GetDetail<Wire.OwnWords>());
        Assert.Equal([second.OwnWords], await SectionsAsync(street.Eileen, personId));
    }

    [Fact]
    public async Task A_stranger_is_told_not_found_and_whoever_reads_leaves_an_entry()
    {
        var personId = await street.RegisterAsync();
        var words = await WriteAsync(street.Eileen, new() { PersonId = personId, Title = "Cats", Words = "Three." });
        await SectionsAsync(street.Eileen, personId);

        await street.Nadia.Person.GetAboutMeAsync(new() { PersonId = personId }).NotFoundAsync();
        await street.Nadia.Person.WriteAboutMeAsync(
            new() { PersonId = personId, Title = "x", Words = "x", Voice = Spoken }).NotFoundAsync();
        await street.Nadia.Person.TakeOffAboutMeAsync(
            new() { PersonId = personId, OwnWordsId = words.OwnWordsId, Voice = Spoken }).NotFoundAsync();
        var read = Assert.Single(street.ReadsOf(personId), r => r.Rpc == "GetAboutMe");
        Assert.Contains(words.OwnWordsId, read.Shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Of_somebody_who_died_it_is_read_and_written_no_more()
    {
        var personId = await street.RegisterAsync();
        var words = await WriteAsync(street.Eileen, new() { PersonId = personId, Title = "Songs", Words = "All." });
        await street.Eileen.Person.RecordDeathAsync(
            new() { PersonId = personId, DiedOn = street.Today.ToString("O"), HowKnown = "Her daughter rang us." });

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_DIED", street.Eileen.Person.WriteAboutMeAsync(
            new() { PersonId = personId, Title = "x", Words = "x", Voice = Wifes }));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_DIED",
            street.Eileen.Person.TakeOffAboutMeAsync(
                new() { PersonId = personId, OwnWordsId = words.OwnWordsId, Voice = Spoken }));
        Assert.Equal([words], await SectionsAsync(street.Eileen, personId));
    }

    private static async Task<Wire.OwnWords> WriteAsync(Caller by, Wire.WriteAboutMeRequest request)
    {
        request.Voice ??= by.User == "duncan" ? null : Spoken;
        return (await by.Person.WriteAboutMeAsync(request, Street.Newest)).OwnWords;
    }

    private async Task<Wire.OwnWords> AnewAsync(Caller by, string personId, Wire.OwnWords earlier, string words,
        Wire.Voice voice, params string[] withheldFrom)
    {
        street.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var read = (await SectionsAsync(by, personId)).Single(s => s.OwnWordsId == earlier.OwnWordsId);
        return (await by.Person.WriteAboutMeAsync(new()
        {
            PersonId = personId,
            OwnWordsId = read.OwnWordsId,
            Etag = read.Etag,
            Words = words,
            Voice = voice,
            WithheldFrom = { withheldFrom },
        })).OwnWords;
    }

    private static async Task<List<Wire.OwnWords>> SectionsAsync(Caller by, string personId) =>
        [.. (await by.Person.GetAboutMeAsync(new() { PersonId = personId }, Street.Newest)).Sections];

    private static async Task<List<Wire.OwnWords>> TakenOffAsync(Caller by, string personId) =>
        [.. (await by.Person.GetAboutMeAsync(new() { PersonId = personId, TakenOff = true }, Street.Newest)).Sections];

    private static async Task<List<Wire.OwnWords>> EarlierAsync(Caller by, string personId, string ownWordsId) =>
        [.. (await by.Person.GetAboutMeAsync(new() { PersonId = personId, OwnWordsId = ownWordsId }, Street.Newest))
            .Earlier];
}
