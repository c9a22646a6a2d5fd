using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PersonalOutcomes.EndToEnd.Mixed;
using PersonalOutcomes.Testing.Processes;
using Xunit.Abstractions;

namespace PersonalOutcomes.EndToEnd;

/// <summary>
/// Everybody at work at once while processes die: whatever is answered stands in the log once for each person whom it
/// showed. 20,000 operations; 100,000 with deploy/test --long. PERSONAL_OUTCOMES_SEED draws the same ones again.
/// </summary>
[Collection(nameof(MixedOperationsTests))]
[CollectionDefinition(nameof(MixedOperationsTests), DisableParallelization = true)]
public sealed class MixedOperationsTests(ITestOutputHelper output)
{
    private static readonly int Operations =
        Environment.GetEnvironmentVariable("PERSONAL_OUTCOMES_LONG") is { Length: > 0 } ? 100_000 : 20_000;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("PERSONAL_OUTCOMES_SEED"), out var seed)
            ? seed : Random.Shared.Next(1_000_000);

    [Fact]
    public async Task Whatever_is_killed_each_operation_has_one_entry_for_each_person_shown()
    {
        await using var run = await LocalRun.StartAsync(environment: new Dictionary<string, string>
        {
            ["PERSONAL_OUTCOMES_RESTART_AT_ONCE"] = "true",
            // What lives for seconds is not worth being compiled for hours.
            ["DOTNET_TieredPGO"] = "0",
        });
        var town = await Town.SetAsync(run);
        var entries = new Mixed.Entries(run);
        var (done, wrong, left) = (new ConcurrentQueue<Operation>(), new ConcurrentQueue<string>(), Operations);
        var doors = new Doors(run);
        var clients = Town.Clients.Select(who => new Client(run, doors, town, who, done, wrong)).ToList();
        using var killing = new Killing(run, new Random(Seed));

        var since = Stopwatch.StartNew();
        using (var enough = new CancellationTokenSource())
        {
            var killer = killing.RunAsync(enough.Token);
            await Task.WhenAll(clients.Select((c, i) =>
                c.RunAsync((Seed * 1000) + (i * 100), () => Interlocked.Decrement(ref left) >= 0)));
            since.Stop();
            await enough.CancelAsync();
            await killer;
        }
        clients.ForEach(c => c.Dispose());

        var said = Said(done, killing, since.Elapsed);
        output.WriteLine(said);
        // deploy/test prints it.
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "mixed-operations.txt"), said + "\n");
        Assert.True(wrong.IsEmpty, said + "\n" + string.Join('\n', wrong.Take(20)));
        var differences = entries.Differences(done, town);
        Assert.True(differences.Count == 0,
            $"{said}\n{differences.Count} differences, of which:\n{string.Join('\n', differences.Take(20))}");
        Assert.Equal(Operations, done.Count);
        Assert.NotEmpty(killing.Killed);
        Assert.Contains(done, o => o.Answered == Answered.Done && o.Attempts.Count > 1);
        foreach (var service in Mixed.Entries.Services)
        {
            Assert.Equal((service, 0), (service, await Scene.BrokenAtAsync(run, service)));
        }
    }

    private static string Said(IReadOnlyCollection<Operation> done, Killing killing, TimeSpan took)
    {
        var answers = done.CountBy(o => o.Answered).ToDictionary();
        return string.Create(CultureInfo.InvariantCulture,
            $"mixed operations: seed {Seed}, {done.Count} in {took.TotalSeconds:0} s by {Town.Clients.Count} clients: " +
            $"{answers.GetValueOrDefault(Answered.Done)} done, {answers.GetValueOrDefault(Answered.Refused)} refused, " +
            $"{answers.GetValueOrDefault(Answered.Lost)} never answered, " +
            $"{done.Sum(o => Math.Max(0, o.Attempts.Count - 1))} times sent again; " +
            $"{killing.Killed.Values.Sum()} processes killed, one every " +
            $"{took.TotalSeconds / Math.Max(1, killing.Killed.Values.Sum()):0.0} s (" +
            $"{string.Join(", ", killing.Killed.OrderBy(k => k.Key).Select(k => $"{k.Key} {k.Value}"))})");
    }
}
