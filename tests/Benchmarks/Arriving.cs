using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using MassTransit;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.Benchmarks;

/// <summary>
/// From the commit in Plan to the row in Insight's unpublished model at 100 writes a second, against a bare commit plus
/// a bare publish-to-consume on the same broker at the same pace. Both ends are seen from outside, by a process that
/// reads the two files.
/// </summary>
internal static class Arriving
{
    private const int PerSecond = 100, Writes = 600;

    public static async Task MeasureAsync(Bench bench, int rounds, Table table)
    {
        using var commit = new BareCommit(bench.Copy("arrive"));
        await using var broker = await BareBroker.StartAsync(bench.Run.Broker);
        var (ours, commits, messages, loads) =
            (new List<List<double>>(), new List<List<double>>(), new List<List<double>>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            loads.Add(Table.LoadAverage());
            ours.Add(await OursAsync(bench));
            List<double> committed = [];
            await PaceAsync(_ =>
            {
                lock (committed)
                {
                    committed.Add(commit.Run());
                }
            });
            commits.Add(committed);
            messages.Add(await broker.RunAsync(PaceAsync, Writes));
            Console.WriteLine($"arrive, round {round + 1}: p50 {Table.Number(Load.At(ours[^1], 0.5))} ms");
        }
        table.Part($"From commit to Insight's row, {PerSecond} writes a second", rounds, Table.Median(loads));
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            double Of(List<List<double>> values) => Table.Median(values.Select(v => Load.At(v, share)));
            var times = Table.Median(ours.Select((o, i) =>
                Load.At(o, share) / (Load.At(commits[i], share) + Load.At(messages[i], share))));
            table.Add($"{name} / (bare commit + bare publish-to-consume) (ms)",
                $"{Table.Number(Of(ours))} / ({Table.Number(Of(commits))} + {Table.Number(Of(messages))}) " +
                $"= {Table.Number(times)}");
        }
    }

    private static async Task<List<double>> OursAsync(Bench bench)
    {
        var messages = await bench.ProposedAsync(Writes);
        await bench.DrainAsync();
        var first = (await bench.ExamineAsync("plan")).JournalPosition + 1;
        var token = await bench.TokenAsync();
        using var callers = new ConcurrentCallers(() => new Caller(bench.Plan, Bench.Agree, token));
        using var stop = new CancellationTokenSource();
        var watch = Task.Factory.StartNew(() => Watch(bench, first, stop.Token), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await PaceAsync(i => callers.Call(messages[i]));
        await bench.DrainAsync();
        await stop.CancelAsync();
        return await watch;
    }

    // One look at both files every fifth of a millisecond, so that the same delay of looking is in both times. A timer
    // of the runtime's is no finer than a millisecond, which is as long as what is measured.
    private static List<double> Watch(Bench bench, long first, CancellationToken stop)
    {
        using var plan = Open(bench.Run.DatabaseFile("plan"));
        using var insight = Open(bench.Run.DatabaseFile("insight"));
        using var committed = new SqliteCommand("SELECT MAX(Position) FROM Journal", plan);
        using var arrived = new SqliteCommand(
            "SELECT Position FROM OutcomeAgreedFact ORDER BY Generation DESC, Position DESC LIMIT 1", insight);
        var (seen, took) = (new Dictionary<long, long>(), new List<double>());
        var (next, awaited) = (first, first);
        while (!stop.IsCancellationRequested)
        {
            for (var (now, last) = (Stopwatch.GetTimestamp(), (long)committed.ExecuteScalar()!); next <= last; next++)
            {
                seen[next] = now;
            }
            var to = arrived.ExecuteScalar() as long? ?? 0;
            for (var now = Stopwatch.GetTimestamp(); awaited <= to && awaited < next; awaited++)
            {
                took.Add(Stopwatch.GetElapsedTime(seen[awaited], now).TotalMilliseconds);
            }
            _ = Pause(200);
        }
        return took;
    }

    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int Pause(uint microseconds);

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    // Each at its time, whether or not the one before has been answered.
    private static async Task PaceAsync(Action<int> act)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        var acts = new List<Task>();
        for (var i = 0; i < Writes; i++)
        {
            await beat.WaitForNextTickAsync();
            var which = i;
            acts.Add(Task.Run(() => act(which)));
        }
        await Task.WhenAll(acts);
    }

    // Callers that wait for work; another one joins when all are busy.
    private sealed class ConcurrentCallers(Func<Caller> another) : IDisposable
    {
        private readonly ConcurrentBag<Caller> _idle = [];

        public void Call(byte[] message)
        {
            var caller = _idle.TryTake(out var idle) ? idle : another();
            caller.Call(Guid.NewGuid().ToString(), message);
            _idle.Add(caller);
        }

        public void Dispose()
        {
            while (_idle.TryTake(out var caller))
            {
                caller.Dispose();
            }
        }
    }
}

/// <summary>One publisher and one consumer that do nothing else, set up like the services' own.</summary>
internal sealed class BareBroker : IAsyncDisposable
{
    private const int Warm = 200;
    private readonly ConcurrentDictionary<long, long> _sent = new();
    private readonly ConcurrentBag<double> _took = [];
    private readonly IBusControl _bus;

    private BareBroker(string broker) => _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
    {
        rabbit.Host(new Uri(broker));
        rabbit.ReceiveEndpoint("bench.bare", endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.SingleActiveConsumer = true;
            endpoint.ConcurrentMessageLimit = 1;
            endpoint.PrefetchCount = 16;
            endpoint.Bind("bench.source", e => e.ExchangeType = "fanout");
            endpoint.Handler<JournalEntries>(context =>
            {
                _took.Add(Stopwatch.GetElapsedTime(_sent[context.Message.Entries[0].Position]).TotalMilliseconds);
                return Task.CompletedTask;
            });
        });
    });

    public static async Task<BareBroker> StartAsync(string broker)
    {
        var bare = new BareBroker(broker);
        await bare._bus.StartAsync();
        // The first messages make exchange, binding and code.
        await bare.RunAsync(send =>
        {
            Enumerable.Range(0, Warm).ToList().ForEach(send);
            return Task.CompletedTask;
        }, Warm);
        return bare;
    }

    /// <summary>Publishes so many messages at a pace; how many milliseconds each took to its consumer.</summary>
    public async Task<List<double>> RunAsync(Func<Action<int>, Task> paceAsync, int count)
    {
        _took.Clear();
        var to = await _bus.GetSendEndpoint(new Uri("exchange:bench.source?type=fanout"));
        await paceAsync(i =>
        {
            _sent[i] = Stopwatch.GetTimestamp();
            to.Send(new JournalEntries
            {
                Source = "plan",
                PreviousChainHash = new byte[32],
                Entries =
                [
                    new()
                    {
                        Position = i,
                        ChainHash = new byte[32],
                        Type = "OutcomeAgreed",
                        EventJson = new string('x', 180),
                    },
                ],
            }).GetAwaiter().GetResult();
        });
        await Eventually.TrueAsync(() => _took.Count >= count, TimeSpan.FromMinutes(1), () => "all messages");
        return [.. _took];
    }

    public ValueTask DisposeAsync() => new(_bus.StopAsync());
}
