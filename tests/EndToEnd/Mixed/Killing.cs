using System.Collections.Concurrent;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>Ends one of the services at random, without a word to it, every two seconds on average.</summary>
internal sealed class Killing(LocalRun run, Random random) : IDisposable
{
    private const int MostAway = 2;
    private static readonly TimeSpan OnAverage = TimeSpan.FromSeconds(2);
    private static readonly string[] Names = [.. Entries.Services, "identity"];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(1) };

    /// <summary>How often each was killed.</summary>
    public ConcurrentDictionary<string, int> Killed { get; } = new();

    /// <summary>Goes on until it is asked to stop, and waits until everything is back.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var dead = new Dictionary<string, int>();
        try
        {
            while (true)
            {
                await Task.Delay(OnAverage * -Math.Log(1 - random.NextDouble()), stop);
                // Where starting takes long, somebody still answers.
                var back = new List<string>();
                foreach (var name in Names)
                {
                    if (await IsBackAsync(name))
                    {
                        back.Add(name);
                    }
                }
                if (back.Count > Names.Length - MostAway)
                {
                    var name = back[random.Next(back.Count)];
                    dead[name] = run.Kill(name);
                    Killed.AddOrUpdate(name, 1, (_, times) => times + 1);
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(dead.Select(d => run.BackAsync(d.Key, d.Value)));
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

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
