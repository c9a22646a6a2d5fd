using MassTransit;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Journal;

/// <summary>
/// Publishes what is sealed, in order, to this service's fanout exchange. It never relies on the request that wrote a
/// row, and never reads anything that is not flushed. The broker makes it fast; the journal itself makes it complete.
/// </summary>
internal sealed class Relay(
    ServiceName service, IDatabase database, IBus bus, TimeProvider time, ILogger<Relay> log) : BackgroundService
{
    private const int MostEntries = 100, MostMessages = 16, MostBytes = 500 * 1024;
    private static readonly TimeSpan Net = TimeSpan.FromSeconds(1), LongestSend = TimeSpan.FromSeconds(10);

    /// <summary>The last position that the broker has confirmed, without a hole.</summary>
    public long Confirmed { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        await using (var work = await database.ReadAsync(Call.Own("Relay", time, stopping)))
        {
            Confirmed = await work.OneAsync<long>(Select);
        }
        var exchange = new Uri($"exchange:personal-outcomes.{service.Name}?type=fanout");
        while (!stopping.IsCancellationRequested)
        {
            // The alarm is taken before the look, so that a row sealed in between wakes us.
            var written = database.WrittenAsync(stopping);
            try
            {
                if (!await PublishAsync(exchange, stopping))
                {
                    await Task.WhenAny(written, Task.Delay(Net, stopping));
                }
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                Log.Waits(log, "relay", e.GetType().Name);
                await Task.Delay(Net, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> PublishAsync(Uri exchange, CancellationToken stopping)
    {
        List<JournalEntries> messages;
        await using (var work = await database.ReadAsync(Call.Own("Relay", time, stopping)))
        {
            var (previous, entries) = await JournalService.ReadAsync(work, Confirmed, MostEntries * MostMessages);
            messages = [.. Split(service.Name, previous, entries)];
        }
        if (messages.Count == 0)
        {
            return false;
        }
        var endpoint = await bus.GetSendEndpoint(exchange).WaitAsync(LongestSend, stopping);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ends.CancelAfter(LongestSend);
        // Sent one after the other, confirmed together: one flight of confirms, not one per message. Where one fails,
        // all are sent again, and whoever has had them passes them over.
        await Task.WhenAll(messages.Select(m => endpoint.Send(m, ends.Token)));
        var position = messages[^1].Entries[^1].Position;
        await using var confirmed = await database.BeginAsync(On.Own("relay"), Call.Own("Relay", time, stopping));
        await confirmed.WriteAsync(Update, new { position });
        await confirmed.CommitAsync();
        Confirmed = position;
        return true;
    }

    /// <summary>
    /// Runs of up to a hundred entries, under 512 KB as they travel with their envelope: JSON within
    /// JSON, where a character may take six bytes. One that is larger by itself goes alone.
    /// </summary>
    internal static IEnumerable<JournalEntries> Split(string source, byte[] previous, List<Entry> entries)
    {
        while (entries.Count > 0)
        {
            var bytes = 0;
            var run = entries.Take(MostEntries)
                .TakeWhile((e, i) => (bytes += (6 * (e.EventJson?.Length ?? 0)) + 600) < MostBytes || i == 0).ToList();
            yield return new() { Source = source, PreviousChainHash = previous, Entries = run };
            (previous, entries) = (run[^1].ChainHash, entries[run.Count..]);
        }
    }

    private const string Select = "SELECT Position FROM RelayState WHERE Id = 1";

    private const string Update = "UPDATE RelayState SET Position = @position WHERE Id = 1";
}
