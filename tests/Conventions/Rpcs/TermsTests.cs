using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// Each term of the access rule (design, Access), in each service that keeps a person's record: in each scene that term
/// alone stands between the caller and an entry, and without it the same caller, or another in their place, reads it by
/// a public rpc. <c>tests/Conventions/planted</c> takes each term away, or turns it round, and each service's case of
/// its test has to fail.
/// </summary>
public sealed partial class TermsTests(TermsTests.Houses houses) : IClassFixture<TermsTests.Houses>
{
    public static TheoryData<string> Everywhere => [.. Entries.Keys];

    // Person keeps no kind that a duty to protect does not cover, and none that waits to be opened.
    public static TheoryData<string> ButPerson => [.. Entries.Keys.Where(s => s != "person")];

    public static TheoryData<string> ButSharing => [.. Entries.Keys.Where(s => s != "sharing")];

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Only_a_token_of_the_issuer_for_the_audience_in_date_is_anybodys(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.MakeAsync("eileen");
        var forged = new Forged(houses.Town.Platform, await houses.Town.Platform.TokenAsync("eileen"));

        foreach (var (what, token, reason) in forged.All)
        {
            Assert.Equal((what, reason), (what, await shelf.AnswerAsync("eileen", token: token)));
        }
        Assert.Equal("there", await shelf.AnswerAsync("eileen", token: forged.Anew));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_role_that_reads_no_record_reads_none_as_a_member_of_the_team_either(string service)
    {
        var shelf = In(service);
        await shelf.RegisterWithTeamAsync();
        await shelf.AddStaffAsync("{subject:craig}");

        Assert.Equal("ROLE_NOT_ALLOWED", await shelf.AnswerAsync("craig"));
        Assert.Equal("there", await shelf.AnswerAsync("eileen"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_team_is_its_members_by_issuer_and_subject_and_not_its_agency(string service)
    {
        var shelf = In(service);
        await shelf.RegisterWithTeamAsync();
        await shelf.AddStaffAsync("{subject:ruth}", issuer: "https://another-issuer.example/");

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("ruth"));
        await shelf.AddStaffAsync("{subject:ruth}");
        Assert.Equal("there", await shelf.AnswerAsync("ruth"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Whoever_signs_in_for_another_agency_is_not_of_the_team(string service)
    {
        var shelf = In(service);
        await shelf.RegisterWithTeamAsync();
        await shelf.AddStaffAsync("{subject:nadia}");

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("nadia"));
        Assert.Equal("there", await shelf.AnswerAsync("eileen"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Whoever_left_the_team_sees_nothing(string service)
    {
        var shelf = In(service);
        await shelf.RegisterWithTeamAsync();
        await shelf.AddStaffAsync("{subject:sandy}");
        await shelf.RemoveStaffAsync("{subject:sandy}");

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("sandy"));
        await shelf.AddStaffAsync("{subject:sandy}");
        Assert.Equal("there", await shelf.AnswerAsync("sandy"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_system_acts_as_a_system_for_the_team_it_is_registered_for(string service)
    {
        var shelf = In(service);
        await shelf.Scene.TellAsync(["a team of its own"]);
        await shelf.AddStaffAsync(Platform.System, "SYSTEM");
        await shelf.RegisterWithTeamAsync();
        if (service == "sharing")
        {
            // A wish is for people to read.
            await shelf.Scene.TellAsync(["the team's own involvement"]);
            (shelf.Read, shelf.Item) = ("SharingService.ListInvolvements", shelf.Scene.Kept("own-involvement"));
        }

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync(Platform.System));
        await shelf.AddStaffAsync(Platform.System);
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync(Platform.System));
        await shelf.RemoveStaffAsync(Platform.System);
        await shelf.AddStaffAsync(Platform.System, "SYSTEM");
        Assert.Equal("there", await shelf.AnswerAsync(Platform.System));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_person_reads_their_own_record_and_nobody_elses(string service)
    {
        var shelf = In(service, (await houses.CallumsAsync()).Copy());
        await shelf.MakeAsync("eileen");
        await houses.IrisAsync();

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("iris"));
        Assert.Equal("there", await shelf.AnswerAsync("callum"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Whoever_acts_for_a_person_does_so_for_them_and_until_it_ends(string service)
    {
        var another = In(service);
        await another.RegisterAsync("eileen", "adult");
        await another.ActsAsync("archie");
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.ActsAsync("catriona");
        await shelf.MakeAsync("eileen");

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("archie"));
        Assert.Equal("there", await shelf.AnswerAsync("catriona"));
        await shelf.ActsNoMoreAsync();
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("catriona"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Whoever_will_act_for_a_person_sees_nothing_before_the_day(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.ActsAsync("catriona", more: ""","startsOn":"{in-a-month}" """);
        await shelf.MakeAsync("eileen");

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("catriona"));
        await shelf.ActsAsync("archie", more: ""","startsOn":"2026-01-05" """);
        Assert.Equal("there", await shelf.AnswerAsync("archie"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Whoever_acts_for_a_person_to_see_writes_nothing(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.MakeAsync("eileen");
        await shelf.ActsAsync("catriona", "SEES");
        await shelf.ActsAsync("archie", "SPEAKS");

        Assert.Equal("there", await shelf.AnswerAsync("catriona"));
        Assert.Equal("READING_ONLY", await ReplyAsync(shelf, "catriona", "support"));
        Assert.StartsWith("{", await ReplyAsync(shelf, "archie", "support"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task An_agency_whose_agreement_ended_sees_nobody(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.InvolveAsync("eileen", "tenancy", "graeme");
        await shelf.MakeAsync("graeme");
        Assert.Equal("there", await shelf.AnswerAsync("graeme"));
        Assert.StartsWith("{", await LogAsync(shelf, "neil"));
        const string kirkgate = "c2a87e14-60d9-4f6b-b3f2-18e4d76a9b03";

        await shelf.DoAsync("lorna", "SharingService.EndAgreement",
            $$"""{"agencyId":"{{kirkgate}}","reason":"They will not sign."}""");
        try
        {
            Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("graeme"));
            Assert.Equal("NOT_FOUND", await LogAsync(shelf, "neil"));
            Assert.Equal("NOT_FOUND", await FiguresAsync());
            Assert.Equal("there", await shelf.AnswerAsync("eileen"));
        }
        finally
        {
            await shelf.DoAsync("lorna", "SharingService.SignAgreement",
                $$"""{"agencyId":"{{kirkgate}}","termsVersion":"2026.2","signedOn":"2026-01-05"}""");
        }
        Assert.Equal("there", await shelf.AnswerAsync("graeme"));
        Assert.StartsWith("{", await FiguresAsync());

        async Task<string> FiguresAsync()
        {
            await shelf.Scene.LevelAsync("insight");
            return await shelf.SaidAsync(
                "graeme", "InsightService.GetPeriod", """{"month":"2026-08","scope":"SCOPE_AREA"}""");
        }
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task An_involvement_counts_until_it_ends_and_for_its_purpose(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.MakeAsync("eileen");
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("shona"));
        await shelf.InvolveAsync("eileen", "carers", "shona");

        foreach (var purpose in new[] { "referral", "adult_protection", "emergency", "learning" })
        {
            Assert.Equal((purpose, "NOT_FOUND"), (purpose, await shelf.AnswerAsync("shona", purpose)));
        }
        Assert.Equal("there", await shelf.AnswerAsync("shona"));
        await shelf.Scene.TellAsync(["the involvement ended"]);
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("shona"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task An_emergency_opens_to_one_practitioner_for_reading_until_it_is_closed(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("fiona", "stoma");
        await shelf.MakeAsync("fiona");
        var who = service switch { "person" or "plan" => "ruth", "conversation" => "gillian", _ => "sandy" };
        await shelf.DoAsync(who, "EmergencyService.OpenEmergency", """
            {"personId":"{person}","teamId":"{adult}","reason":"life_at_risk",
             "explanation":"She was found on the stairs and does not answer."}
            """, ("emergency", "emergency.emergencyId"));

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("eileen", "emergency"));
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync(who));
        Assert.Equal("there", await shelf.AnswerAsync(who, "emergency"));
        Assert.Equal("READING_ONLY", await ReplyAsync(shelf, who, "emergency"));
        await shelf.DoAsync(who, "EmergencyService.CloseEmergency",
            """{"personId":"{person}","emergencyId":"{emergency}"}""");
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync(who, "emergency"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Whoever_is_asked_by_a_referral_sees_it_and_no_record_before_they_accept(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.MakeAsync("eileen");
        await shelf.InvolveAsync("eileen", "carers", "shona");
        await shelf.ReferAsync("eileen", "homecare");
        const string referral = """{"personId":"{person}","referralId":"{asked}"}""";

        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("nadia"));
        Assert.Equal("NOT_FOUND", await shelf.SaidAsync("shona", "SharingService.GetReferral", referral));
        var own = await shelf.SaidAsync("nadia", "SharingService.GetReferral", referral);
        Assert.Contains("To sing.", own);
        Assert.DoesNotContain("Skin is sore.", own);
        await shelf.AcceptAsync("nadia");
        Assert.Equal("there", await shelf.AnswerAsync("nadia"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task An_officer_answers_for_what_their_own_agency_did_and_reads_nothing_else(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.MakeAsync("eileen");
        await shelf.AnswerAsync("eileen");

        Assert.Equal("ROLE_NOT_ALLOWED", await shelf.AnswerAsync("craig"));
        Assert.Equal("NOT_FOUND", await LogAsync(shelf, "neil"));
        Assert.Contains("7b64c9de-2f05-4c38-8e11-d0a93f5b7c02", await LogAsync(shelf, "craig"));
        await shelf.InvolveAsync("eileen", "tenancy", "graeme");
        await shelf.AnswerAsync("graeme");
        Assert.DoesNotContain("7b64c9de-2f05-4c38-8e11-d0a93f5b7c02", await LogAsync(shelf, "neil"));
    }

    private static Task<string> LogAsync(Shelf shelf, string user) =>
        shelf.SaidAsync(user, "AccessService.ListEntries", """{"personId":"{person}"}""");

    private static async Task<string> ReplyAsync(Shelf shelf, string user, string purpose)
    {
        var speaker = user is "catriona" or "archie" ? "REPRESENTATIVE" : "PERSON";
        return await shelf.SaidAsync(user, "EntryService.ReplyToEntry", $$"""
            {"personId":"{person}","itemId":"{item}","words":"It was a Tuesday.",
             "voice":{"saidBy":"SPEAKER_{{speaker}}","how":["spoken"]} }
            """, purpose);
    }

    /// <summary>One town for all of them, and the two people in it who sign in themselves.</summary>
    public sealed class Houses : IAsyncLifetime
    {
        private readonly Lazy<Task<Scene>> _callums, _iris;

        public Houses() => (_callums, _iris) = (new(() => BoundAsync("callum")), new(() => BoundAsync("iris")));

        /// <summary>The services.</summary>
        public Town Town { get; } = new();

        /// <summary>Callum, of the adult team.</summary>
        public Task<Scene> CallumsAsync() => _callums.Value;

        /// <summary>Iris, of the adult team.</summary>
        public Task<Scene> IrisAsync() => _iris.Value;

        public Task InitializeAsync() => Town.InitializeAsync();

        public Task DisposeAsync() => Town.DisposeAsync();

        private async Task<Scene> BoundAsync(string user)
        {
            var shelf = new Shelf(Town, "person", null);
            await shelf.RegisterAsync("eileen", "adult");
            await shelf.BindAsync(user);
            return shelf.Scene;
        }
    }
}
