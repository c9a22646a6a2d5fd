namespace PersonalOutcomes.Plans.Recording;

public sealed class LensTests
{
    private static readonly Lens Lens = new([]);

    // Over 60 words, and nothing of what is looked for in it.
    private const string Bare = """
        Grey clouds above grey roofs. Grey clouds above grey roofs. Grey clouds above grey roofs. Grey clouds above grey
        roofs. Grey clouds above grey roofs. Grey clouds above grey roofs. Grey clouds above grey roofs. Grey clouds above
        grey roofs. Grey clouds above grey roofs. Grey clouds above grey roofs. Grey clouds above grey roofs. Grey clouds
        above grey roofs. Grey clouds above grey roofs.
        """;

    private static Finding Of(Aspect aspect, string text, DraftSort sort = DraftSort.Note, bool listening = false) =>
        Lens.Check(new Draft(text, sort, listening)).Findings.Single(f => f.Aspect == aspect);

    // In a long draft, so that what is not there is missing.
    private static void Is(Aspect aspect, string words, string standing, string deciding)
    {
        var draft = $"{Bare} {words}";
        var found = Of(aspect, draft);
        Assert.Equal((standing, deciding), (found.Standing.ToString(), string.Join(" / ", found.Deciding.Select(d => d.In(draft)))));
        Assert.Equal(standing == "Met", found.Suggestion.Length == 0);
        Assert.Equal(Standing.Missing, Of(aspect, Bare).Standing);
        Assert.EndsWith("?", Of(aspect, Bare).Suggestion);
    }

    [Theory]
    [InlineData("The choir matters to her because her sister sang in it.", "Met",
        "matters to her because")]
    [InlineData("She misses the choir.", "Partly", "misses")]
    public void R50_What_matters_and_why(string words, string standing, string deciding) =>
        Is(Aspect.MattersAndWhy, words, standing, deciding);

    [Theory]
    [InlineData("Ann will ring the minister.", "Met", "will ring")]
    [InlineData("Ann plans to ring.", "Partly", "plans to")]
    public void R51_How_to_work_towards_it(string words, string standing, string deciding) =>
        Is(Aspect.How, words, standing, deciding);

    [Theory]
    [InlineData("Her sister goes on Thursday.", "Met", "Her sister / Thursday")]
    [InlineData("It is on Thursday.", "Partly", "Thursday")]
    public void R52_Who_when_and_where(string words, string standing, string deciding) =>
        Is(Aspect.WhoWhenWhere, words, standing, deciding);

    [Theory]
    [InlineData("The singing is much better.", "Met", "is much better")]
    [InlineData("There is progress.", "Partly", "progress")]
    public void R53_How_far_it_was_reached(string words, string standing, string deciding) =>
        Is(Aspect.Extent, words, standing, deciding);

    [Theory]
    [InlineData("Nobody expected that the dog would mind.", "Met", "Nobody expected")]
    [InlineData("It also meant less sleep.", "Partly", "It also meant")]
    public void R53_What_nobody_meant(string words, string standing, string deciding) =>
        Is(Aspect.Unintended, words, standing, deciding);

    [Theory]
    [InlineData("The bus helps.", "Met", "helps")]
    [InlineData("Mornings are easier.", "Partly", "easier")]
    public void R54_What_helps(string words, string standing, string deciding) =>
        Is(Aspect.Helps, words, standing, deciding);

    [Theory]
    [InlineData("The stair gets in the way.", "Met", "gets in the way")]
    [InlineData("There is pain.", "Partly", "pain")]
    public void R54_What_hinders(string words, string standing, string deciding) =>
        Is(Aspect.Hinders, words, standing, deciding);

    [Theory]
    [InlineData("We keep the plan.", "Met", "keep the plan")]
    [InlineData("We meet again.", "Partly", "meet again")]
    public void R55_Whether_the_plan_needs_to_change(string words, string standing, string deciding) =>
        Is(Aspect.PlanChange, words, standing, deciding);

    [Theory]
    [InlineData("Attend day centre twice weekly.", "Partly")]
    [InlineData("Margaret sees her friends from the bowling club every week.", "Met")]
    [InlineData("Lunch club on Fridays so that he hears the old songs with people who know them.", "Met")]
    public void R59_An_outcome_is_told_from_an_output(string statement, string standing)
    {
        var found = Of(Aspect.Outcome, statement, DraftSort.Outcome);

        Assert.Equal(standing, found.Standing.ToString());
        Assert.InRange(found.Deciding.Count, 1, 3);
        Assert.All(found.Deciding, d => Assert.Contains(d.In(statement), statement));
        Assert.Equal(standing == "Partly", found.Suggestion.Contains("so that …?", StringComparison.Ordinal));
    }

    // What is kept is an outcome as what is changed is: nothing is asked of it that a change is not asked.
    [Theory]
    [InlineData("He goes on meeting the lads at the bowling club every Friday.")]
    [InlineData("Iris keeps cooking her own tea, as she always has.")]
    [InlineData("To keep singing in the choir on Thursdays.")]
    [InlineData("To stay in his own house beside his neighbours.")]
    public void R04_To_keep_something_is_no_lesser_outcome(string statement)
    {
        foreach (var aspect in new[] { Aspect.Outcome, Aspect.Personalised })
        {
            var found = Of(aspect, statement, DraftSort.Outcome);
            Assert.Equal((Standing.Met, ""), (found.Standing, found.Suggestion));
        }
        Assert.Empty(Lens.Check(new Draft(statement, DraftSort.Outcome, false)).Jargon);
    }

    [Theory]
    [InlineData("Maintain independence.", "Partly")]
    [InlineData("Iris feels at home in her kitchen again and makes soup for herself and her husband.", "Met")]
    public void R60_A_generic_goal_is_told_from_one_persons(string statement, string standing) =>
        Assert.Equal(standing, Of(Aspect.Personalised, statement, DraftSort.Outcome).Standing.ToString());

    [Theory]
    [InlineData("Her daughter takes her on Thursdays.", "Met")]
    [InlineData("It was said with her daughter there.", "Partly")]
    public void R60_What_they_and_their_family_do_is_seen(string words, string standing) =>
        Assert.Equal(standing, Of(Aspect.Contribution, $"{Bare} {words}").Standing.ToString());

    [Theory]
    [InlineData("I want to walk to the shop on my own.", "Met")]
    [InlineData("Jim told us \"the choir is my week\" and laughed.", "Met")]
    [InlineData("She said that she would be glad of it.", "Partly")]
    [InlineData("I visited Mr Kerr and explained the form to him.", "NotLookedAt")]
    public void R60_Their_voice_is_told_from_what_others_say_and_from_the_workers(string words, string standing) =>
        Assert.Equal(standing, Of(Aspect.Voice, words).Standing.ToString());

    [Theory]
    [InlineData("Attend day centre twice weekly.")]
    [InlineData("We sat at the window and looked at the boats.")]
    public void Under_60_words_nothing_is_missing_and_only_voice_and_what_matters_are_looked_at(string note) =>
        Owes(new Draft(note));

    [Fact]
    public void Listening_owes_nothing_however_long_it_is()
    {
        foreach (var sort in Enum.GetValues<DraftSort>())
        {
            Owes(new Draft(Bare, sort, Listening: true));
        }
    }

    private static void Owes(Draft draft)
    {
        var findings = Lens.Check(draft).Findings;
        Assert.DoesNotContain(findings, f => f.Standing == Standing.Missing);
        Assert.All(findings.Where(f => f.Aspect is not (Aspect.Voice or Aspect.MattersAndWhy)),
            f => Assert.Equal((Standing.NotLookedAt, ""), (f.Standing, f.Suggestion)));
    }

    [Fact]
    public void The_statement_of_an_outcome_is_looked_at_short_as_it_is_and_nothing_in_it_is_missing()
    {
        var findings = Lens.Check(new Draft("POC four times daily.", DraftSort.Outcome)).Findings;

        Assert.DoesNotContain(findings, f => f.Standing == Standing.Missing);
        Assert.Equal(Standing.Partly, findings.Single(f => f.Aspect == Aspect.Outcome).Standing);
    }

    [Fact]
    public void The_persons_own_words_are_shown_as_that_and_nothing_else()
    {
        var reading = Lens.Check(new Draft($"I want a POC. {Bare}", OwnWords: true));

        Assert.True(reading.OwnWords);
        Assert.Empty(reading.Findings);
        Assert.Empty(reading.Jargon);
        Assert.Null(reading.Readability);
    }

    [Fact]
    public void A_plan_owes_no_story_of_how_it_went()
    {
        var findings = Lens.Check(new Draft(Bare, DraftSort.Plan)).Findings;

        Assert.All(findings.Where(f => f.Aspect > Aspect.WhoWhenWhere),
            f => Assert.Equal(Standing.NotLookedAt, f.Standing));
        Assert.Equal(12, findings.Count);
    }

    [Fact]
    public void How_it_reads_is_looked_at_beyond_100_words_only()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 100));

        Assert.Null(Lens.Check(new Draft(words)).Readability);
        Assert.Equal(new Readability(104, 2, new(0, words.Length + 1)),
            Lens.Check(new Draft($"{words}. And then four more.")).Readability! with { });
    }

    [Fact]
    public void The_same_text_is_always_read_alike()
    {
        foreach (var statement in Statements.Open)
        {
            Assert.Equal(Lens.Read(statement.Text).Outcome.Sum, Lens.Read(statement.Text).Outcome.Sum);
        }
    }
}
