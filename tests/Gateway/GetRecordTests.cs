using Grpc.Core;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Records.V1;
using PersonalOutcomes.Testing;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.Gateway;

/// <summary>One record that all tests of this file read; a service that a test stops is started again.</summary>
public sealed class OneRecord : IAsyncLifetime
{
    public static readonly string[] Services = ["person", "sharing", "conversation", "plan", "review"];

    public Platform Platform { get; } = Platform.Only([.. Services, "gateway"]);

    public Caller Eileen { get; private set; } = null!;

    public Caller Nadia { get; private set; } = null!;

    public string PersonId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Platform.SetUpAsync();
        (Eileen, Nadia) = (await Platform.SignInAsync("eileen"), await Platform.SignInAsync("nadia"));
        PersonId = await Platform.RegisterPersonAsync(Eileen, "adult");
        await Eileen.Person.SetSafeContactAsync(new() { PersonId = PersonId, Never = "never a letter" });
        await Eileen.Person.SetCommunicationNeedsAsync(new() { PersonId = PersonId, Aids = "picture cards" });
        await Eileen.Conversation.RecordStrengthAsync(new()
        {
            PersonId = PersonId,
            Words = "I ken everybody in this street",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
        });
        await Eileen.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = PersonId,
            Statement = "To be at the bowling again on Thursdays",
            Voice = new Voice { SaidBy = Speaker.Person, How = { "spoken" } },
        });
        await WholeAsync();
    }

    public async Task DisposeAsync() => await Platform.DisposeAsync();

    /// <summary>Does something while services are stopped.</summary>
    public async Task WithoutAsync(string[] services, Func<Task> act)
    {
        foreach (var service in services)
        {
            await Platform.StopAsync(service);
        }
        try
        {
            await act();
        }
        finally
        {
            foreach (var service in services)
            {
                Platform.Start(service);
            }
            await WholeAsync();
        }
    }

    // A service that has just started may not know yet who may look.
    private Task WholeAsync() => Eventually.TrueAsync(
        async () => (await Eileen.Record.GetRecordAsync(new() { PersonId = PersonId })).MissingParts.Count == 0,
        TimeSpan.FromMinutes(1), () => "the record is whole again");
}

public sealed class GetRecordTests(OneRecord one) : IClassFixture<OneRecord>
{
    [Fact]
    public async Task R49_The_whole_record_is_there_with_what_matters_at_one_glance()
    {
        var record = await GetAsync(one.Eileen);

        Assert.Empty(record.MissingParts);
        Assert.Equal(("Somebody", "never a letter", "picture cards", "To be at the bowling again on Thursdays", true),
            (record.Glance.PreferredName, record.Glance.SafeContacts.Single().Never,
                record.Glance.CommunicationNeeds.Single().Aids, record.Glance.WhatMatters.Single().Words,
                record.Glance.WhatMatters.Single().IsPersonsVoice));
        Assert.Equal(one.PersonId, record.Person.PersonId);
        Assert.Equal("I ken everybody in this street", record.Strengths.Single().Words);
        Assert.Equal("Strathmore Council Social Work", record.Glance.Involved.Single().AgencyName);
        Assert.Equal("Some entries may be held back by law.", record.Notice);
    }

    [Fact]
    public async Task Of_somebody_who_died_the_day_stands_first_and_nothing_is_open_or_due()
    {
        var personId = await one.Platform.RegisterPersonAsync(one.Eileen, "adult");
        var voice = new Voice { SaidBy = Speaker.Person, How = { "spoken" } };
        await one.Eileen.Person.SetSafeContactAsync(new() { PersonId = personId, Never = "never a letter" });
        await one.Eileen.Person.SetCommunicationNeedsAsync(new() { PersonId = personId, Aids = "picture cards" });
        var outcome = (await one.Eileen.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "To be at home", Voice = voice })).Outcome;
        await one.Eileen.Plan.AddStepAsync(new()
        {
            PersonId = personId,
            OutcomeId = outcome.OutcomeId,
            Party = Party.Team,
            Who = "Eileen",
            What = "Asks about a bed downstairs.",
            DueOn = "2026-12-01",
            Voice = voice,
        });
        var today = one.Platform.Time.GetUtcNow();
        await one.Eileen.Review.RecordReviewAsync(new()
        {
            PersonId = personId,
            HappenedOn = today.ToString("yyyy-MM-dd", null),
            UnintendedGood = { "The neighbours look in." },
            NextReviewOn = today.AddDays(30).ToString("yyyy-MM-dd", null),
        });
        var before = await one.Eileen.Record.GetRecordAsync(new() { PersonId = personId });
        Assert.Equal("", before.Glance.DiedOn);
        Assert.NotEmpty(before.Reviews.Single().NextReviewOn);

        await one.Eileen.Person.RecordDeathAsync(new()
        {
            PersonId = personId,
            DiedOn = today.ToString("yyyy-MM-dd", null),
            HowKnown = "Her daughter rang us.",
        });
        var record = before;
        await Eventually.TrueAsync(
            async () => (record = await one.Eileen.Record.GetRecordAsync(new() { PersonId = personId })) is
            {
                Involvements: [var involvement],
                Steps: [{ State: StepState.Ended, WithoutAnyone: false }],
                Reviews: [{ NextReviewOn: "" }],
            } && involvement.Sentence.Contains("worked with the person since", StringComparison.Ordinal),
            TimeSpan.FromMinutes(1), () => $"everything is over: {record}");

        Assert.Equal(today.ToString("yyyy-MM-dd", null), record.Glance.DiedOn);
        Assert.Empty(record.Glance.CommunicationNeeds);
        Assert.Equal("never a letter", Assert.Single(record.Glance.SafeContacts).Never);
        Assert.Equal("To be at home", Assert.Single(record.Glance.WhatMatters).Words);
        Assert.Equal(before.Outcomes, record.Outcomes);
        var lines = RecordPrinter.Lines("Somebody", "eileen", record).ToList();
        Assert.Contains(lines, l => l.Contains($"who died on {record.Glance.DiedOn}", StringComparison.Ordinal));
        Assert.Contains("  What mattered", lines);
        Assert.Contains("    [over] Eileen: Asks about a bed downstairs.", lines);
        Assert.DoesNotContain(lines, l => l.Contains("waits", StringComparison.Ordinal)
            || l.Contains("yet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_person_does_though_it_may_go_wrong_is_there_while_it_is_in_force()
    {
        var personId = await one.Platform.RegisterPersonAsync(one.Eileen, "adult");
        var walk = (await one.Eileen.Risks.RecordRiskDecisionAsync(new()
        {
            PersonId = personId,
            Decision = new NewRiskDecision
            {
                Wants = "To walk to the bowling by himself",
                CouldGoWrong = { "He falls." },
                LostByStopping = { "His friends at the green." },
                Judgement = Judgement.ReasonableAndModerate,
                Reasons = "He knows the way.",
                SupportedByRole = "team manager, adult social work",
                ReviewOn = "2035-06-01",
            },
            Voice = new Voice { SaidBy = Speaker.Person, How = { "spoken" } },
            Agreement = new Agreement
            {
                AgreedBy = AgreedBy.Person,
                AskedHow = "At his own table",
                How = { "spoken" },
                AgreedOn = "2026-01-05",
            },
        })).RiskDecision;

        Assert.Equal([walk], (await one.Eileen.Record.GetRecordAsync(new() { PersonId = personId })).RiskDecisions);

        await one.Eileen.Risks.EndRiskDecisionAsync(new()
        {
            PersonId = personId,
            RiskDecisionId = walk.RiskDecisionId,
            Reason = "The green is closed.",
            Etag = walk.Etag,
        });
        Assert.Empty((await one.Eileen.Record.GetRecordAsync(new() { PersonId = personId })).RiskDecisions);
    }

    [Fact]
    public async Task Each_part_enters_the_callers_own_reading_in_its_log()
    {
        await GetAsync(one.Eileen);
        var subject = await one.Eileen.SubjectAsync();

        Assert.All(new[] { "GetPerson", "ListInvolvements", "ListConversations", "ListViews", "ListStrengths",
            "GetPlan", "ListRiskDecisions", "ListReviews" }, rpc => Assert.Contains((subject, rpc), Reads()));
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_person_from_nobody()
    {
        var nadia = one.Nadia;

        Assert.Equal(
            await Refusal.OfAsync(nadia.Record.GetRecordAsync(new() { PersonId = Guid.NewGuid().ToString() })),
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                nadia.Record.GetRecordAsync(new() { PersonId = one.PersonId })));
        Assert.DoesNotContain(await nadia.SubjectAsync(), Reads().Select(r => r.Subject));
    }

    [Theory]
    [InlineData("plan", Part.Plan)]
    [InlineData("review", Part.Reviews)]
    [InlineData("person", Part.Person)]
    public Task A_part_that_is_stopped_is_named_and_the_rest_is_there(string service, Part part) =>
        one.WithoutAsync([service], async () =>
        {
            var record = await GetAsync(one.Eileen);

            var missing = Assert.Single(record.MissingParts);
            Assert.Equal(part, missing.Part);
            Assert.EndsWith("Try again.", missing.Sentence);
            Assert.Equal(service == "plan", record.Outcomes.Count == 0);
            Assert.Equal(service == "person", record.Person is null);
            Assert.Single(record.Strengths);
            Assert.Single(record.Involvements);
        });

    [Fact]
    public Task With_Person_stopped_a_stranger_still_reads_nothing() => one.WithoutAsync(["person"], async () =>
    {
        // Sharing can't be level with Person now, so it may say that nobody knows; it never says who there is.
        var refusal = await Refusal.OfAsync(one.Nadia.Record.GetRecordAsync(new() { PersonId = one.PersonId }));

        Assert.Contains(refusal.Reason, new[] { "NOT_FOUND", "RECORD_AWAY" });
    });

    [Fact]
    public async Task With_every_part_stopped_it_says_so_and_to_try_again()
    {
        var once = new Records.V1.RecordService.RecordServiceClient(Channels.Once(one.Platform.Address("gateway")));
        var token = new Metadata { { "authorization", $"Bearer {await one.Platform.TokenAsync("eileen")}" } };

        await one.WithoutAsync(OneRecord.Services, () => Refusal.ExpectAsync(StatusCode.Unavailable, "RECORD_AWAY",
            once.GetRecordAsync(new() { PersonId = one.PersonId }, token)));
    }

    [Fact]
    public async Task The_purpose_and_the_position_go_on_to_the_parts()
    {
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", one.Eileen.Record.GetRecordAsync(
            new() { PersonId = one.PersonId }, new Metadata { { "po-purpose", "adult_protection" } }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", one.Eileen.Record.GetRecordAsync(
            new() { PersonId = one.PersonId }, new Metadata { { "po-team", Guid.NewGuid().ToString() } }));
    }

    [Fact]
    public async Task Without_a_token_or_a_proper_id_no_part_is_asked()
    {
        var once = new Records.V1.RecordService.RecordServiceClient(Channels.Once(one.Platform.Address("gateway")));

        await Refusal.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_MISSING",
            once.GetRecordAsync(new() { PersonId = one.PersonId }));
        Assert.Equal("person_id", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "ID_MALFORMED",
            one.Eileen.Record.GetRecordAsync(new() { PersonId = "somebody" }))).Field);
    }

    private async Task<GetRecordResponse> GetAsync(Caller caller) =>
        await caller.Record.GetRecordAsync(new() { PersonId = one.PersonId });

    private List<(string Subject, string Rpc)> Reads()
    {
        List<(string, string)> reads = [];
        foreach (var service in OneRecord.Services)
        {
            using var connection =
                new SqliteConnection($"Data Source={one.Platform.DatabaseFile(service)};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT Subject, Rpc FROM ReadEntry WHERE PersonId = @id";
            command.Parameters.AddWithValue("@id", one.PersonId.ToUpperInvariant());
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                reads.Add((reader.GetString(0), reader.GetString(1).Split('/')[^1]));
            }
        }
        return reads;
    }
}
