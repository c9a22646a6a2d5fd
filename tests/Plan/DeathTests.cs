using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>The plan of a person who died stays as they left it.</summary>
[Collection(nameof(Together))]
public sealed class DeathTests(Neighbours neighbours)
{
    [Fact]
    public async Task Nothing_new_is_planned_and_the_plan_stays_readable_to_those_involved()
    {
        var (outcomes, step) = await PlannedAsync();
        var personId = step.PersonId;
        await neighbours.DiesAsync(personId, "plan");
        var (journal, plan) = (await neighbours.JournalAsync(personId), await neighbours.Ruth.PlanAsync(personId));

        foreach (var asked in All(outcomes, step))
        {
            await DiedAsync(asked(neighbours.Fiona, Valid.RequestId()), "person_id");
        }

        Assert.Equal(journal, await neighbours.JournalAsync(personId));
        Assert.Equal(plan, await neighbours.Ruth.PlanAsync(personId));
        await neighbours.Nadia.Plan.ProposeOutcomeAsync(Valid.Outcome(personId)).NotFoundAsync();
    }

    [Fact]
    public async Task What_was_open_is_shown_as_ended_with_nobody_looked_for_and_a_mistake_leaves_all_as_it_was()
    {
        var (outcomes, step) = await PlannedAsync();
        var personId = step.PersonId;
        var done = (await neighbours.Fiona.Plan.FinishStepAsync(
            Valid.Finish((await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId))).Step))).Step;
        await neighbours.Fiona.Plan.NameLeadAsync(
            new() { PersonId = personId, OutcomeId = outcomes[0].OutcomeId, Who = "Fiona" });
        await EndAsync(personId);
        var before = await neighbours.Ruth.PlanAsync(personId);
        var inHand = await HandOverAsync(personId);
        Assert.True(before.Steps.Single(s => s.StepId == step.StepId).WithoutAnyone);
        Assert.Equal(2, inHand.Count);
        var then = neighbours.Now();
        neighbours.Later();

        await RuthRecordsAsync(personId, neighbours.Today);
        var after = await neighbours.Ruth.PlanAsync(personId);

        Assert.Equal((V1.StepState.Ended, false, step.Etag), Seen(after, step));
        Assert.Equal((V1.StepState.Done, false, done.Etag), Seen(after, done));
        Assert.False(after.Outcomes.Single(o => o.OutcomeId == outcomes[0].OutcomeId).Lead.WithoutAnyone);
        Assert.Empty(await HandOverAsync(personId));
        Assert.Equal(V1.StepState.Open, Seen(await neighbours.Ruth.PlanAsync(personId, then), step).State);
        var known = neighbours.Now();
        neighbours.Later();

        await CraigReversesAsync(personId);

        Assert.Equal(before, await neighbours.Ruth.PlanAsync(personId));
        Assert.Equal(V1.StepState.Open, Seen(await neighbours.Ruth.PlanAsync(personId, known), step).State);
        Assert.Equal(inHand, await HandOverAsync(personId));
    }

    [Fact]
    public async Task What_was_done_up_to_the_day_is_written_down_and_nothing_after_it()
    {
        var step = (await PlannedAsync()).Step;
        var personId = step.PersonId;
        await neighbours.DiesAsync(personId, "plan", "2026-04-01");
        var journal = await neighbours.JournalAsync(personId);
        var (finish, add) = (Valid.Finish(step), Valid.Step(personId));
        (finish.DoneOn, add.DoneOn) = ("2026-04-02", "2026-04-02");

        await DiedAsync(neighbours.Fiona.Plan.FinishStepAsync(finish).ResponseAsync, "done_on");
        await DiedAsync(neighbours.Fiona.Plan.AddStepAsync(add).ResponseAsync, "done_on");
        Assert.Equal(journal, await neighbours.JournalAsync(personId));

        (finish.DoneOn, add.DoneOn) = ("2026-04-01", "2026-04-01");
        Assert.Equal(V1.StepState.Done, (await neighbours.Fiona.Plan.FinishStepAsync(finish)).Step.State);
        Assert.Equal(V1.StepState.Done, (await neighbours.Fiona.Plan.AddStepAsync(add)).Step.State);
    }

    [Fact]
    public async Task What_was_done_before_is_answered_again()
    {
        var (outcomes, step) = await PlannedAsync();
        var finish = Valid.Finish((await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(step.PersonId))).Step);
        var calls = All(outcomes, step)
            .Append((by, id) => Said(by.Plan.FinishStepAsync(finish, id))).ToList();
        var ids = calls.ConvertAll(_ => Valid.RequestId());
        foreach (var (asked, id) in calls.Zip(ids))
        {
            await asked(neighbours.Fiona, id);
        }
        // What is answered with an outcome shows it as it is by then.
        var answers = new List<IMessage>();
        foreach (var (asked, id) in calls.Zip(ids))
        {
            answers.Add(await asked(neighbours.Fiona, id));
        }

        await neighbours.DiesAsync(step.PersonId, "plan");

        foreach (var ((asked, id), answer) in calls.Zip(ids).Zip(answers))
        {
            var again = await asked(neighbours.Fiona, id);
            if (again is AddStepResponse added)
            {
                Assert.Equal(V1.StepState.Ended, added.Step.State);
                added.Step.State = V1.StepState.Open;
            }
            if (again is TakeOverStepResponse taken)
            {
                Assert.Equal(V1.StepState.Ended, taken.Step.State);
                taken.Step.State = V1.StepState.Open;
            }
            Assert.Equal(answer, again);
        }
    }

    [Fact]
    public async Task After_a_mistake_a_refusal_is_not_final_and_every_verb_works_again()
    {
        var (outcomes, step) = await PlannedAsync();
        await neighbours.DiesAsync(step.PersonId, "plan");
        await neighbours.ReverseDeathAsync(step.PersonId);

        foreach (var asked in All(outcomes, step))
        {
            await asked(neighbours.Fiona, Valid.RequestId());
        }
    }

    [Fact]
    public async Task Neither_their_own_sign_in_nor_whoever_acted_for_them_writes_any_more()
    {
        var step = (await PlannedAsync()).Step;
        var personId = step.PersonId;
        var iris = await neighbours.Platform.SignInAsync("iris");
        await iris.Sharing.BindLoginAsync(new()
        {
            Code = (await neighbours.Fiona.Sharing.PrintLoginCodeAsync(new() { PersonId = personId })).Code,
        });
        var catriona = await neighbours.RepresentedAsync(personId);
        var own = Valid.Step(personId);
        (own.Voice, own.DoneOn) = (null, "2026-04-01");
        await catriona.Plan.AddStepAsync(own);
        await iris.Plan.AddStepAsync(own);

        await neighbours.DiesAsync(personId, "plan");
        await neighbours.LevelAsync("sharing");
        var journal = await neighbours.JournalAsync(personId);

        await DiedAsync(iris.Plan.AddStepAsync(own).ResponseAsync, "person_id");
        await DiedAsync(iris.Plan.FinishStepAsync(Valid.Finish(step)).ResponseAsync, "person_id");
        await catriona.Plan.AddStepAsync(own).NotFoundAsync();
        await catriona.Plan.FinishStepAsync(Valid.Finish(step)).NotFoundAsync();
        Assert.Equal(journal, await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task A_write_that_waits_while_the_death_is_told_is_refused_and_one_before_it_stays()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var personId = Guid.Parse(outcome.PersonId);
        var database = neighbours.Platform.Services("plan").GetRequiredService<IDatabase>();
        AsyncUnaryCall<AgreeOutcomeResponse> agreeing;
        await using (var work = await database.BeginAsync(On.Copy("person").And(On.Person(personId)),
            Call.Own("copy:person", neighbours.Platform.Time)))
        {
            agreeing = neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(outcome));
            await OnPersonDied.ApplyAsync(new(Guid.NewGuid(), personId, new DateOnly(2026, 4, 1)),
                new() { RecordedAt = neighbours.Platform.Time.GetUtcNow() }, work);
            await work.CommitAsync();
        }

        await DiedAsync(agreeing.ResponseAsync, "person_id");
        Assert.Equal(["OutcomeProposed"], await neighbours.JournalAsync(outcome.PersonId));
        Assert.Equal(outcome.Statement, (await neighbours.Ruth.ReadAsync(outcome)).Outcome.Statement);
    }

    [Fact]
    public async Task Of_many_at_once_with_the_death_each_is_in_the_plan_or_refused()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.ProposeAsync(personId);

        var proposing = Enumerable.Range(0, 12).Select(_ => TryAsync(personId)).ToList();
        await neighbours.DiesAsync(personId, "plan");
        var proposed = (await Task.WhenAll(proposing)).OfType<string>().ToList();

        Assert.Null(await TryAsync(personId));
        Assert.Equal(proposed.Order(),
            (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Skip(1).Select(o => o.OutcomeId).Order());
    }

    [Fact]
    public async Task Told_again_it_is_one_death_and_one_that_was_taken_back_stays_so()
    {
        var personId = (await PlannedAsync()).Step.PersonId;
        await neighbours.DiesAsync(personId, "plan");
        var died = await neighbours.ToldAsync<PersonDied>("person", personId);
        await neighbours.TellAgainAsync("person", died, OnPersonDied.ApplyAsync);
        await DiedAsync(neighbours.Fiona.Plan.ProposeOutcomeAsync(Valid.Outcome(personId)).ResponseAsync, "person_id");

        await neighbours.ReverseDeathAsync(personId);
        await neighbours.LevelAsync("person");
        var reversed = await neighbours.ToldAsync<DeathReversed>("person", personId);
        await neighbours.TellAgainAsync("person", died, OnPersonDied.ApplyAsync);
        await neighbours.TellAgainAsync("person", reversed, OnDeathReversed.ApplyAsync);

        await neighbours.Fiona.Plan.ProposeOutcomeAsync(Valid.Outcome(personId));
    }

    [Fact]
    public async Task The_plan_of_a_carer_who_cared_for_them_is_as_it_was()
    {
        var carers = (await PlannedAsync()).Step.PersonId;
        var (personId, before) = (await neighbours.SharedAsync(), await neighbours.Ruth.PlanAsync(carers));

        await neighbours.DiesAsync(personId, "plan");

        Assert.Equal(before, await neighbours.Ruth.PlanAsync(carers));
        await neighbours.Fiona.Plan.ProposeOutcomeAsync(Valid.Outcome(carers));
    }

    // Six outcomes, of which one cannot be achieved, and an open step of Fiona's team.
    private async Task<(V1.Outcome[] Outcomes, V1.Step Step)> PlannedAsync()
    {
        var first = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var step = Valid.Step(first.PersonId, first.OutcomeId);
        (step.Party, step.Who) = (V1.Party.Team, "whoever is in");
        return (
            [
                first, await neighbours.ProposeAsync(first.PersonId), await neighbours.ProposeAsync(first.PersonId),
                await neighbours.ProposeAsync(first.PersonId),
                (await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(
                    Valid.Cannot(await neighbours.ProposeAsync(first.PersonId)))).Outcome,
                await neighbours.ProposeAsync(first.PersonId),
            ],
            (await neighbours.Fiona.Plan.AddStepAsync(step)).Step);
    }

    // All that changes a plan, in an order in which each is accepted from the living; by Fiona, whose step it is.
    private static List<Func<Caller, Metadata, Task<IMessage>>> All(V1.Outcome[] outcomes, V1.Step step) =>
    [
        (by, id) => Said(by.Plan.ProposeOutcomeAsync(Valid.Outcome(step.PersonId), id)),
        (by, id) => Said(by.Plan.AddStepAsync(Valid.Step(step.PersonId), id)),
        (by, id) => Said(by.Plan.SayPurposeAsync(Valid.Purpose(step.PersonId), id)),
        (by, id) => Said(by.Plan.AddBlockAsync(
            Valid.Block(step.PersonId, outcomes[0].OutcomeId, outcomes[1].OutcomeId), id)),
        (by, id) => Said(by.Plan.NameLeadAsync(
            new() { PersonId = step.PersonId, OutcomeId = outcomes[1].OutcomeId, Who = "Fiona" }, id)),
        (by, id) => Said(by.Plan.RankOutcomesAsync(Valid.Ranking(outcomes), id)),
        (by, id) => Said(by.Plan.TakeOverStepAsync(
            new() { PersonId = step.PersonId, StepId = step.StepId, Who = "Fiona", Etag = step.Etag }, id)),
        (by, id) => Said(by.Plan.AgreeOutcomeAsync(Valid.Agree(outcomes[0]), id)),
        (by, id) => Said(by.Plan.ReviseOutcomeAsync(Valid.Revise(outcomes[1]), id)),
        (by, id) => Said(by.Plan.SetOutcomeAsideAsync(Valid.SetAside(outcomes[2]), id)),
        (by, id) => Said(by.Plan.ChooseRoleAsync(Valid.Role(outcomes[5]), id)),
        (by, id) => Said(by.Plan.GiveTopicAsync(Valid.Topic(outcomes[5], "skills"), id)),
        (by, id) => Said(by.Plan.SayCannotBeAchievedAsync(Valid.Cannot(outcomes[3]), id)),
        (by, id) => Said(by.Plan.TakeBackCannotBeAchievedAsync(Valid.TakeBackCannot(outcomes[4]), id)),
    ];

    private static async Task<IMessage> Said<T>(AsyncUnaryCall<T> call) where T : IMessage => await call;

    private static (V1.StepState State, bool WithoutAnyone, string Etag) Seen(GetPlanResponse plan, V1.Step step)
    {
        var seen = plan.Steps.Single(s => s.StepId == step.StepId);
        return (seen.State, seen.WithoutAnyone, seen.Etag);
    }

    private static async Task DiedAsync<T>(Task<T> call, string field)
    {
        var refused = (await Assert.ThrowsAsync<RpcException>(() => call)).GetRpcStatus()!;
        Assert.Equal(((int)StatusCode.FailedPrecondition, "PERSON_DIED", field),
            (refused.Code, refused.GetDetail<Google.Rpc.ErrorInfo>()!.Reason,
            refused.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations[0].Field));
    }

    private async Task<string?> TryAsync(string personId)
    {
        try
        {
            return (await neighbours.Fiona.Plan.ProposeOutcomeAsync(Valid.Outcome(personId))).Outcome.OutcomeId;
        }
        catch (RpcException refused)
        {
            Assert.Equal("PERSON_DIED", refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
            return null;
        }
    }

    private async Task<List<HandOver>> HandOverAsync(string personId) =>
        [.. (await neighbours.Ruth.Plan.ListHandOverAsync(
            new() { PersonId = personId, TeamId = neighbours.StomaCare })).Items];

    private async Task EndAsync(string personId)
    {
        var involved = await neighbours.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = personId });
        await neighbours.Fiona.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = involved.Involvements.Single(i => i.Team.TeamId == neighbours.StomaCare).InvolvementId,
            Reason = "The stoma is fine.",
        });
        await neighbours.LevelAsync("sharing");
    }

    // By the team that stays.
    private async Task RuthRecordsAsync(string personId, string diedOn)
    {
        await neighbours.Ruth.Person.RecordDeathAsync(
            new() { PersonId = personId, DiedOn = diedOn, HowKnown = "His wife rang us." });
        neighbours.Later();
        await neighbours.LevelAsync("person");
    }

    private async Task CraigReversesAsync(string personId)
    {
        await (await neighbours.Platform.SignInAsync("craig")).Person.ReverseDeathAsync(
            new() { PersonId = personId, Reason = "It was his brother." });
        neighbours.Later();
        await neighbours.LevelAsync("person");
    }
}
