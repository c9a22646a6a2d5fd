using System.Collections.Concurrent;
using PersonalOutcomes.Testing.Processes;
using RabbitMQ.Client;

namespace PersonalOutcomes.EndToEnd;

/// <summary>RabbitMQ makes it fast; the journals make it complete, whatever the broker forgets.</summary>
[Collection(nameof(Processes))]
public sealed class BrokerTests(Processes processes)
{
    private const string Queue = "personal-outcomes.insight.plan", Source = "personal-outcomes.plan";

    [Fact]
    public async Task A_wiped_broker_loses_nothing()
    {
        await WriteWhileAsync(async () =>
        {
            var before = processes.Run.Kill("rabbitmq");
            Directory.Delete(Path.Combine(processes.Run.Folder, "rabbitmq", "data"), recursive: true);
            await processes.Run.BackAsync("rabbitmq", before);
        });
    }

    [Fact]
    public async Task A_deleted_queue_loses_nothing()
    {
        await WriteWhileAsync(() => WithBrokerAsync(channel => channel.QueueDeleteAsync(Queue)));
    }

    [Fact]
    public async Task A_removed_binding_loses_nothing()
    {
        await WriteWhileAsync(() => WithBrokerAsync(channel => channel.ExchangeUnbindAsync(Queue, Source, "")));
    }

    // Everything is answered meanwhile, and Insight has all of it in the end.
    private async Task WriteWhileAsync(Func<Task> breakAsync)
    {
        var (ledger, broken) = (new ConcurrentQueue<Written>(), false);
        using var writer = new Writer(processes, processes.Scene.People[0], ledger);
        var writing = writer.WriteAsync(TimeSpan.FromMilliseconds(10), () => broken && ledger.Count >= 80);
        await Eventually.TrueAsync(() => ledger.Count >= 20, TimeSpan.FromMinutes(1), () => "writing has begun");
        await breakAsync();
        broken = true;
        await writing;
        Assert.Equal(0, writer.Repeats);
        await processes.InsightLevelAsync();
        processes.InsightEqualsPlansJournal();
    }

    private async Task WithBrokerAsync(Func<IChannel, Task> actAsync)
    {
        await using var connection =
            await new ConnectionFactory { Uri = new Uri(processes.Run.Broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await actAsync(channel);
    }
}
