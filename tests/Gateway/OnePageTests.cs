using PersonalOutcomes.People.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Records.V1;
using PersonalOutcomes.Sharing.V1;
using Speaker = PersonalOutcomes.Plans.V1.Speaker;
using Voice = PersonalOutcomes.Plans.V1.Voice;

namespace PersonalOutcomes.Gateway;

public sealed class OnePageTests
{
    private static readonly DateOnly Today = new(2026, 5, 3);
    private static readonly Person Iris = new() { Names = new People.V1.Names { PreferredName = "Iris" } };

    [Fact]
    public void What_is_agreed_or_waits_stands_there_in_the_persons_order_and_what_is_set_aside_does_not()
    {
        var page = Of(Plan(Outcome("cook"), Outcome("garden", OutcomeState.Proposed),
            Outcome("old", OutcomeState.SetAside)));

        Assert.Equal([("cook", false), ("garden", true)], page.Outcomes.Select(o => (o.Words, o.WaitsForAgreement)));
        Assert.Contains("Iris has not said yes to this yet.", Html(page));
    }

    [Fact]
    public void What_cannot_be_achieved_stays_where_it_was_and_says_why()
    {
        var lost = Outcome("back to the croft", OutcomeState.CannotBeAchieved);
        lost.CannotBeAchieved = new CannotBeAchieved { Reason = "The croft was sold." };

        var page = Of(Plan(lost, Outcome("cook")));

        Assert.Equal(["back to the croft", "cook"], page.Outcomes.Select(o => o.Words));
        Assert.Contains("and we say so: The croft was sold.", OnePage.Aloud(page));
    }

    [Fact]
    public void Whose_words_they_are_is_told_and_anothers_never_pass_for_the_persons()
    {
        var page = Of(Plan(
            Said(new Voice { SaidBy = Speaker.Person, IsPersonsVoice = true }),
            Said(new Voice { SaidBy = Speaker.Person, SaidByName = "Iris" }),
            Said(new Voice { SaidBy = Speaker.Family, SaidByName = "her man Tam" }),
            Said(new Voice { SaidBy = Speaker.Practitioner }),
            Said(new Voice { SaidBy = Speaker.Representative })));

        Assert.Equal(
            ["Iris said", "Told by others for Iris", "Her man Tam said", "Someone who works with Iris said",
                "Someone who acts for Iris said"],
            page.Outcomes.Select(o => o.Said));
    }

    [Fact]
    public void What_a_carer_wants_for_themselves_is_not_what_matters_to_the_person()
    {
        var hers = Outcome("to sleep through the night", OutcomeState.Proposed);
        hers.Whose = Whose.Carer;

        Assert.Equal("cook", Of(Plan(hers, Outcome("cook"))).Outcomes.Single().Words);
        Assert.Equal("cook", Gateway.Glance.Of(new GetRecordResponse { Outcomes = { hers, Outcome("cook") } })
            .WhatMatters.Single().Words);
    }

    [Fact]
    public void Steps_stand_under_what_they_serve_open_ones_first_and_the_rest_is_counted()
    {
        var plan = Plan(Outcome("cook"));
        plan.Steps.Add(Step("done one", "cook", StepState.Done));
        plan.Steps.Add([.. Enumerable.Range(1, 5).Select(i => Step($"open {i}", "cook"))]);
        plan.Steps.Add(Step("forms", ""));

        var page = Of(plan);

        Assert.Equal(["open 1", "open 2", "open 3", "open 4"], page.Outcomes.Single().Steps.Select(s => s.What));
        Assert.Equal(2, page.Outcomes.Single().MoreSteps);
        Assert.Equal("forms", page.OtherSteps.Single().What);
        Assert.Contains("More steps, in the whole plan: 2.", Html(page));
    }

    [Fact]
    public void Of_seven_outcomes_six_stand_there_and_one_is_counted()
    {
        var page = Of(Plan([.. Enumerable.Range(1, 7).Select(i => Outcome($"matter {i}"))]));

        Assert.Equal((6, 1), (page.Outcomes.Count, page.MoreOutcomes));
        Assert.Contains("More that matters, in the whole plan: 1.", Html(page));
    }

    [Fact]
    public void A_team_that_is_kept_secret_is_named_nowhere_on_it_and_neither_is_what_it_does()
    {
        var plan = Plan(Outcome("cook"));
        plan.Steps.Add(Step("meets her at the refuge", "cook", team: "secret"));
        plan.Steps.Add(Step("met her at the refuge, and is here no more", "cook", StepState.Done, "gone"));
        plan.Steps.Add(Step("brings the pots", "cook", team: "open"));

        var page = Of(plan, Team("secret", "Refuge", secret: true), Team("open", "Pots and pans"));

        foreach (var printed in new[] { Html(page), OnePage.Aloud(page), page.ToString() })
        {
            Assert.DoesNotContain("refuge", printed, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("brings the pots", printed);
            Assert.Contains("Pots and pans", printed);
        }
    }

    [Fact]
    public void Of_somebody_who_died_it_speaks_in_the_past_and_asks_for_no_answer()
    {
        var plan = Plan(Outcome("cook"));
        plan.Steps.Add(Step("would have brought pots", "cook", StepState.Ended));
        var died = new Person { Names = new People.V1.Names { PreferredName = "Iris" }, DiedOn = "2026-04-01" };

        var page = OnePage.Of(died, [Team("t", "Pots")], plan, Today);

        Assert.Contains("Iris died on 1 April 2026. This was the plan.", Html(page));
        Assert.Contains("What mattered to Iris", OnePage.Aloud(page));
        Assert.DoesNotContain("Tell us", Html(page));
        Assert.DoesNotContain("would have", page.ToString());
    }

    [Fact]
    public void Large_print_is_18_points_and_print_12()
    {
        Assert.Contains("font: 12pt", Html(Of(Plan())));
        Assert.Contains("font: 18pt", OnePage.Html(Of(Plan()), PageFormat.LargePrint));
    }

    [Fact]
    public void What_somebody_wrote_is_text_on_the_page_and_fills_no_place()
    {
        var page = Of(Plan(Outcome("<script>alert(1)</script> {day} {name}")));

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; {day} {name}", Html(page));
        Assert.DoesNotContain("<script", Html(page));
    }

    [Fact]
    public void Read_aloud_it_is_whole_sentences_without_signs_in_the_order_of_the_page()
    {
        var plan = Plan(Outcome("I want to cook again"), Outcome("garden"));
        plan.Outcomes[0].Why = "It is who I am";
        plan.Outcomes[0].Critical = true;
        plan.Outcomes[0].BlockedBy.Add("garden");
        plan.Steps.Add(Step("brings the pots", "I want to cook again"));

        Assert.Equal("""
            What matters to Iris.
            This is the plan on 3 May 2026.

            First.
            Iris said.
            I want to cook again.
            Why.
            It is who I am.
            This matters most of all.
            This is in the way: garden.
            Iris. brings the pots, most days, by 9 May 2026.

            Next.
            Iris said.
            garden.

            Some things may be held back by law.
            That is the end of the plan.

            """, OnePage.Aloud(Of(plan)));
    }

    [Fact]
    public void Without_anything_yet_it_says_so_and_where_to_start()
    {
        Assert.Contains("Nobody has written down yet what matters. That is the place to start.", Html(Of(Plan())));
    }

    private static Records.V1.OnePage Of(GetPlanResponse plan, params Involvement[] involvements) =>
        OnePage.Of(Iris, involvements, plan, Today);

    private static string Html(Records.V1.OnePage page) => OnePage.Html(page, PageFormat.Print);

    private static GetPlanResponse Plan(params Outcome[] outcomes) => new() { Outcomes = { outcomes } };

    private static Outcome Outcome(string words, OutcomeState state = OutcomeState.Agreed) => new()
    {
        OutcomeId = words,
        Statement = words,
        State = state,
        Voice = new Voice { SaidBy = Speaker.Person, IsPersonsVoice = true },
    };

    private static Outcome Said(Voice voice)
    {
        var outcome = Outcome(Guid.NewGuid().ToString());
        outcome.Voice = voice;
        return outcome;
    }

    private static Step Step(string what, string outcome, StepState state = StepState.Open, string team = "") => new()
    {
        StepId = what,
        OutcomeId = outcome,
        Party = team.Length > 0 ? Party.Team : Party.Person,
        TeamId = team,
        What = what,
        When = "most days",
        DueOn = "2026-05-09",
        DoneOn = state == StepState.Done ? "2026-05-01" : "",
        State = state,
    };

    private static Involvement Team(string id, string name, bool secret = false) => new()
    {
        Team = new Sharing.V1.Team { TeamId = id, Name = name, AgencyName = "Lochside" },
        IsSecret = secret,
    };
}
