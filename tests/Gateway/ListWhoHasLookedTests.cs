using System.Globalization;
using System.Text;
using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Records.V1;
using PersonalOutcomes.Testing;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.Gateway;

/// <summary>
/// Iris, who signs in herself; Eileen's team of the council, which made her record; Fiona's of the health board, which
/// was asked and said yes. All tests with it read her log, and each reading is in it from then on.
/// </summary>
public sealed class OneLog : IAsyncLifetime
{
    public static readonly string[] Services = ["person", "sharing", "conversation", "plan", "review", "insight"];

    public Platform Platform { get; } = new();

    public Caller Iris { get; private set; } = null!;

    public Caller Eileen { get; private set; } = null!;

    public Caller Fiona { get; private set; } = null!;

    public string PersonId { get; private set; } = "";

    /// <summary>What Fiona's team was asked.</summary>
    public string ReferralId { get; private set; } = "";

    /// <summary>Her team's part in it since.</summary>
    public string InvolvementId { get; private set; } = "";

    /// <summary>The first page that was ever read of it.</summary>
    public ListWhoHasLookedResponse AtFirst { get; private set; } = new();

    public async Task InitializeAsync()
    {
        var teams = await Platform.SetUpAsync();
        (Eileen, Fiona) = (await Platform.SignInAsync("eileen"), await Platform.SignInAsync("fiona"));
        Iris = await Platform.SignInAsync("iris");
        PersonId = await Platform.RegisterPersonAsync(Eileen, "adult");
        Later();
        var printed = await Eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = PersonId });
        Later();
        await Iris.Sharing.BindLoginAsync(new() { Code = printed.Code });
        Later();
        var made = await Iris.Sharing.MakeReferralAsync(new()
        {
            PersonId = PersonId,
            ToTeamId = teams["stoma"],
            ReasonWhatMatters = "To sing again without worry",
            HappenedOn = Platform.Time.GetUtcNow().ToString("yyyy-MM-dd", null),
            WithThePersonsSay = new()
            {
                Voice = new() { SaidBy = Sharing.V1.Speaker.Person, How = { "own_sign_in" } },
                Said = "Please ask them.",
            },
        });
        Later();
        var accepted = await Fiona.Sharing.AcceptReferralAsync(new()
        {
            PersonId = PersonId,
            ReferralId = made.Referral.ReferralId,
            Practitioners = { new Sharing.V1.Practitioner { Role = "stoma nurse", Offer = "A visit each week" } },
        });
        (ReferralId, InvolvementId) = (made.Referral.ReferralId, accepted.Involvement.InvolvementId);
        Later();
        await Eileen.Conversation.RecordStrengthAsync(new()
        {
            PersonId = PersonId,
            Words = "I ken everybody in this street",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
        });
        Later();
        await Fiona.Plan.GetPlanAsync(new() { PersonId = PersonId });
        Later();
        AtFirst = await PageAsync(Iris, new() { PersonId = PersonId });
        Later();
    }

    /// <summary>Does something while a service is stopped.</summary>
    public async Task WithoutAsync(string service, Func<Task> act)
    {
        await Platform.StopAsync(service);
        try
        {
            await act();
        }
        finally
        {
            Platform.Start(service);
            // It may not know yet who may look.
            await PageAsync(Iris, new() { PersonId = PersonId });
        }
    }

    /// <summary>A page with nothing missing, asked for again as a real caller would.</summary>
    public static async Task<ListWhoHasLookedResponse> PageAsync(Caller caller, ListWhoHasLookedRequest request)
    {
        var page = new ListWhoHasLookedResponse();
        await Eventually.TrueAsync(async () =>
        {
            page = await caller.Record.ListWhoHasLookedAsync(request);
            return page.MissingLogs.Count == 0;
        }, TimeSpan.FromMinutes(1), () => $"the log is whole: {page.MissingLogs}");
        return page;
    }

    /// <summary>Time passes, so that what comes next is newer.</summary>
    public void Later() => Platform.Time.Advance(TimeSpan.FromSeconds(1));

    public async Task DisposeAsync() => await Platform.DisposeAsync();
}

[CollectionDefinition(nameof(OneLog))]
public sealed class InOneLog : ICollectionFixture<OneLog>;

[Collection(nameof(OneLog))]
public sealed class ListWhoHasLookedTests(OneLog one)
{
    private const string Adult = "Adult social work, north (Strathmore Council Social Work)";
    private const string Stoma = "Stoma care team (Lochside Health Board)";

    [Fact]
    public async Task Each_act_is_told_once_in_a_plain_sentence_newest_first()
    {
        var told = one.AtFirst.Done;

        Assert.Equal(
        [
            $"{Stoma} looked at your plan. It was to support you.",
            $"{Adult} wrote down a strength of yours. It was to support you.",
            $"{Stoma} said yes when asked to help you. It was to support you.",
            "you asked a team to help you.",
            "you used the code and can now sign in.",
            $"{Adult} printed a code for you to sign in with. It was to support you.",
            $"{Adult} made your record. It was to support you.",
        ],
        told.Where(d => d.Entry.Role != "service").Select(Began));
        Assert.Equal("who can see your record was changed.",
            Began(Assert.Single(told, d => d.Entry.Role == "service")));
        Assert.Equal(told.OrderByDescending(d => d.Entry.RecordTime, StringComparer.Ordinal), told);
        Assert.All(told, d => Assert.Equal((0, 0), (d.Entry.Issuer.Length, d.Entry.Subject.Length)));
    }

    [Fact]
    public async Task The_log_of_a_reading_has_the_reading_before_it_once_and_not_its_own()
    {
        one.Later();
        var before = await AllAsync(one.Iris);
        one.Later();
        var now = Now();
        var reading = await OneLog.PageAsync(one.Iris, new() { PersonId = one.PersonId, PageSize = 1 });
        one.Later();
        var after = await AllAsync(one.Iris);

        var read = Assert.Single(after, d => d.Entry.RecordTime.StartsWith(now, StringComparison.Ordinal));
        Assert.Equal("you looked at who has looked.", Began(read));
        Assert.Equal(OneLog.Services, read.Services);
        Assert.DoesNotContain(before.Concat(reading.Done),
            d => d.Entry.RecordTime.StartsWith(now, StringComparison.Ordinal));
        Assert.DoesNotContain(after, d => d.Entry.RecordTime.StartsWith(Now(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_by_page_it_is_the_same_list_though_each_reading_adds_to_it()
    {
        one.Later();
        var whole = await AllAsync(one.Iris, size: 50);
        one.Later();

        var paged = await AllAsync(one.Iris, size: 3);

        // Between the two, the first list was read, page by page too.
        var newest = whole[0].Entry.RecordTime;
        var same = paged.SkipWhile(d => string.CompareOrdinal(d.Entry.RecordTime, newest) > 0);
        Assert.Equal(Acts(whole), Acts(same));
        Assert.True(whole.Count > 6);
    }

    [Fact]
    public async Task A_service_that_is_away_is_named_and_keeps_its_place()
    {
        one.Later();
        var whole = Acts(await AllAsync(one.Iris));
        one.Later();
        var page = new ListWhoHasLookedResponse();
        var without = new List<Done>();
        await one.WithoutAsync("conversation", async () =>
        {
            page = await one.Iris.Record.ListWhoHasLookedAsync(new() { PersonId = one.PersonId });
            without.AddRange(page.Done);
        });

        var missing = Assert.Single(page.MissingLogs);
        Assert.Equal(("conversation", "Who looked at what matters to you can't be shown just now. Try again."),
            (missing.Service, missing.Sentence));
        Assert.DoesNotContain(without, d => d.Services.Contains("conversation"));
        Assert.NotEqual("", page.NextPageToken);
        while (page.NextPageToken.Length > 0)
        {
            page = await OneLog.PageAsync(one.Iris,
                new() { PersonId = one.PersonId, PageToken = page.NextPageToken });
            without.AddRange(page.Done);
        }
        Assert.Empty(whole.Except(Acts(without)));
    }

    [Fact]
    public Task Without_Sharing_the_rest_is_told_without_names() => one.WithoutAsync("sharing", async () =>
    {
        var page = await one.Iris.Record.ListWhoHasLookedAsync(new() { PersonId = one.PersonId });

        Assert.Equal(
            [
                "Who looked at who is here to help you can't be shown just now. Try again.",
                "What some teams are called can't be shown just now. Try again.",
            ],
            page.MissingLogs.Select(m => m.Sentence));
        while (page.Done.All(d => d.Entry.Role == "person"))
        {
            page = await one.Iris.Record.ListWhoHasLookedAsync(
                new() { PersonId = one.PersonId, PageToken = page.NextPageToken });
        }
        Assert.Contains(page.Done.Select(Began),
            told => told.StartsWith("a team we have no name for ", StringComparison.Ordinal));
    });

    [Fact]
    public async Task Somebody_elses_log_is_like_nobodys()
    {
        var callum = await one.Platform.SignInAsync("callum");
        var neil = await one.Platform.SignInAsync("neil");

        foreach (var stranger in new[] { callum, neil })
        {
            Assert.Equal(
                await Refusal.OfAsync(stranger.Record.ListWhoHasLookedAsync(
                    new() { PersonId = Guid.NewGuid().ToString() })),
                await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                    stranger.Record.ListWhoHasLookedAsync(new() { PersonId = one.PersonId })));
        }
    }

    [Theory]
    [InlineData("eileen")]
    [InlineData("gillian")]
    [InlineData("catriona")]
    [InlineData("alison")]
    [InlineData("oona")]
    public async Task Nobody_else_reads_it(string user)
    {
        var caller = await one.Platform.SignInAsync(user);

        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            caller.Record.ListWhoHasLookedAsync(new() { PersonId = one.PersonId }));
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            caller.Log("plan").ListEntriesAsync(new() { PersonId = one.PersonId }));
    }

    [Fact]
    public async Task A_privacy_officer_reads_what_their_own_agency_did_and_by_whom()
    {
        var councils = await AllAsync(await one.Platform.SignInAsync("craig"));
        var boards = await AllAsync(await one.Platform.SignInAsync("douglas"));

        Assert.All(councils, d => Assert.Equal(one.Eileen.AgencyId, d.Entry.AgencyId));
        Assert.All(boards, d => Assert.Equal(one.Fiona.AgencyId, d.Entry.AgencyId));
        Assert.Contains($"{Adult} made your record. It was to support you.", councils.Select(Began));
        var plan = Assert.Single(boards, d => d.Entry.Rpc.EndsWith("/GetPlan", StringComparison.Ordinal));
        Assert.Equal(await one.Fiona.SubjectAsync(), plan.Entry.Subject);
        Assert.NotEqual("", plan.Entry.Issuer);
        // Their own reading is told to the person.
        Assert.Contains("the privacy officer at Lochside Health Board looked at who has looked. It is their job to "
            + "check.", (await AllAsync(one.Iris)).Select(Began));
    }

    [Fact]
    public async Task A_page_token_is_good_for_whoever_got_it()
    {
        var first = await one.Iris.Record.ListWhoHasLookedAsync(new() { PersonId = one.PersonId, PageSize = 1 });
        var craig = await one.Platform.SignInAsync("craig");
        var elsewhere = Encoding.UTF8.GetBytes("""[{"Service":"identity","Token":"","Skip":0}]""");
        var twice = Encoding.UTF8.GetBytes("""
            [{"Service":"plan","Token":"","Skip":0},{"Service":"plan","Token":"","Skip":0}]
            """);

        foreach (var (caller, token) in new[]
        {
            (craig, first.NextPageToken), (one.Iris, "x"), (one.Iris, "W10"), (one.Iris, "bnVsbA"),
            (one.Iris, first.NextPageToken + "!"), (one.Iris, Convert.ToBase64String(elsewhere)),
            (one.Iris, Convert.ToBase64String(twice)),
        })
        {
            Assert.Equal("page_token", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID",
                caller.Record.ListWhoHasLookedAsync(new() { PersonId = one.PersonId, PageToken = token }))).Field);
        }
    }

    [Fact]
    public async Task With_every_log_away_it_says_so_and_to_try_again()
    {
        await using var platform = Platform.Only("gateway");
        var token = new Metadata { { "authorization", $"Bearer {await platform.TokenAsync("iris")}" } };
        using var once = Channels.Once(platform.Address("gateway"));

        var record = new Records.V1.RecordService.RecordServiceClient(once);

        await Refusal.ExpectAsync(StatusCode.Unavailable, "LOG_AWAY",
            record.ListWhoHasLookedAsync(new() { PersonId = one.PersonId }, token));
    }

    [Fact]
    public async Task A_repeat_and_a_look_of_the_persons_own_are_told_as_such()
    {
        one.Later();
        var now = Now();
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        var proposing = new ProposeOutcomeRequest { PersonId = one.PersonId, Statement = "To be at the bowling again" };
        await one.Iris.Plan.ProposeOutcomeAsync(proposing, id);
        await one.Iris.Plan.ProposeOutcomeAsync(proposing, id);
        await one.Iris.Person.GetPersonAsync(new() { PersonId = one.PersonId });
        one.Later();

        Assert.Equal(
            [
                "you looked at who you are and how to reach you.",
                "you sent the same thing once more. It was not done twice.",
                "you wrote down an outcome you may want.",
            ],
            (await AllAsync(one.Iris)).Where(d => d.Entry.RecordTime.StartsWith(now, StringComparison.Ordinal))
                .Select(Began).Order());
    }

    private async Task<List<Done>> AllAsync(Caller caller, int size = 0)
    {
        var all = new List<Done>();
        var page = new ListWhoHasLookedResponse();
        do
        {
            page = await OneLog.PageAsync(caller,
                new() { PersonId = one.PersonId, PageSize = size, PageToken = page.NextPageToken });
            Assert.Equal("Some entries may be held back by law.", page.Notice);
            all.AddRange(page.Done);
            Assert.True(all.Count < 1000, "it does not end");
        }
        while (page.NextPageToken.Length > 0);
        return all;
    }

    // A line of several logs may be cut in two by the end of a page.
    private static List<(string, string, string)> Acts(IEnumerable<Done> done) =>
        [.. done.SelectMany(d => d.Services.Select(s => (s, d.Entry.RecordTime, d.Entry.Rpc))).Order()];

    private static string Began(Done done) =>
        done.Sentence[(done.Sentence.IndexOf(", ", StringComparison.Ordinal) + 2)..];

    private string Now() =>
        one.Platform.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
