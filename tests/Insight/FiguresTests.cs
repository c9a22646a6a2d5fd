using PersonalOutcomes.Events;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>What counts in which month, and in whose figures.</summary>
public sealed class FiguresTests : IDisposable
{
    private static readonly DateOnly March = new(2026, 3, 10);
    private readonly ModelFile _file = new();
    private readonly Model _model = new(2);
    private readonly Town _town = new();
    private readonly Guid _health = Guid.NewGuid(), _council = Guid.NewGuid();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Agencies_and_the_area_have_the_outcomes_of_the_people_they_support()
    {
        Fill();
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(60, 36, 24), await OwnWordsAsync(Whose.Area, Guid.Empty));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Agency, _health));
    }

    [Fact]
    public async Task What_is_withheld_from_an_agency_is_in_the_areas_figures_alone()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 20; i++)
        {
            _town.AddOutcome(_town.AddPerson(March, _health, stoma), March, own: i % 2 == 0, withheldFrom: _health);
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(80, 46, 34), await OwnWordsAsync(Whose.Area, Guid.Empty));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Agency, _health));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Team, stoma));
    }

    [Fact]
    public async Task What_was_entered_in_error_is_in_no_figure_nor_is_what_was_said_of_it()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 20; i++)
        {
            var person = _town.AddPerson(March, _health, stoma);
            var outcome = _town.AddOutcome(person, March, own: true);
            // A review tells of it from another source, which may be read before or after.
            _town.Tell("review", person, March, new ReviewRecorded(Guid.NewGuid(), person, March, [stoma],
                [new OutcomeReviewed(outcome, "better", "partly", "person", 0, 0)], 0, 0, null, null, []));
            _town.Tell("plan", person, March, new EnteredInError(outcome, person));
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(60, 36, 24), await OwnWordsAsync(Whose.Area, Guid.Empty));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Agency, _health));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Team, stoma));
    }

    [Fact]
    public async Task What_was_moved_to_the_right_record_counts_in_the_month_in_which_it_was_recorded_first()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 20; i++)
        {
            var (wrong, right) = (_town.AddPerson(March, _health, stoma), _town.AddPerson(March, _health, stoma));
            var (outcome, moved) = (_town.AddOutcome(wrong, March, own: true), Guid.NewGuid());
            _town.Tell("plan", wrong, March.AddMonths(1), new EnteredInError(outcome, wrong));
            _town.Tell("plan", right, March.AddMonths(1),
                new OutcomeProposed(moved, right, "keep", true, null, [], Town.Noon(March)));
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(80, 56, 24), await OwnWordsAsync(Whose.Area, Guid.Empty));
        Assert.Empty(await _file.CountAsync(_model, "own_words", "2026-04"));
    }

    [Fact]
    public async Task What_is_withheld_later_is_left_out_until_it_is_shown_again_and_left_out_again_when_withheld_anew()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 40; i++)
        {
            var person = _town.AddPerson(March, _health, stoma);
            var outcome = _town.AddOutcome(person, March, own: true);
            _town.Tell("plan", person, March, new StepAdded(outcome, person, null, "person", null, false, []));
            if (i < 30)
            {
                _town.Tell("plan", person, March, new ItemWithheld(outcome, person, [stoma]));
            }
            if (i < 20)
            {
                _town.Tell("plan", person, March, new ItemShown(outcome, person, [stoma]));
            }
            if (i < 10)
            {
                _town.Tell("plan", person, March, new ItemWithheld(outcome, person, [stoma]));
            }
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(40, (await _file.FiguresAsync(_model, "2026-03", "step_taker", Whose.Area, Guid.Empty))["total"]);
        Assert.Equal(20, (await _file.FiguresAsync(_model, "2026-03", "step_taker", Whose.Team, stoma))["total"]);
    }

    [Fact]
    public async Task A_step_of_an_outcome_that_is_withheld_is_withheld_with_it()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 40; i++)
        {
            var person = _town.AddPerson(March, _health, stoma);
            var outcome = _town.AddOutcome(person, March, own: true, withheldFrom: i < 20 ? [stoma] : []);
            _town.Tell("plan", person, March,
                new StepAdded(Guid.NewGuid(), person, outcome, i % 2 == 0 ? "person" : "team", null, false, []));
        }
        await _file.ApplyAsync(_model, _town);

        var area = await _file.FiguresAsync(_model, "2026-03", "step_taker", Whose.Area, Guid.Empty);
        var team = await _file.FiguresAsync(_model, "2026-03", "step_taker", Whose.Team, stoma);
        Assert.Equal((40, 20), (area["total"], area["team"]));
        Assert.Equal((20, 10), (team["total"], team["team"]));
    }

    [Fact]
    public async Task Somebody_who_is_supported_by_nobody_counts_in_the_area()
    {
        Fill();
        for (var i = 0; i < 20; i++)
        {
            _town.AddOutcome(_town.AddPerson(March, _health), March, own: i % 2 == 0);
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(80, 46, 34), await OwnWordsAsync(Whose.Area, Guid.Empty));
    }

    [Fact]
    public async Task An_involvement_that_ended_before_the_month_brings_nothing_in()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 20; i++)
        {
            var person = _town.AddPerson(March.AddMonths(-2), _health, stoma);
            var opened = (InvolvementOpened)_town.Told[^1].Event;
            _town.Tell("sharing", person, March.AddMonths(-1), new InvolvementEnded(
                opened.InvolvementId, person, stoma, Town.Noon(March.AddMonths(-1))));
            _town.AddOutcome(person, March, own: i % 2 == 0);
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(80, 46, 34), await OwnWordsAsync(Whose.Area, Guid.Empty));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Agency, _health));
    }

    [Fact]
    public async Task Of_an_end_that_was_moved_the_newest_counts()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 20; i++)
        {
            var person = _town.AddPerson(March.AddMonths(-2), _health, stoma);
            var opened = (InvolvementOpened)_town.Told[^1].Event;
            // Pushed back into April for half of them, brought forward from there for the others.
            foreach (var until in i < 10
                ? new[] { March.AddMonths(-1), March.AddMonths(1) }
                : [March.AddMonths(1), March.AddMonths(-1)])
            {
                _town.Tell("sharing", person, March.AddMonths(-1), new InvolvementEnded(
                    opened.InvolvementId, person, stoma, Town.Noon(until)));
            }
            _town.AddOutcome(person, March, own: i < 10);
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(40, 28, 12), await OwnWordsAsync(Whose.Agency, _health));
    }

    [Fact]
    public async Task What_a_secret_involvement_brings_in_is_in_the_areas_figures_alone_until_it_is_shown()
    {
        var (stoma, social) = Fill();
        var people = Enumerable.Range(0, 20).Select(_ => _town.AddPerson(March, _health, stoma)).ToList();
        for (var i = 0; i < 20; i++)
        {
            _town.Tell("sharing", people[i], March,
                new InvolvementOpened(Guid.NewGuid(), people[i], social, "support", Town.Noon(March)));
            _town.AddOutcomeBy(stoma, people[i], March, own: i % 2 == 0);
            _town.Tell("sharing", people[i], March, new InvolvementMadePrivate(Guid.NewGuid(), people[i], stoma));
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(80, 46, 34), await OwnWordsAsync(Whose.Area, Guid.Empty));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Team, stoma));
        Assert.Equal(Of(30, 18, 12), await OwnWordsAsync(Whose.Team, social));

        people.ForEach(p => _town.Tell("sharing", p, March, new InvolvementShown(Guid.NewGuid(), p, stoma)));
        var after = new Model(3);
        await _file.ApplyAsync(after, _town);
        Assert.Equal(50, (await _file.FiguresAsync(after, "2026-03", "own_words", Whose.Team, social))["total"]);
    }

    [Fact]
    public async Task Whoever_keeps_their_record_from_a_team_or_its_agency_is_in_the_areas_figures_alone_until_it_is_lifted()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 30; i++)
        {
            var (person, kept) = (_town.AddPerson(March, _health, stoma), Guid.NewGuid());
            _town.AddOutcome(person, March, own: i % 2 == 0);
            _town.Tell("sharing", person, March, new RestrictionSet(kept, person, i % 2 == 0 ? stoma : _health, null));
            if (i >= 20)
            {
                _town.Tell("sharing", person, March,
                    new RestrictionsLifted(person, i >= 25 ? [kept] : [Guid.NewGuid(), kept]));
            }
            // Said anew, after it had been lifted; and what was said of somebody else's record changes nothing here.
            if (i >= 28)
            {
                _town.Tell("sharing", person, March, new RestrictionSet(kept, person, stoma, null));
                _town.Tell("sharing", person, March, new RestrictionsLifted(Guid.NewGuid(), [kept]));
                _town.Tell("sharing", person, March, new RestrictionsLifted(person, []));
            }
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(90, 51, 39), await OwnWordsAsync(Whose.Area, Guid.Empty));
        Assert.Equal(38, (await OwnWordsAsync(Whose.Team, stoma))["total"]);
        Assert.Equal(38, (await OwnWordsAsync(Whose.Agency, _health))["total"]);
    }

    [Fact]
    public async Task A_kind_that_is_kept_from_a_team_is_left_out_of_its_figures_with_what_hangs_on_it()
    {
        var (stoma, _) = Fill();
        for (var i = 0; i < 40; i++)
        {
            var person = _town.AddPerson(March, _health, stoma);
            var outcome = _town.AddOutcome(person, March, own: true);
            _town.Tell("plan", person, March, new StepAdded(Guid.NewGuid(), person, outcome, "person", null, false, []));
            _town.Tell("plan", person, March, new StepAdded(Guid.NewGuid(), person, null, "family", null, false, []));
            _town.Tell("sharing", person, March, new RestrictionSet(
                Guid.NewGuid(), person, stoma, i < 10 ? "outcome" : i < 20 ? "step" : i < 30 ? "wish" : "conversation"));
        }
        await _file.ApplyAsync(_model, _town);

        // Ten keep their outcomes from it, and so the steps towards them; ten more keep all their steps.
        Assert.Equal(60, (await OwnWordsAsync(Whose.Team, stoma))["total"]);
        Assert.Equal(100, (await OwnWordsAsync(Whose.Area, Guid.Empty))["total"]);
        var team = await _file.FiguresAsync(_model, "2026-03", "step_taker", Whose.Team, stoma);
        Assert.Equal((50, 30), (team["total"], team["family"]));
        Assert.Equal(80, (await _file.FiguresAsync(_model, "2026-03", "step_taker", Whose.Area, Guid.Empty))["total"]);
    }

    [Fact]
    public void The_kinds_that_a_question_counts_are_those_that_a_person_restricts()
    {
        Assert.All(Questions.List.Codes, q => Assert.NotEmpty(Questions.Kinds(q).Kinds));
        Assert.All(Questions.List.Codes.SelectMany(q => (string[])[.. Questions.Kinds(q).Kinds, .. Questions.Kinds(q).HangsOn]),
            kind => Assert.NotNull(Vocabularies.Vocabulary.Of(typeof(Access.Grants).Assembly, "kinds")[kind]));
    }

    [Fact]
    public async Task Each_month_stands_alone()
    {
        Fill();
        await _file.ApplyAsync(_model, _town);

        Assert.Equal(Of(null, null, null), await OwnWordsAsync(Whose.Area, Guid.Empty, "2026-04"));
        Assert.Equal(Of(null, null, null), await OwnWordsAsync(Whose.Area, Guid.Empty, "2026-02"));
    }

    [Fact]
    public async Task A_month_begins_and_ends_at_midnight_in_Scotland()
    {
        var person = _town.AddPerson(March, _health);
        // Half past midnight on 1 April, in British Summer Time.
        var late = new DateTimeOffset(2026, 3, 31, 23, 30, 0, TimeSpan.Zero);
        var told = new Told("plan", person, new OutcomeProposed(Guid.NewGuid(), person, null, true, null, []), late);
        await _file.ApplyAsync(_model, ModelFile.Journals([told]).SelectMany(s => s.Value.Select(e => (s.Key, e))));

        Assert.Empty(await _file.CountAsync(_model, "own_words", "2026-03"));
        Assert.Single(await _file.CountAsync(_model, "own_words", "2026-04"));
    }

    [Fact]
    public async Task The_day_of_agreement_counts_and_not_the_day_on_which_it_was_written_down()
    {
        var person = _town.AddPerson(March, _health);
        _town.Tell("plan", person, March.AddMonths(1), new OutcomeAgreed(Guid.NewGuid(), person, "person", March));
        await _file.ApplyAsync(_model, _town);

        Assert.Single(await _file.CountAsync(_model, "agreed_by", "2026-03"));
        Assert.Empty(await _file.CountAsync(_model, "agreed_by", "2026-04"));
    }

    [Fact]
    public async Task A_view_counts_in_the_month_of_its_conversation()
    {
        var (person, conversation) = (_town.AddPerson(March, _health), Guid.NewGuid());
        _town.Tell("conversation", person, March.AddMonths(1), new ViewRecorded(
            Guid.NewGuid(), conversation, person, "person", ["spoken"], true, [], "what_matters", null));
        _town.Tell("conversation", person, March.AddMonths(1),
            new ConversationRecorded(conversation, person, March, [], false, []));
        await _file.ApplyAsync(_model, _town);

        Assert.Equal("person", Assert.Single(await _file.CountAsync(_model, "told_by", "2026-03")).Answer);
    }

    [Fact]
    public async Task An_outcome_stands_as_it_was_last_seen_in_the_month()
    {
        var (person, outcome) = (_town.AddPerson(March, _health), Guid.NewGuid());
        foreach (var (day, travel) in new[] { (12, "worse"), (26, "better"), (20, "same") })
        {
            _town.Tell("review", person, March.AddMonths(1), new ReviewRecorded(Guid.NewGuid(), person,
                new DateOnly(2026, 3, day), [], [new OutcomeReviewed(outcome, travel, null, null, 0, 0)], 0, 0, null,
                null, []));
        }
        await _file.ApplyAsync(_model, _town);

        Assert.Equal("better", Assert.Single(await _file.CountAsync(_model, "how_it_went", "2026-03")).Answer);
    }

    [Fact]
    public async Task Every_question_has_its_answers_in_the_vocabulary()
    {
        await _file.ApplyAsync(_model, Town.Any(new Random(1), people: 20));
        foreach (var question in Questions.List.Codes)
        {
            Assert.All(await _file.CountAsync(_model, question, "2026-03"),
                c => Assert.Contains(c.Answer, Questions.Answers(question)));
            Assert.All(["words", "used_for", "unit", "source"],
                column => Assert.NotEqual("", Questions.List[question]![column]));
        }
        Assert.All(Questions.AnswerList.Codes, c => Assert.NotNull(Questions.List[c.Split('.')[0]]));
    }

    private (Guid Stoma, Guid Social) Fill()
    {
        var (stoma, social) = (_town.AddTeam(_health, March), _town.AddTeam(_council, March));
        for (var i = 0; i < 60; i++)
        {
            var person = _town.AddPerson(March, i < 30 ? _health : _council, i < 30 ? stoma : social);
            _town.AddOutcome(person, March, own: i % 5 < 3);
        }
        return (stoma, social);
    }

    private Task<Dictionary<string, int?>> OwnWordsAsync(Whose whose, Guid id, string month = "2026-03") =>
        _file.FiguresAsync(_model, month, "own_words", whose, id);

    private static Dictionary<string, int?> Of(int? total, int? own, int? others) =>
        new() { ["total"] = total, ["own"] = own, ["others"] = others };
}
