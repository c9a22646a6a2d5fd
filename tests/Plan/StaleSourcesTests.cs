using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>On a platform of its own: neighbours are away, and the clock moves past what a copy is good for.</summary>
public sealed class StaleSourcesTests : IAsyncLifetime
{
    private readonly Neighbours _neighbours = new();

    public Task InitializeAsync() => _neighbours.InitializeAsync();

    public Task DisposeAsync() => _neighbours.DisposeAsync();

    [Fact]
    public async Task While_restrictions_elsewhere_cannot_be_checked_only_the_person_sees_what_hangs_on_them()
    {
        var personId = await _neighbours.CallumsAsync();
        var viewId = (await _neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "Enough.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
        })).View.ViewId;
        var request = Valid.Outcome(personId);
        request.SourceId = viewId;
        var money = (await _neighbours.Fiona.Plan.ProposeOutcomeAsync(request)).Outcome;
        await _neighbours.Fiona.Review.RecordReviewAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-04-02",
            UnintendedGood = { "His wife sleeps again." },
            PlanChange = new() { Needed = true, Reason = Reviews.V1.PlanChangeReason.Achieved },
        });
        await _neighbours.LevelAsync("review");
        var whole = await _neighbours.Fiona.PlanAsync(personId);
        Assert.Equal((viewId, true), (whole.Outcomes.Single().SourceId, whole.Change.NeedsToChange));

        await _neighbours.Platform.StopAsync("conversation");
        await _neighbours.Platform.StopAsync("review");
        _neighbours.Platform.Time.Advance(TimeSpan.FromSeconds(46));

        Assert.Equal(new V1.GetPlanResponse { Outcomes = { money } }, await _neighbours.Fiona.PlanAsync(personId));
        Assert.Equal(money, (await _neighbours.Fiona.ReadAsync(money)).Outcome);
        Assert.Equal(whole, await _neighbours.Callum.PlanAsync(personId));
        foreach (var sourceId in new[] { viewId, Guid.NewGuid().ToString() })
        {
            request.SourceId = sourceId;
            await _neighbours.Fiona.Plan.ProposeOutcomeAsync(request)
                .RefusedAsync(StatusCode.Unavailable, "NOT_LEVEL");
            var step = Valid.Step(personId);
            step.SourceId = sourceId;
            await _neighbours.Fiona.Plan.AddStepAsync(step).RefusedAsync(StatusCode.Unavailable, "NOT_LEVEL");
        }
        Assert.Single(await _neighbours.JournalAsync(personId));
    }
}
