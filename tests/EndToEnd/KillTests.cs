using System.Collections.Concurrent;
using PersonalOutcomes.Testing.Processes;
using Xunit.Abstractions;

namespace PersonalOutcomes.EndToEnd;

/// <summary>Every process of the platform is killed while people write: reliability, invariants 1 to 5 and 8.</summary>
[Collection(nameof(Processes))]
public sealed class KillTests(Processes processes, ITestOutputHelper output)
{
    private const int Writers = 6, Least = 2000;

    [Fact]
    public async Task What_was_acknowledged_is_there_once_whatever_is_killed()
    {
        var ledger = new ConcurrentQueue<Written>();
        var killed = false;
        var writers = Enumerable.Range(0, Writers)
            .Select(i => new Writer(processes, processes.Scene.People[i], ledger)).ToList();
        var writing = Task.WhenAll(writers.Select(w =>
            w.WriteAsync(TimeSpan.FromMilliseconds(20), () => killed && ledger.Count >= Least)));

        // Plan and the broker, through which every write goes, twice. The next one is killed when some more writes have
        // been answered, whether or not the one before is back.
        var dead = new List<(string Name, int Process)>();
        foreach (var name in (string[])["plan", "rabbitmq", .. processes.Run.Services, "rabbitmq"])
        {
            await Task.WhenAll(dead.Where(d => d.Name == name).Select(d => processes.Run.BackAsync(d.Name, d.Process)));
            dead.Add((name, processes.Run.Kill(name)));
            var written = ledger.Count;
            await Eventually.TrueAsync(() => ledger.Count > written + 100 || writing.IsCompleted,
                TimeSpan.FromMinutes(2), () => $"writing goes on after {name} was killed");
        }
        await Task.WhenAll(dead.Select(d => processes.Run.BackAsync(d.Name, d.Process)));
        killed = true;
        await writing;
        await processes.InsightLevelAsync();

        output.WriteLine($"{ledger.Count} acknowledged writes, {writers.Sum(w => w.Repeats)} times sent again");
        Assert.True(ledger.Count >= Least, $"only {ledger.Count} writes");
        Assert.True(writers.Sum(w => w.Repeats) > 0, "no write met a killed process");
        var journal = processes.Rows("plan", "SELECT Type, ItemId FROM Journal",
            r => new Written(r.GetString(0), Guid.Parse(r.GetString(1)).ToString("D")));
        var times = journal.CountBy(w => w).ToDictionary();
        Assert.DoesNotContain(ledger, w => times.GetValueOrDefault(w) == 0);
        Assert.All(times, t => Assert.Equal(1, t.Value));
        // Each request carried words of its own: the same words twice would be one request applied twice.
        foreach (var (table, words, start) in new[]
        {
            ("Outcome", "Statement", Writer.Proposes), ("Step", "What", Writer.Plans),
        })
        {
            Assert.Empty(processes.Rows("plan",
                $"SELECT {words} FROM {table} WHERE {words} LIKE '{start}%' GROUP BY {words} HAVING COUNT(*) > 1",
                r => r.GetString(0)));
        }
        processes.InsightEqualsPlansJournal();
        foreach (var service in processes.Run.Services.Except(["identity", "gateway"]))
        {
            Assert.Equal((service, 0), (service, await Scene.BrokenAtAsync(processes.Run, service)));
        }
        writers.ForEach(w => w.Dispose());
    }
}
