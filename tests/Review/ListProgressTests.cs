using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

[Collection(nameof(Together))]
public sealed class ListProgressTests(Neighbours neighbours)
{
    [Fact]
    public async Task R57_How_it_went_over_time_is_read_newest_first_page_by_page()
    {
        var personId = await neighbours.RegisterAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        foreach (var day in new[] { "2026-03-01", "2026-05-01", "2026-04-01" })
        {
            var request = Valid.Review(personId, outcomeId);
            request.HappenedOn = day;
            await neighbours.Fiona.Review.RecordReviewAsync(request);
            neighbours.Later();
        }

        var first = await neighbours.Fiona.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = outcomeId, PageSize = 2 });
        var second = await neighbours.Fiona.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = outcomeId, PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(["2026-05-01", "2026-04-01", "2026-03-01"],
            first.Progress.Concat(second.Progress).Select(p => p.HappenedOn));
        Assert.All(first.Progress, p => Assert.Equal("The backdated money came through.", p.Story.Words));
        Assert.Equal("", second.NextPageToken);
        var reviews = await neighbours.Fiona.Review.ListReviewsAsync(new() { PersonId = personId, PageSize = 2 });
        Assert.Equal(["2026-05-01", "2026-04-01"], reviews.Reviews.Select(r => r.HappenedOn));
        Assert.NotEqual("", reviews.NextPageToken);
    }

    [Fact]
    public async Task Straight_after_it_was_proposed_an_outcome_has_no_progress_yet()
    {
        var personId = await neighbours.RegisterAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);

        Assert.Empty((await neighbours.Fiona.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = outcomeId })).Progress);
    }

    [Fact]
    public async Task An_unknown_outcome_is_not_found()
    {
        var personId = await neighbours.RegisterAsync();
        await neighbours.Fiona.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = Guid.NewGuid().ToString() }).NotFoundAsync();
    }

    [Fact]
    public async Task Whatever_the_caller_may_not_see_is_refused_alike_to_the_byte()
    {
        var (personId, nobody) = (await neighbours.SharedAsync(), Guid.NewGuid().ToString());
        var hidden = await Valid.OutcomeAsync(neighbours.Fiona, personId, neighbours.SocialWork);
        var alone = await neighbours.RegisterAsync();
        var theirs = await Valid.OutcomeAsync(neighbours.Fiona, alone);
        var refusals = new HashSet<string>();

        foreach (var (person, outcome) in new[]
        {
            (personId, hidden), (personId, nobody), (personId, theirs), (alone, theirs), (nobody, nobody),
        })
        {
            refusals.Add((await neighbours.Ruth.Review.ListProgressAsync(
                new() { PersonId = person, OutcomeId = outcome }).NotFoundAsync()).Bytes);
        }

        Assert.Single(refusals);
    }
}
