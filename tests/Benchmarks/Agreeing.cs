using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace PersonalOutcomes.Benchmarks;

/// <summary>
/// What agreeing an outcome costs against the ceiling: the same callers, tokens, messages, rows and group commit
/// without rules, access, repeats, chain, relay and inbox.
/// </summary>
internal static class Agreeing
{
    private const int Calls = 4000, Alone = 300, Turn = 50;

    private sealed record Round(
        Cost Service, Cost Ceiling, double ServiceAlone, double CeilingAlone, double Commit, double WritesPerFlush,
        (long Relay, long Insight) Behind, double Drain);

    public static async Task MeasureAsync(Bench bench, int rounds, Table table)
    {
        using var commit = new BareCommit(bench.Copy("commit"));
        var (all, loads) = (new List<Round>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            loads.Add(Table.LoadAverage());
            all.Add(await RoundAsync(bench, commit));
            var (s, c) = (all[^1].Service, all[^1].Ceiling);
            Console.WriteLine($"agree, round {round + 1}: " +
                $"{Table.Number(s.PerSecond)}/s of {Table.Number(c.PerSecond)}/s, CPU-s per 1,000 {Table.Number(s.CpuPerThousand)} of {Table.Number(c.CpuPerThousand)}");
        }
        double Of(Func<Round, double> figure) => Table.Median(all.Select(figure));
        string Both(Func<Round, double> service, Func<Round, double> bare) =>
            $"{Table.Number(Of(service))} / {Table.Number(Of(bare))} = {Table.Number(Of(r => service(r) / bare(r)))}";

        table.Part($"AgreeOutcome, {Bench.Callers} callers, relay and Insight running", rounds, Table.Median(loads));
        table.Add("CPU seconds per 1,000 calls / ceiling's",
            Both(r => r.Service.CpuPerThousand, r => r.Ceiling.CpuPerThousand), "at most 2.5");
        table.Add("calls a second / ceiling's",
            Both(r => r.Service.PerSecond, r => r.Ceiling.PerSecond), "at least 0.4");
        table.Add("p50, p99 (ms)", $"{Table.Number(Of(r => r.Service.P50))}, {Table.Number(Of(r => r.Service.P99))}");
        table.Add("the ceiling's p50, p99 (ms)",
            $"{Table.Number(Of(r => r.Ceiling.P50))}, {Table.Number(Of(r => r.Ceiling.P99))}");
        table.Add("writes a flush", Table.Number(Of(r => r.WritesPerFlush)), "at least 8");
        table.Add($"behind after {Calls} calls: relay, Insight (entries)",
            $"{Table.Number(Of(r => r.Behind.Relay))}, {Table.Number(Of(r => r.Behind.Insight))}");
        table.Add("time to drain it (s)", Table.Number(Of(r => r.Drain)));
        table.Add("bytes of an answer / ceiling's", $"{bench.AnswerBytes.Service} / {bench.AnswerBytes.Ceiling}");
        table.Part("AgreeOutcome, one caller", rounds, Table.Median(loads));
        table.Add("p50 / one bare commit's (ms)", Both(r => r.ServiceAlone, r => r.Commit), "at most 2");
        table.Add("p50 / ceiling's (ms)", Both(r => r.ServiceAlone, r => r.CeilingAlone));
    }

    private static async Task<Round> RoundAsync(Bench bench, BareCommit commit)
    {
        var (many, few) = (await bench.ProposedAsync(Calls), await bench.ProposedAsync(Alone));
        await bench.DrainAsync();
        var token = await bench.TokenAsync();
        var ceiling = Load.Run(Bench.Callers, bench.Ceiling, Bench.Agree, token, bench.CeilingProcess, many);
        var before = await bench.ExamineAsync("plan");
        var service = Load.Run(Bench.Callers, bench.Plan, Bench.Agree, token, bench.PlanProcess, many);
        var after = await bench.ExamineAsync("plan");
        var behind = await bench.BehindAsync();
        var drain = await bench.DrainAsync();
        // In short turns, so that a disk that is slow for a while is slow for all three.
        var (serviceAlone, ceilingAlone, bare) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var turn in few.Chunk(Turn))
        {
            ceilingAlone.AddRange(Load.Run(1, bench.Ceiling, Bench.Agree, token, bench.CeilingProcess, turn).Took);
            bare.AddRange(turn.Select(_ => commit.Run()));
            serviceAlone.AddRange(Load.Run(1, bench.Plan, Bench.Agree, token, bench.PlanProcess, turn).Took);
        }
        return new(service, ceiling, Load.At(serviceAlone, 0.5), Load.At(ceilingAlone, 0.5), Load.At(bare, 0.5),
            (double)(after.Writes - before.Writes) / (after.Flushes - before.Flushes), behind, drain.TotalSeconds);
    }
}

/// <summary>One transaction of the rows that AgreeOutcome writes, on its own, with prepared commands.</summary>
internal sealed class BareCommit : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit;
    private readonly SameRows _rows;

    public BareCommit(string file)
    {
        _connection = new($"Data Source={file};Pooling=False");
        _connection.Open();
        using var settings = new SqliteCommand("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", _connection);
        settings.ExecuteNonQuery();
        (_begin, _commit) = (new("BEGIN IMMEDIATE", _connection), new("COMMIT", _connection));
        _rows = new(_connection);
    }

    /// <summary>Does it once; the milliseconds it took.</summary>
    public double Run()
    {
        var since = Stopwatch.GetTimestamp();
        _begin.ExecuteNonQuery();
        _rows.Write();
        _commit.ExecuteNonQuery();
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    public void Dispose() => _connection.Dispose();
}
