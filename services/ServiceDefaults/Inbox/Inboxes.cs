using MassTransit;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Inbox;

/// <summary>All the sources that this service follows: asks each for its head once a second and keeps level.</summary>
internal sealed class Inboxes : BackgroundService
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(1);
    private const int LooksBeforeReading = 2, FailuresWhileStarting = 15;
    private readonly ILogger<Inboxes> _log;
    private readonly Lock _stop = new();
    private Task? _stopped;

    public Inboxes(Handlers handlers, IDatabase database, JournalClients journals, ServiceToken token,
        TimeProvider time, ILogger<Inboxes> log)
    {
        _log = log;
        Followers = handlers.Sources.ToDictionary(s => s,
            s => new Follower(s, handlers, database, journals.Of(s), token, time, log));
    }

    public IReadOnlyDictionary<string, Follower> Followers { get; }

    /// <summary>Brings every copy level, or throws UNAVAILABLE NOT_LEVEL.</summary>
    public async Task LevelAsync(TimeSpan within, CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ends.CancelAfter(within);
        try
        {
            if ((await Task.WhenAll(Followers.Values.Select(f => f.LevelAsync(false, ends.Token)))).All(l => l))
            {
                return;
            }
        }
        catch (Exception e) when (e is Grpc.Core.RpcException or OperationCanceledException or HttpRequestException)
        {
            Log.Waits(_log, "copy of all", e.GetType().Name);
        }
        throw Problem.Unavailable("NOT_LEVEL", "The newest facts are not here yet. Try again.", 0.2);
    }

    protected override Task ExecuteAsync(CancellationToken stopping) =>
        Task.WhenAll(Followers.Values.Select(f => WatchAsync(f, stopping)));

    private async Task WatchAsync(Follower follower, CancellationToken stopping)
    {
        await Task.Yield();
        var (waits, failures, looksBehind) = ("", 0, 0);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // The broker is given two seconds; then the journal is read.
                var upTo = looksBehind < LooksBeforeReading ? 0 : long.MaxValue;
                looksBehind = await follower.LevelAsync(false, stopping, upTo) ? 0 : looksBehind + 1;
                (waits, failures) = ("", 0);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                // What was under way is cut off by the stop, and says so in its own way.
                return;
            }
            catch (Exception e)
            {
                // Said once until it changes, and not while everything is only starting: a source that is away for an
                // hour is one line.
                var why = e is Grpc.Core.RpcException rpc ? rpc.StatusCode.ToString() : e.GetType().Name;
                if (++failures > FailuresWhileStarting && why != waits)
                {
                    Log.Waits(_log, $"copy of {follower.Source}", waits = why);
                }
            }
            await Task.Delay(Ask, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A host that is stopped from two sides asks twice, and the store goes when the first answer comes.
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_stop)
        {
            return _stopped ??= StopOnceAsync(cancellationToken);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellation)
    {
        await base.StopAsync(cancellation);
        foreach (var follower in Followers.Values)
        {
            await follower.StopAsync();
        }
    }
}

/// <summary>
/// The broker's side of an inbox. Whatever happens the message is acknowledged: what could not be applied now is read
/// from the journal later, so no message is ever parked in the broker.
/// </summary>
internal sealed class Consumer(Inboxes inboxes, ILogger<Consumer> log) : IConsumer<JournalEntries>
{
    public async Task Consume(ConsumeContext<JournalEntries> context)
    {
        if (!inboxes.Followers.TryGetValue(context.Message.Source, out var follower))
        {
            return;
        }
        try
        {
            await follower.TakeAsync(context.Message, context.CancellationToken);
        }
        catch (Exception e) when (!context.CancellationToken.IsCancellationRequested)
        {
            Log.Waits(log, $"copy of {follower.Source}", e.GetType().Name);
        }
    }
}
