using System.Collections.Concurrent;
using System.Net.Sockets;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>
/// Tells when a service that was away can be reached again: hundreds of calls that each try by themselves would cost
/// more than the service's start.
/// </summary>
internal sealed class Doors(LocalRun run)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _waiting = new();

    /// <summary>Waits until a service takes connections, or for so long.</summary>
    public async Task OpenAsync(string service, TimeSpan within)
    {
        var waiting = _waiting.GetOrAdd(service, s => new(() => KnockAsync(s))).Value;
        await Task.WhenAny(waiting, Task.Delay(within > TimeSpan.Zero ? within : TimeSpan.Zero));
    }

    private async Task KnockAsync(string service)
    {
        var address = run.Address(service);
        using var beat = new PeriodicTimer(Between);
        while (!await IsOpenAsync(address))
        {
            await beat.WaitForNextTickAsync();
        }
        _waiting.TryRemove(service, out _);
    }

    private static async Task<bool> IsOpenAsync(Uri address)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
