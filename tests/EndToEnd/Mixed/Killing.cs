using System.Collections.Concurrent;
using System.Diagnostics;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>Ends one of the services at random, without a word to it, every two seconds on average.</summary>
internal sealed class Killing(LocalRun run, Random random) : IDisposable
{
    // Where starting takes long, somebody still answers.
    private const int MostAway = 3;
    private static readonly TimeSpan OnAverage = TimeSpan.FromSeconds(2), Again = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Names = [.. Entries.Services, "identity"];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(1) };

    /// <summary>How often each was killed.</summary>
    public ConcurrentDictionary<string, int> Killed { get; } = new();

    /// <summary>Goes on until it is asked to stop, and waits until everything is back.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var dead = new Dictionary<string, int>();
        // Each is due by the clock from the beginning: one that had to wait does not put off those after it.
        var (clock, due) = (Stopwatch.StartNew(), TimeSpan.Zero);
        try
        {
            while (true)
            {
                due += OnAverage * -Math.Log(1 - random.NextDouble());
                await Task.Delay(due > clock.Elapsed ? due - clock.Elapsed : TimeSpan.Zero, stop);
                var back = await BackAsync();
                for (; back.Count <= Names.Length - MostAway; back = await BackAsync())
                {
                    await Task.Delay(Again, stop);
                }
                var name = back[random.Next(back.Count)];
                dead[name] = run.Kill(name);
                Killed.AddOrUpdate(name, 1, (_, times) => times + 1);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(dead.Select(d => run.BackAsync(d.Key, d.Value)));
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<List<string>> BackAsync()
    {
        var back = await Task.WhenAll(Names.Select(async n => (Name: n, IsBack: await IsBackAsync(n))));
        return [.. back.Where(b => b.IsBack).Select(b => b.Name)];
    }

    private async Task<bool> IsBackAsync(string name)
    {
        try
        {
            using var answer = await _http.GetAsync(
                new Uri(run.Address(name, name == "identity" ? "http" : "health"), "/health"));
            return answer.IsSuccessStatusCode && run.ProcessOf(name) is not null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
