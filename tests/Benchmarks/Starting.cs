using System.Diagnostics;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.Benchmarks;

/// <summary>
/// From the runner's start until everything is healthy, and what each process then holds, against a broker and as many
/// empty services of the same packages. Everything is built, and every data directory is new.
/// </summary>
internal static class Starting
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(8);

    private sealed record Start(
        double Seconds, List<(string Name, double Private, double Resident)> Services, double Broker);

    public static async Task MeasureAsync(int rounds, Table table)
    {
        var (ours, empties, loads) = (new List<Start>(), new List<Start>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            loads.Add(Table.LoadAverage());
            ours.Add(await StartAsync(null));
            empties.Add(await StartAsync(typeof(Starting).Assembly.Location, "empties"));
            Console.WriteLine($"start, round {round + 1}: {Table.Number(ours[^1].Seconds)} s, " +
                $"empty services {Table.Number(empties[^1].Seconds)} s");
        }
        var (own, bare) = (Table.Median(ours.Select(s => s.Seconds)), Table.Median(empties.Select(s => s.Seconds)));
        table.Part("Start and memory", rounds, Table.Median(loads));
        table.Add("until all healthy / broker and as many empty services",
            $"{Table.Number(own)} s / {Table.Number(bare)} s = {Table.Number(own / bare)}", "at most 1.5");
        foreach (var name in ours[0].Services.Select(s => s.Name))
        {
            var (anonymous, resident) = Memory(ours, s => s.Name == name);
            table.Add($"{name}: private memory idle (resident)",
                $"{Table.Number(anonymous)} MB ({Table.Number(resident)} MB)", "under 60 MB");
        }
        var (empty, emptyResident) = Memory(empties, _ => true);
        var (all, _) = Memory(ours, _ => true);
        table.Add("an empty service (resident)", $"{Table.Number(empty)} MB ({Table.Number(emptyResident)} MB)");
        table.Add("private memory of a service / of an empty one", Table.Number(all / empty), "at most 1.5");
        table.Add("the broker, resident", $"{Table.Number(Table.Median(ours.Select(s => s.Broker)))} MB");
    }

    private static (double Private, double Resident) Memory(
        List<Start> starts, Func<(string Name, double, double), bool> which)
    {
        var found = starts.SelectMany(s => s.Services.Where(x => which(x))).ToList();
        return (Table.Median(found.Select(f => f.Private)), Table.Median(found.Select(f => f.Resident)));
    }

    private static async Task<Start> StartAsync(string? program, params string[] arguments)
    {
        var since = Stopwatch.GetTimestamp();
        await using var run = await LocalRun.StartAsync(program: program, arguments: arguments);
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Console.WriteLine(string.Join(", ", run.Printed.Split('\n')
            .Where(l => l.Contains("is healthy (", StringComparison.Ordinal))
            .Select(l => l.Replace(" is healthy", "", StringComparison.Ordinal).TrimEnd('.'))));
        using var idle = new PeriodicTimer(Idle);
        await idle.WaitForNextTickAsync();
        return new(seconds,
            [.. run.Services.Select(s => (s, Load.MegabytesOf(run.ProcessOf(s)!.Value, "RssAnon:"),
                Load.MegabytesOf(run.ProcessOf(s)!.Value, "VmRSS:")))],
            Load.MegabytesOf(run.ProcessOf("rabbitmq")!.Value, "VmRSS:"));
    }
}
