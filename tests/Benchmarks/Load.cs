using System.Diagnostics;
using System.Globalization;

namespace PersonalOutcomes.Benchmarks;

/// <summary>What a load cost the server and its callers.</summary>
/// <param name="PerSecond">Calls a second.</param>
/// <param name="CpuPerThousand">CPU seconds of the server's process for 1,000 calls.</param>
/// <param name="Took">The milliseconds that each call took.</param>
internal sealed record Cost(double PerSecond, double CpuPerThousand, double[] Took)
{
    public double P50 => Load.At(Took, 0.5);

    public double P99 => Load.At(Took, 0.99);
}

/// <summary>So many callers, each one call at a time, until all calls are made.</summary>
internal static class Load
{
    public static Cost Run(
        int callers, Uri address, string rpc, string token, int process, IReadOnlyList<byte[]> messages,
        Action<int, byte[]>? answered = null)
    {
        var took = new double[messages.Count];
        var all = Enumerable.Range(0, callers).Select(_ => new Caller(address, rpc, token)).ToList();
        var next = -1;
        Exception? failed = null;
        var threads = all.Select(caller => new Thread(() =>
        {
            try
            {
                for (var i = Interlocked.Increment(ref next); i < messages.Count && failed is null;
                    i = Interlocked.Increment(ref next))
                {
                    var since = Stopwatch.GetTimestamp();
                    var answer = caller.Call(Guid.NewGuid().ToString(), messages[i]);
                    took[i] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
                    answered?.Invoke(i, answer);
                }
            }
            catch (Exception e)
            {
                failed = e;
            }
        })).ToList();
        var (cpu, began) = (CpuOf(process), Stopwatch.GetTimestamp());
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        all.ForEach(c => c.Dispose());
        return failed is null
            ? new(messages.Count / seconds, (CpuOf(process) - cpu) / messages.Count * 1000, took)
            : throw new InvalidOperationException($"{rpc} failed under load.", failed);
    }

    /// <summary>The value below which that share of the values lies.</summary>
    public static double At(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
    }

    /// <summary>CPU seconds that a process has used, its own and the system's for it.</summary>
    public static double CpuOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    /// <summary>A line of a process's status, in megabytes.</summary>
    public static double MegabytesOf(int process, string line) => double.Parse(
        File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(line, StringComparison.Ordinal))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
