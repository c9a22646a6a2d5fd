using System.Globalization;
using System.Text.RegularExpressions;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Records.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Tests.EndToEnd;

/// <summary>The stories of deploy/stories, told through the public rpcs, and what the second agency then reads.</summary>
public sealed partial class StoriesTests(StoriesTests.Told told)
    : IClassFixture<StoriesTests.Told>
{
    [Fact]
    public void What_matters_to_the_young_father_is_money_and_it_no_longer_blocks_once_it_is_better()
    {
        var record = told.Records["callum"];
        var (money, stoma) = (Outcome(record, "Enough each week"), Outcome(record, "Get well"));

        Assert.All(record.Outcomes, o => Assert.Equal(AgreedBy.Person, o.Agreement.AgreedBy));
        Assert.Empty(stoma.BlockedBy);
        Assert.Equal(money.OutcomeId, Assert.Single(told.BlockedBefore));
        var first = record.Steps[0];
        Assert.Equal((Party.Person, StepState.Done), (first.Party, first.State));
        Assert.Equal(3, record.Involvements.Select(i => i.Team.AgencyId).Distinct().Count());
        Assert.Contains(record.Conversations, c => c.TeamIds.Count == 2);
    }

    [Fact]
    public void All_three_agencies_read_the_same_what_matters() =>
        Assert.Single(told.WhatMattersToEach.Distinct());

    [Fact]
    public void Iris_reads_alike_by_her_own_hand_and_told_to_Eileen()
    {
        var (own, spoken) = (told.Records["iris"], told.Records["iris-told"]);

        Assert.Equal(Said(own), Said(spoken));
        Assert.All(own.Views.Concat(spoken.Views), v => Assert.True(v.Voice.IsPersonsVoice));
        Assert.Equal(Direction.GetBack, Assert.Single(own.Outcomes).Direction);
        Assert.Equal([Party.Person, Party.Family, Party.Community, Party.Team], own.Steps.Select(s => s.Party));
        Assert.Equal(2, own.Reviews.Count);
        Assert.Single(own.Reviews, r => r.Outcomes[0].Rating is not null);
        Assert.All(own.Reviews, r => Assert.NotEmpty(r.Outcomes[0].Story.Words));
    }

    [Fact]
    public void For_Johanna_listening_was_the_whole_of_it()
    {
        var record = told.Records["johanna"];

        Assert.Equal(4, record.Involvements.Count);
        Assert.All(record.Conversations, talk => Assert.True(talk.Listening));
        var talk = record.Conversations.Single(c => c.HappenedOn == "2026-10-08");
        Assert.NotEmpty(talk.WhatItChanged.Words);
        Assert.NotEmpty(talk.DifferenceOfView.Words);
        Assert.DoesNotContain(record.Outcomes, o => o.SourceId == talk.ConversationId);
        Assert.DoesNotContain(record.Steps, s => s.Party == Party.Team);
    }

    [Fact]
    public void When_her_brother_has_died_his_record_says_so_and_what_was_open_in_it_is_over()
    {
        var record = told.Records["alasdair"];

        Assert.Equal("2026-11-02", record.Glance.DiedOn);
        Assert.Equal(
            [(Party.Person, StepState.Ended), (Party.Family, StepState.Ended), (Party.Team, StepState.Done)],
            record.Steps.Select(s => (s.Party, s.State)));
        Assert.Equal(OutcomeState.Agreed, Assert.Single(record.Outcomes).State);
        Assert.All(record.Involvements, i => Assert.Contains(" worked with the person ", i.Sentence));
    }

    [Fact]
    public void Her_brothers_printed_record_speaks_of_him_in_the_past_tense()
    {
        var lines = RecordPrinter.Lines("Johanna", "graeme", told.Records["alasdair"]).ToList();

        Assert.Contains("=== Johanna: the record of Alasdair, who died on 2026-11-02, as graeme reads it ===", lines);
        Assert.Contains("  What mattered", lines);
        Assert.Contains(lines, line => line.StartsWith("  Was involved: Tenancy team", StringComparison.Ordinal)
            && line.Contains("Graeme Souter: offered: ", StringComparison.Ordinal));
        Assert.Contains(lines, line =>
            line.Contains("He had one.\" (Johanna, his sister said", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line =>
            Words().Matches(Quoted().Replace(line, "")).Any(m => m.Value is "is" or "are" or "has" or "waits"));
    }

    [Fact]
    public void Johannas_own_record_stays_hers_and_nothing_in_it_has_ended()
    {
        var record = told.Records["johanna"];

        Assert.Empty(record.Glance.DiedOn);
        Assert.All(record.Involvements, i => Assert.Empty(i.UntilTime + i.LastOn));
        var choir = Assert.Single(record.Outcomes);
        Assert.Equal((OutcomeState.Agreed, AgreedBy.Person), (choir.State, choir.Agreement.AgreedBy));
        Assert.Equal((Party.Person, StepState.Open), (Assert.Single(record.Steps).Party, record.Steps[0].State));
        var now = record.Views.MaxBy(v => v.RecordTime, StringComparer.Ordinal)!;
        Assert.StartsWith("My Thursdays.", now.WhatMatters, StringComparison.Ordinal);
        Assert.True(now.Voice.IsPersonsVoice);
    }

    [Fact]
    public void Johannas_printed_record_shows_that_she_was_passed_on_three_times_in_five_months()
    {
        var record = told.Records["johanna"];
        var days = record.Involvements.Where(i => i.ReferredOn.Length > 0)
            .Select(i => DateOnly.ParseExact(i.ReferredOn, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(
            [
                "passed on to Adult social work, north on 2026-05-11 by Stoma care team, Lochside Health Board",
                "passed on to Tenancy team on 2026-07-02 by Adult social work, north, Strathmore Council Social Work",
                "passed on to Carers' support on 2026-09-24 by Tenancy team, Kirkgate Housing Association",
            ],
            RecordPrinter.Lines("Johanna", "sandy", record)
                .Select(l => l.Trim()).Where(l => l.StartsWith("passed on", StringComparison.Ordinal)));
        Assert.Contains(RecordPrinter.Lines("Johanna", "sandy", record),
            line => line.Contains("hears it the once", StringComparison.Ordinal)
                && line.EndsWith("(the person said; Carers' support wrote it down)", StringComparison.Ordinal));
        Assert.True(days.Max() < days.Min().AddMonths(5), $"from {days.Min()} to {days.Max()}");
    }

    [Fact]
    public void Every_step_of_Eileens_story_leads_back_to_the_note_it_came_from()
    {
        var record = told.Records["duncan"];
        var note = Assert.Single(record.Conversations);

        Assert.NotEmpty(record.Steps);
        Assert.All(record.Steps, s => Assert.Equal(note.ConversationId, s.SourceId));
        Assert.Contains("bowling green", note.WhatWasSaid);
    }

    [Fact]
    public void At_least_half_of_all_steps_are_not_an_agencys()
    {
        var steps = told.Records.Values.SelectMany(r => r.Steps).ToList();

        Assert.True(2 * steps.Count(s => s.Party != Party.Team) >= steps.Count, $"{steps.Count} steps");
    }

    [Fact]
    public void No_part_of_any_record_is_missing() => Assert.All(told.Records.Values, r => Assert.Empty(r.MissingParts));

    // What somebody said stays as they said it.
    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[\w']+")]
    private static partial Regex Words();

    private static Outcome Outcome(GetRecordResponse record, string start) =>
        record.Outcomes.Single(o => o.Statement.StartsWith(start, StringComparison.Ordinal));

    private static IEnumerable<string> Said(GetRecordResponse record) =>
        [.. record.Views.Select(v => v.WhatMatters), .. record.Strengths.Select(s => s.Words),
         .. record.Outcomes.Select(o => o.Statement), .. record.Steps.Select(s => s.What),
         .. record.Reviews.Select(r => r.Outcomes[0].Story.Words)];

    /// <summary>The stories told once, every service started anew, and the records then read.</summary>
    public sealed class Told : IAsyncLifetime
    {
        private readonly Platform _platform = new();

        public Dictionary<string, GetRecordResponse> Records { get; } = [];

        public IReadOnlyList<string> BlockedBefore { get; private set; } = [];

        public List<string> WhatMattersToEach { get; } = [];

        public async Task InitializeAsync()
        {
            var addresses = new Addresses(Platform.Names.ToDictionary(n => n, _platform.Address));
            using var teller = new StoryTeller(addresses, Platform.Stories, _ => { });
            _platform.Time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
            var stories = await teller.TellAllAsync(CancellationToken.None);
            foreach (var name in Platform.Names)
            {
                await _platform.StopAsync(name);
            }
            foreach (var name in Platform.Names)
            {
                _platform.Start(name);
            }
            await teller.LevelAsync(CancellationToken.None);
            foreach (var shown in stories.SelectMany(s => s.Show))
            {
                Records[shown.Person] = await teller.ShowAsync(shown, CancellationToken.None);
            }
            foreach (var user in new[] { "fiona", "ruth", "graeme" })
            {
                var record = await teller.ShowAsync(new Shown { Person = "callum", To = user }, CancellationToken.None);
                WhatMattersToEach.Add(string.Join('\n', record.Views.Select(v => v.WhatMatters)));
            }
            var ruth = await _platform.SignInAsync("ruth");
            var before = await ruth.Plan.GetPlanAsync(new()
            {
                PersonId = teller.Kept["callum"],
                // The housing officer's step was the last thing before the review.
                AtTime = Records["callum"].Steps.Select(s => s.RecordTime).Order(StringComparer.Ordinal).Last(),
            });
            BlockedBefore = [.. before.Outcomes.Single(o => o.OutcomeId == teller.Kept["callum-stoma"]).BlockedBy];
        }

        public async Task DisposeAsync() => await _platform.DisposeAsync();
    }
}
