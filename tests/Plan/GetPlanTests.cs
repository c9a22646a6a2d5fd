using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class GetPlanTests(Neighbours neighbours)
{
    [Fact]
    public async Task Before_anybody_has_said_anything_it_is_empty() =>
        Assert.Equal(new GetPlanResponse(), await neighbours.Fiona.PlanAsync(await neighbours.RegisterAsync()));

    [Fact]
    public async Task The_persons_own_steps_come_first_and_teams_last_each_in_the_order_of_recording()
    {
        var personId = await neighbours.RegisterAsync();
        V1.Party[] asTold = [V1.Party.Team, V1.Party.Other, V1.Party.Family, V1.Party.Person, V1.Party.Community,
            V1.Party.Family, V1.Party.Person, V1.Party.Team];
        foreach (var (party, place) in asTold.Select((p, i) => (p, i)))
        {
            var request = Valid.Step(personId);
            (request.Party, request.Who, request.WhyNoOutcome) = (party, $"{place}", "It has always been done.");
            await neighbours.Fiona.Plan.AddStepAsync(request);
            neighbours.Later();
        }

        var steps = (await neighbours.Fiona.PlanAsync(personId)).Steps;

        Assert.Equal(["3", "6", "2", "5", "4", "1", "0", "7"], steps.Select(s => s.Who));
    }

    [Fact]
    public async Task Outcomes_come_in_the_order_in_which_they_were_said_those_set_aside_last()
    {
        var first = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var (second, third) = (await neighbours.ProposeAsync(first.PersonId),
            await neighbours.ProposeAsync(first.PersonId));
        var aside = (await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(first))).Outcome;

        Assert.Equal([second, third, aside], (await neighbours.Fiona.PlanAsync(first.PersonId)).Outcomes);
    }

    [Fact]
    public async Task What_hangs_on_a_hidden_outcome_is_not_said_to_have_been_read()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, hidden.OutcomeId));
        var open = (await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId))).Step;

        Assert.Equal([open], (await neighbours.Ruth.PlanAsync(personId)).Steps);

        var database = neighbours.Platform.Services("plan").GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", neighbours.Platform.Time));
        var shown = await work.ManyAsync<string>(
            "SELECT Shown FROM ReadEntry WHERE PersonId = @person ORDER BY Position",
            new { person = Guid.Parse(personId) });
        Assert.Equal($"""["{open.StepId}"]""", shown[^1]);
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_person_from_none()
    {
        var known = await neighbours.Nadia.Plan.GetPlanAsync(
            new() { PersonId = await neighbours.RegisterAsync() }).NotFoundAsync();
        var unknown = await neighbours.Nadia.Plan.GetPlanAsync(
            new() { PersonId = Guid.NewGuid().ToString() }).NotFoundAsync();
        Assert.Equal(unknown.Bytes, known.Bytes);
    }

    [Fact]
    public async Task The_plan_as_it_was_is_what_was_read_at_that_time()
    {
        var personId = await neighbours.SharedAsync();
        var plan = neighbours.Fiona.Plan;
        var then = new List<(string Time, GetPlanResponse Plan)>();
        async Task KeepAsync()
        {
            then.Add((neighbours.Now(), await neighbours.Ruth.PlanAsync(personId)));
            neighbours.Later();
        }

        await KeepAsync();
        var money = (await plan.ProposeOutcomeAsync(Valid.Outcome(personId))).Outcome;
        await KeepAsync();
        var stoma = (await plan.ProposeOutcomeAsync(Valid.Outcome(personId))).Outcome;
        await KeepAsync();
        money = (await plan.AgreeOutcomeAsync(Valid.Agree(money))).Outcome;
        await KeepAsync();
        await plan.AddBlockAsync(Valid.Block(personId, money.OutcomeId, stoma.OutcomeId));
        await KeepAsync();
        var step = (await plan.AddStepAsync(Valid.Step(personId, money.OutcomeId))).Step;
        await KeepAsync();
        await plan.SayPurposeAsync(Valid.Purpose(personId));
        await KeepAsync();
        money = (await plan.ReviseOutcomeAsync(Valid.Revise(money))).Outcome;
        await KeepAsync();
        await neighbours.Fiona.Review.RecordReviewAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-04-02",
            Outcomes =
            {
                new Reviews.V1.OutcomeLookedAt
                {
                    OutcomeId = money.OutcomeId,
                    Travel = Reviews.V1.Travel.Better,
                    Story = new()
                    {
                        Words = "It came through.",
                        Voice = new() { SaidBy = Reviews.V1.Speaker.Person, How = { "spoken" } },
                    },
                },
            },
            PlanChange = new() { Needed = true, Reason = Reviews.V1.PlanChangeReason.Achieved },
        });
        await neighbours.LevelAsync("review");
        await KeepAsync();
        await plan.FinishStepAsync(Valid.Finish(step));
        await KeepAsync();
        await plan.SetOutcomeAsideAsync(Valid.SetAside(money));
        await KeepAsync();
        var anew = Valid.Purpose(personId);
        anew.Words = "Home without dread.";
        await plan.SayPurposeAsync(anew);
        await KeepAsync();

        Assert.Equal(then.Count, then.Select(t => t.Plan).Distinct().Count());
        foreach (var (time, asItWas) in then)
        {
            Assert.Equal(asItWas, await neighbours.Ruth.PlanAsync(personId, time));
        }
    }

    [Fact]
    public async Task What_is_withheld_today_is_withheld_from_the_past_too()
    {
        var personId = await neighbours.SharedAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, outcome.OutcomeId));
        var then = neighbours.Now();
        var before = await neighbours.Ruth.PlanAsync(personId, then);
        Assert.Equal((1, 1), (before.Outcomes.Count, before.Steps.Count));
        neighbours.Later();
        var request = Valid.Revise(outcome);
        request.WithheldFrom.Add(neighbours.SocialWork);

        await neighbours.Fiona.Plan.ReviseOutcomeAsync(request);

        Assert.Equal(new GetPlanResponse(), await neighbours.Ruth.PlanAsync(personId, then));
        Assert.Equal(before, await neighbours.Fiona.PlanAsync(personId, then));
    }

    [Fact]
    public async Task A_time_may_be_given_with_any_offset_and_to_the_second()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var now = neighbours.Platform.Time.GetUtcNow();
        foreach (var time in new[]
        {
            neighbours.Now(),
            now.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz"),
            now.ToOffset(TimeSpan.FromHours(-9)).ToString("yyyy-MM-dd'T'HH:mm:sszzz"),
        })
        {
            Assert.Equal([outcome], (await neighbours.Fiona.PlanAsync(outcome.PersonId, time)).Outcomes);
        }
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("10:30")]
    [InlineData("2026-03-14")]
    [InlineData("03/14/2026 10:00:00 +00:00")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("2026-03-14T15:09:26")]
    [InlineData(" 2026-03-14T15:09:26Z")]
    public async Task A_time_that_cannot_be_read_is_named(string time) => await neighbours.Fiona.Plan.GetPlanAsync(
        new() { PersonId = await neighbours.RegisterAsync(), AtTime = time })
        .RefusedAsync(StatusCode.InvalidArgument, "TIME_MALFORMED", "at_time");

    [Fact]
    public async Task A_time_that_has_not_come_yet_is_refused()
    {
        var personId = await neighbours.RegisterAsync();
        var later = neighbours.Platform.Time.GetUtcNow().AddMilliseconds(1).ToString("O");
        await neighbours.Fiona.Plan.GetPlanAsync(new() { PersonId = personId, AtTime = later })
            .RefusedAsync(StatusCode.InvalidArgument, "TIME_IN_FUTURE", "at_time");
    }
}
