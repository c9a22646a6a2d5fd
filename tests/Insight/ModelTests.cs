using CsCheck;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>The same facts make the same model, however they came.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly ModelFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Sources_may_be_interleaved_in_any_way()
    {
        var generation = 1;
        await Gen.Int.SampleAsync(async seed =>
        {
            var random = new Random(seed);
            var town = Town.Any(random, people: 6);
            var (one, other) = (new Model(++generation), new Model(++generation));

            await _file.ApplyAsync(one, town);
            await _file.ApplyAsync(other, Interleaved(town, random), together: random.Next(1, 20));

            Assert.Equal(await _file.HashAsync(one), await _file.HashAsync(other));
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task An_entry_that_comes_again_changes_nothing()
    {
        var town = Town.Any(new Random(7), people: 5);
        await _file.ApplyAsync(new(2), town);
        var once = await _file.HashAsync(new(2));

        await _file.ApplyAsync(new(2), town);

        Assert.Equal(once, await _file.HashAsync(new(2)));
    }

    [Fact]
    public async Task Entries_of_one_source_may_even_come_backwards()
    {
        var town = Town.Any(new Random(11), people: 5);
        await _file.ApplyAsync(new(2), town);
        await _file.ApplyAsync(new(3), ModelFile.Journals(town.Told)
            .SelectMany(s => s.Value.Reverse().Select(e => (s.Key, e))));

        Assert.Equal(await _file.HashAsync(new(2)), await _file.HashAsync(new(3)));
    }

    [Fact]
    public async Task Every_event_that_is_followed_leaves_its_mark_in_the_hash()
    {
        var town = Town.Any(new Random(3), people: 4);
        await _file.ApplyAsync(new(2), town);
        var whole = await _file.HashAsync(new(2));
        var (generation, journals) = (2, ModelFile.Journals(town.Told));
        var entries = journals.SelectMany(s => s.Value.Select(e => (Source: s.Key, Entry: e))).ToList();
        foreach (var type in entries.Select(e => e.Entry.Type).Distinct())
        {
            var without = new Model(++generation);
            await _file.ApplyAsync(without, entries.Where(e => e.Entry.Type != type));

            Assert.True(whole != await _file.HashAsync(without), $"{type} could be left out");
        }
    }

    [Fact]
    public async Task A_generation_is_dropped_whole_and_alone()
    {
        var town = Town.Any(new Random(5), people: 4);
        await _file.ApplyAsync(new(2), town);
        await _file.ApplyAsync(new(3), town);
        var (full, empty) = (await _file.HashAsync(new(3)), await _file.HashAsync(new(4)));

        await _file.DropAsync(new(2));

        Assert.Equal(empty, await _file.HashAsync(new(2)));
        Assert.Equal(full, await _file.HashAsync(new(3)));
    }

    private static IEnumerable<(string, Entry)> Interleaved(Town town, Random random)
    {
        var left = ModelFile.Journals(town.Told).ToList();
        while (left.Count > 0)
        {
            var source = left[random.Next(left.Count)];
            yield return (source.Key, source.Value.Dequeue());
            left.RemoveAll(s => s.Value.Count == 0);
        }
    }
}
