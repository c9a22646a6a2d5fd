using System.Diagnostics;

namespace PersonalOutcomes.Testing.Processes;

/// <summary>Waits for something that another process will bring about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again until it holds; after so long throws, saying what it waited for.</summary>
    public static Task TrueAsync(Func<bool> holds, TimeSpan within, Func<string> what) =>
        TrueAsync(() => Task.FromResult(holds()), within, what);

    /// <summary>Looks again and again until it holds; after so long throws, saying what it waited for.</summary>
    public static async Task TrueAsync(Func<Task<bool>> holds, TimeSpan within, Func<string> what)
    {
        var since = Stopwatch.StartNew();
        using var looks = new PeriodicTimer(Look);
        while (!await holds())
        {
            if (since.Elapsed > within)
            {
                throw new TimeoutException($"Not within {within.TotalSeconds:0} s: {what()}");
            }
            await looks.WaitForNextTickAsync();
        }
    }
}
