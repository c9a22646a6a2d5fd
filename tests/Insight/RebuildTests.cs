using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>The model built anew is the model, while the one that answers goes on.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(2);
    private readonly House _house = new();

    public Task InitializeAsync() => _house.InitializeAsync();

    public Task DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Rebuilt_while_the_live_one_goes_on_it_has_the_same_hash_at_the_same_positions()
    {
        await _house.TellAsync(Town.Any(new Random(1), people: 40).Told);
        await LevelAsync();
        var before = await ModelAsync();

        await _house.Insight.RebuildModelAsync(new(), await _house.AsAsync("oona"));
        foreach (var told in Town.Any(new Random(2), people: 10).Told)
        {
            await _house.TellAsync(told);
        }
        var after = await RebuiltAsync(2);

        Assert.Equal((1, 2), (before.Generation, after.Generation));
        Assert.Equal(64, after.LastRebuilt.Hash.Length);
        Assert.Equal(after.LastRebuilt.ReplacedHash, after.LastRebuilt.Hash);

        // And it goes on from there, as a third one built from the beginning shows.
        await _house.TellAsync(Town.Any(new Random(3), people: 5).Told);
        await LevelAsync();
        var live = await ModelAsync();
        Assert.NotEqual(after.LastRebuilt.Hash, live.Hash);
        await _house.Insight.RebuildModelAsync(new(), await _house.AsAsync("oona"));
        var third = await RebuiltAsync(3);
        Assert.Equal((live.Hash, live.Sources), (third.Hash, third.Sources));
    }

    [Fact]
    public async Task A_rebuilding_outlives_a_restart()
    {
        await _house.TellAsync(Town.Any(new Random(4), people: 60).Told);
        await LevelAsync();
        var before = await ModelAsync();

        await _house.Insight.RebuildModelAsync(new(), await _house.AsAsync("oona"));
        await _house.StopInsightAsync();
        _house.StartInsight();
        var after = await RebuiltAsync(2);

        Assert.Equal(before.Hash, after.Hash);
    }

    [Fact]
    public async Task Asked_again_while_one_is_being_built_it_is_the_same_one_that_is_returned()
    {
        var first = await _house.Insight.RebuildModelAsync(new(), await _house.AsAsync("oona", "rebuild"));

        Assert.Equal(first, await _house.Insight.RebuildModelAsync(new(), await _house.AsAsync("oona", "rebuild")));
        await RebuiltAsync(first.Generation);
        Assert.Equal(first, await _house.Insight.RebuildModelAsync(new(), await _house.AsAsync("oona", "rebuild")));
    }

    [Fact]
    public async Task Where_a_sources_log_of_reads_stood_is_kept_here()
    {
        await _house.ReadAtAsync("plan");
        await LevelAsync();
        var first = await _house.ReadsHeadAsync("plan");
        await _house.ReadAtAsync("plan");
        await LevelAsync();
        var second = await _house.ReadsHeadAsync("plan");

        await using var work = await _house.Services.GetRequiredService<IDatabase>()
            .ReadAsync(Call.Own("test", _house.Time));
        var anchors = await work.ManyAsync<byte[]>(
            "SELECT ChainHash FROM AccessAnchor WHERE Source = 'plan' ORDER BY Position");
        await work.CommitAsync();
        Assert.Equal([first.ChainHash, second.ChainHash], anchors);
    }

    private Task LevelAsync() => _house.Services.GetRequiredService<Sources>()
        .LevelAsync(Enough, CancellationToken.None);

    private async Task<Wire.GetModelResponse> ModelAsync() =>
        await _house.Insight.GetModelAsync(new(), await _house.AsAsync("oona"));

    private async Task<Wire.GetModelResponse> RebuiltAsync(int generation)
    {
        using var enough = new CancellationTokenSource(Enough);
        while (true)
        {
            var model = await _house.Insight.GetModelAsync(new(), await _house.AsAsync("oona"),
                cancellationToken: enough.Token);
            if (model.Generation >= generation)
            {
                return model;
            }
        }
    }
}
