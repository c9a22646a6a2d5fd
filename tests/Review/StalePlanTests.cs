using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>On a platform of its own: the plan is away, and the clock moves past what a copy is good for.</summary>
public sealed class StalePlanTests : IAsyncLifetime
{
    private readonly Neighbours _neighbours = new();

    public Task InitializeAsync() => _neighbours.InitializeAsync();

    public Task DisposeAsync() => _neighbours.DisposeAsync();

    [Fact]
    public async Task While_outcomes_restrictions_cannot_be_checked_only_the_person_sees_what_hangs_on_them()
    {
        var personId = await _neighbours.CallumsAsync();
        var outcomeId = await Valid.OutcomeAsync(_neighbours.Fiona, personId);
        var told = (await _neighbours.Fiona.Review.RecordReviewAsync(Valid.Review(personId, outcomeId))).Review;
        var which = new V1.GetReviewRequest { PersonId = personId, ReviewId = told.ReviewId };
        Assert.NotEmpty((await _neighbours.Fiona.Review.GetReviewAsync(which)).Review.Outcomes);

        V1.RecordCheckInRequest checkIn = new()
        {
            PersonId = personId,
            HappenedOn = "2026-04-20",
            Said = new() { Words = "The form is in.", Voice = Valid.Spoken() },
        };
        var ofNone = (await _neighbours.Fiona.Review.RecordCheckInAsync(checkIn)).CheckIn;
        _neighbours.Later();
        checkIn.OutcomeId = outcomeId;
        var ofOutcome = (await _neighbours.Fiona.Review.RecordCheckInAsync(checkIn)).CheckIn;

        await _neighbours.Platform.StopAsync("plan");
        _neighbours.Platform.Time.Advance(TimeSpan.FromSeconds(46));

        Assert.Empty((await _neighbours.Fiona.Review.GetReviewAsync(which)).Review.Outcomes);
        Assert.Equal(told, (await _neighbours.Callum.Review.GetReviewAsync(which)).Review);
        foreach (var id in new[] { outcomeId, Guid.NewGuid().ToString() })
        {
            await _neighbours.Fiona.Review.ListProgressAsync(new() { PersonId = personId, OutcomeId = id })
                .RefusedAsync(StatusCode.Unavailable, "NOT_LEVEL");
        }
        await _neighbours.Fiona.Review.RecordReviewAsync(Valid.Review(personId, outcomeId))
            .RefusedAsync(StatusCode.Unavailable, "NOT_LEVEL");
        await _neighbours.Fiona.Review.RecordCheckInAsync(checkIn)
            .RefusedAsync(StatusCode.Unavailable, "NOT_LEVEL");
        V1.ListCheckInsRequest all = new() { PersonId = personId };
        Assert.Equal([ofNone], (await _neighbours.Fiona.Review.ListCheckInsAsync(all)).CheckIns);
        Assert.Equal([ofOutcome, ofNone], (await _neighbours.Callum.Review.ListCheckInsAsync(all)).CheckIns);
        all.OutcomeId = outcomeId;
        await _neighbours.Fiona.Review.ListCheckInsAsync(all).RefusedAsync(StatusCode.Unavailable, "NOT_LEVEL");
    }
}
