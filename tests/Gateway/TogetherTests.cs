using Grpc.Core;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Records.V1;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using PersonalOutcomes.Testing.Processes;
using Conversation = PersonalOutcomes.Conversations.V1;
using Plan = PersonalOutcomes.Plans.V1;
using Review = PersonalOutcomes.Reviews.V1;
using Who = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>
/// One record about one person, to which social work (Eileen), housing (Graeme), a health body (Fiona) and a voluntary
/// agency (Shona) each add, and which each of them reads.
/// </summary>
public sealed class TogetherTests(TogetherTests.Town town) : IClassFixture<TogetherTests.Town>
{
    private static readonly Plan.Voice Spoken = new() { SaidBy = Plan.Speaker.Person, How = { "spoken" } };

    private static readonly Conversation.Voice Said =
        new() { SaidBy = Conversation.Speaker.Person, How = { "spoken" } };

    private static readonly Who.Voice Own = new() { SaidBy = Who.Speaker.Person, How = { "spoken" } };

    [Fact]
    public async Task R02_Housing_health_social_work_and_a_voluntary_agency_add_to_one_record_and_each_reads_it()
    {
        var personId = await town.RegisterAsync();
        await town.InvolveAsync(personId, town.Graeme, "tenancy");
        await town.InvolveAsync(personId, town.Fiona, "stoma");
        await town.InvolveAsync(personId, town.Shona, "carers");
        foreach (var caller in town.Four)
        {
            await AddAsync(caller, personId);
        }

        var records = await Task.WhenAll(town.Four.Select(c => WholeAsync(c, personId, of: 4)));

        Assert.All(records, r =>
        {
            Assert.Equal(personId, r.Person.PersonId);
            var teams = town.Teams.Order(StringComparer.Ordinal).ToList();
            Assert.Equal(teams, r.Views.Select(v => v.TeamId).Order(StringComparer.Ordinal));
            Assert.Equal(teams, r.Strengths.Select(s => s.TeamId).Order(StringComparer.Ordinal));
            Assert.Equal(teams, r.AboutMe.Select(a => a.TeamId).Order(StringComparer.Ordinal));
            Assert.Equal(teams, r.Involvements.Select(i => i.Team.TeamId).Order(StringComparer.Ordinal));
            Assert.Equal(["at the bowling, says eileen", "at the bowling, says fiona", "at the bowling, says graeme",
                "at the bowling, says shona"], r.Outcomes.Select(o => o.Statement).Order(StringComparer.Ordinal));
        });
        // Not four records that look alike: the same one, to the letter.
        Assert.All(records, r => Assert.Equal(Content(records[0]), Content(r)));
    }

    [Fact]
    public async Task R22_There_for_two_days_and_owning_no_plan_a_team_adds_and_reads_like_the_one_that_leads()
    {
        var personId = await town.RegisterAsync();
        var involvement = await town.InvolveAsync(personId, town.Graeme, "tenancy");
        await town.InvolveAsync(personId, town.Shona, "carers");
        await town.Eileen.Lead.ChooseLeadTeamAsync(new()
        {
            PersonId = personId,
            TeamId = town.TeamOf("carers"),
            WithThePersonsSay = Persons("Shona. She comes on Tuesdays."),
        });
        await town.Graeme.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = involvement,
            Reason = "The tap is mended tomorrow.",
            LastOn = town.Day(1),
        });

        await AddAsync(town.Shona, personId);
        await AddAsync(town.Graeme, personId);

        var leading = await WholeAsync(town.Shona, personId, of: 2);
        var brief = await WholeAsync(town.Graeme, personId, of: 2);
        Assert.Equal(Content(leading), Content(brief));
        Assert.Equal(2, brief.Outcomes.Count);
        Assert.All(new[] { town.TeamOf("carers"), town.TeamOf("tenancy") }, team => Assert.Equal((1, 1, 1),
            (brief.Views.Count(v => v.TeamId == team), brief.Strengths.Count(s => s.TeamId == team),
                brief.AboutMe.Count(a => a.TeamId == team))));
        // Neither is asked for more than it has to say: nothing that the short one added is owed or incomplete.
        Assert.Equal(leading.Steps.Select(s => s.State), brief.Steps.Select(s => s.State));
        Assert.True(brief.Involvements.Single(i => i.Team.TeamId == town.TeamOf("carers")).IsLead);
    }

    [Fact]
    public async Task R01_Needs_talents_what_they_have_and_what_keeps_them_going_are_read_together()
    {
        var personId = await town.RegisterAsync();
        await town.InvolveAsync(personId, town.Graeme, "tenancy");
        await town.Eileen.Person.SetCommunicationNeedsAsync(new() { PersonId = personId, Aids = "picture cards" });
        await town.Eileen.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "a dry house", Voice = Spoken });
        await town.Eileen.Conversation.RecordStrengthAsync(
            new() { PersonId = personId, Words = "I ken everybody in this street", Voice = Said });
        foreach (var (section, words) in new[]
        {
            ("good_at", "I mend clocks."), ("have", "A van, and my sister next door."),
            ("keeps_me_going", "The dog has to go out."), ("how_to_speak", "Straight, and not from the door."),
        })
        {
            await town.Eileen.Person.WriteAboutMeAsync(
                new() { PersonId = personId, Section = section, Words = words, Voice = Own });
            town.Later();
        }

        var record = await town.Graeme.Record.GetRecordAsync(new() { PersonId = personId }, Town.Newest);

        Assert.Empty(record.MissingParts);
        Assert.Equal(("picture cards", "a dry house"),
            (record.Person.CommunicationNeeds.Single().Aids, record.Outcomes.Single().Statement));
        Assert.Equal("I ken everybody in this street", record.Strengths.Single().Words);
        Assert.Equal(["I mend clocks.", "A van, and my sister next door.", "The dog has to go out.",
            "Straight, and not from the door."], record.AboutMe.Select(a => a.Words));
        Assert.All(record.AboutMe, a => Assert.True(a.Voice.IsPersonsVoice));
        // Who has a minute reads how to speak with them beside what matters.
        Assert.Equal(["Straight, and not from the door."], record.Glance.AboutMe.Select(a => a.Words));
        Assert.Equal("a dry house", record.Glance.WhatMatters.Single().Words);
    }

    [Fact]
    public async Task R64_What_matters_is_on_top_of_the_record_whatever_tasks_and_ratings_are_below()
    {
        var personId = await town.RegisterAsync();
        var outcome = (await town.Eileen.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "my own front door", Voice = Spoken })).Outcome;
        var bare = await town.Eileen.Record.GetRecordAsync(new() { PersonId = personId }, Town.Newest);
        for (var i = 0; i < 12; i++)
        {
            await town.Eileen.Plan.AddStepAsync(Step(personId, outcome.OutcomeId, "Eileen", $"Fills in form {i}."));
            await town.Eileen.Review.RecordReviewAsync(Rated(personId, outcome.OutcomeId, $"Story {i}."));
            town.Later();
        }

        var record = await town.Eileen.Record.GetRecordAsync(new() { PersonId = personId }, Town.Newest);

        Assert.Equal((12, 12), (record.Steps.Count, record.Reviews.Count));
        Assert.Equal(bare.Glance, record.Glance);
        Assert.Equal("my own front door", Assert.Single(record.Glance.WhatMatters).Words);
        // On top is the glance, and no task, number or date is in it.
        Assert.Equal("glance", GetRecordResponse.Descriptor.Fields[1].Name);
        Assert.Equal(["about_me", "communication_needs", "died_on", "involved", "preferred_name", "purpose",
            "safe_contacts", "what_matters"], Glance().Order(StringComparer.Ordinal));
        var lines = RecordPrinter.Lines("Somebody", "eileen", record).ToList();
        var matters = lines.FindIndex(l => l == "  What matters");
        Assert.InRange(matters, 0, lines.FindIndex(l => l.Contains("Fills in form", StringComparison.Ordinal)));
        Assert.InRange(matters, 0, lines.FindIndex(l => l.Contains("rated", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task R42_A_carer_has_outcomes_of_their_own_in_their_own_record_which_the_plan_for_carers_points_to()
    {
        var (mother, daughter) = (await town.RegisterAsync(), await town.RegisterAsync());
        await town.InvolveAsync(mother, town.Fiona, "stoma");
        await town.InvolveAsync(daughter, town.Shona, "carers");
        await town.Shona.Person.WriteCarerPlanAsync(
            new() { PersonId = daughter, Section = "breaks", Words = "A night to myself.", Voice = Own });
        await town.Shona.Plan.ProposeOutcomeAsync(
            new() { PersonId = daughter, Statement = "to sing at the folk club again", Voice = Spoken });

        var plan = await town.Shona.Person.GetCarerPlanAsync(new() { PersonId = daughter }, Town.Newest);
        var kept = plan.Sections.Single(s => s.Section == "personal_outcomes");
        Assert.Empty(kept.Words);
        var getPlan = Plan.PlanService.Descriptor.FindMethodByName("GetPlan");
        Assert.Equal(kept.KeptBy, $"/{getPlan.Service.FullName}/{getPlan.Name}");
        Assert.Equal("to sing at the folk club again", Assert.Single(
            (await town.Shona.Plan.GetPlanAsync(new() { PersonId = daughter })).Outcomes).Statement);
        await town.Fiona.Record.GetRecordAsync(new() { PersonId = daughter }, Town.Newest).NotFoundAsync();
        var mothers = await town.Fiona.Record.GetRecordAsync(new() { PersonId = mother }, Town.Newest);
        Assert.Empty(mothers.Outcomes);
        Assert.DoesNotContain("folk club", $"{mothers}", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Glance() =>
        Records.V1.Glance.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name);

    // What a record says, without what is each reader's own.
    private static string Content(GetRecordResponse record)
    {
        var content = record.Clone();
        content.Continuations.Clear();
        return $"{content}";
    }

    private static PersonsSay Persons(string said) => new()
    {
        Voice = new() { SaidBy = Sharing.V1.Speaker.Person, How = { "spoken" } },
        Said = said,
    };

    private static AddStepRequest Step(string personId, string outcomeId, string who, string what) => new()
    {
        PersonId = personId,
        OutcomeId = outcomeId,
        Party = Party.Team,
        Who = who,
        What = what,
        Voice = Spoken,
    };

    private static RecordReviewRequest Rated(string personId, string outcomeId, string story)
    {
        var voice = new Review.Voice { SaidBy = Review.Speaker.Person, How = { "spoken" } };
        return new()
        {
            PersonId = personId,
            HappenedOn = "2026-01-20",
            Outcomes =
            {
                new OutcomeLookedAt
                {
                    OutcomeId = outcomeId,
                    Story = new() { Words = story, Voice = voice },
                    Rating = new() { Value = RatingValue.Mostly, Rater = voice },
                    Travel = Travel.Better,
                },
            },
        };
    }

    // One of everything that a team can add.
    private async Task AddAsync(Caller caller, string personId)
    {
        await caller.Person.WriteAboutMeAsync(new()
        {
            PersonId = personId,
            Title = $"As {caller.User} was told",
            Words = "Leave the gate open for the fox.",
            Voice = Own,
        });
        await caller.Conversation.RecordViewAsync(
            new() { PersonId = personId, WhatMatters = $"company, says {caller.User}", Voice = Said });
        await caller.Conversation.RecordStrengthAsync(
            new() { PersonId = personId, Words = $"a fine alto, says {caller.User}", Voice = Said });
        var outcome = (await caller.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = personId,
            Statement = $"at the bowling, says {caller.User}",
            Voice = Spoken,
        })).Outcome;
        await caller.Plan.AddStepAsync(Step(personId, outcome.OutcomeId, caller.User, "Asks about the bus."));
        await caller.Review.RecordReviewAsync(Rated(personId, outcome.OutcomeId, $"I went, with {caller.User}."));
        town.Later();
    }

    // Once Plan has heard from Review how it went.
    private static async Task<GetRecordResponse> WholeAsync(Caller caller, string personId, int of)
    {
        var record = new GetRecordResponse();
        await Eventually.TrueAsync(async () =>
        {
            record = await caller.Record.GetRecordAsync(new() { PersonId = personId }, Town.Newest);
            return record.MissingParts.Count == 0 && record.Reviews.Count == of;
        }, TimeSpan.FromMinutes(1), () => $"{caller.User} reads all of it: {record}");
        return record;
    }

    /// <summary>Four agencies.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private Dictionary<string, string> _teams = [];

        public Platform Platform { get; } = Platform.Only([.. OneRecord.Services, "gateway"]);

        /// <summary>Metadata of a caller who has seen the newest of who may see whom.</summary>
        public static Metadata Newest => new() { { "po-access-position", long.MaxValue.ToString() } };

        public Caller Eileen { get; private set; } = null!;

        public Caller Graeme { get; private set; } = null!;

        public Caller Fiona { get; private set; } = null!;

        public Caller Shona { get; private set; } = null!;

        public Caller[] Four => [Eileen, Graeme, Fiona, Shona];

        public IEnumerable<string> Teams => new[] { "adult", "tenancy", "stoma", "carers" }.Select(TeamOf);

        public async Task InitializeAsync()
        {
            _teams = await Platform.SetUpAsync();
            (Eileen, Graeme) = (await Platform.SignInAsync("eileen"), await Platform.SignInAsync("graeme"));
            (Fiona, Shona) = (await Platform.SignInAsync("fiona"), await Platform.SignInAsync("shona"));
        }

        public async Task DisposeAsync() => await Platform.DisposeAsync();

        public string TeamOf(string name) => _teams[name];

        public string Day(int later) => Platform.Time.GetUtcNow().AddDays(later).ToString("yyyy-MM-dd", null);

        public void Later() => Platform.Time.Advance(TimeSpan.FromSeconds(1));

        public Task<string> RegisterAsync() => Platform.RegisterPersonAsync(Eileen, "adult");

        /// <summary>Eileen refers somebody to another team, which takes them up: the involvement.</summary>
        public async Task<string> InvolveAsync(string personId, Caller caller, string team)
        {
            var made = await Eileen.Sharing.MakeReferralAsync(new()
            {
                PersonId = personId,
                ToTeamId = TeamOf(team),
                ReasonWhatMatters = "To be at home",
                HappenedOn = Day(0),
                WithThePersonsSay = Persons("Aye, ask them."),
            });
            var accepted = await caller.Sharing.AcceptReferralAsync(new()
            {
                PersonId = personId,
                ReferralId = made.Referral.ReferralId,
                Practitioners = { new Practitioner { Offer = "looks in" } },
            });
            Later();
            return accepted.Involvement.InvolvementId;
        }
    }
}
