using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PersonalOutcomes.LocalHosting;

/// <summary>The ports of a run: the standard ones, or free ones, so that several runs can stand side by side.</summary>
internal sealed class Ports(bool random, string folder)
{
    private readonly List<(int Port, string Use)> _taken = [];
    private readonly Dictionary<string, int> _before = Read(KeptIn(folder));

    internal int Take(int standard, string use)
    {
        var port = !random ? standard : _before.TryGetValue(use, out var same) && IsFree(same) ? same : FreePort();
        _taken.Add((port, use));
        return port;
    }

    /// <summary>Throws a <see cref="Refusal"/> that names each port in somebody else's hands, and whose.</summary>
    internal void Check()
    {
        var clashes = _taken.Where(t => !IsFree(t.Port)).Select(t => Clash(t.Port, t.Use)).ToList();
        if (clashes.Count > 0)
        {
            throw new Refusal(
                string.Join('\n', clashes) + "\nStop what uses " + (clashes.Count == 1 ? "it" : "them") +
                ", or take free ports with --random-ports.");
        }
    }

    /// <summary>
    /// Keeps free ports for the next run on the same data: Identity's address is the issuer that records name, so it
    /// must not change from run to run.
    /// </summary>
    internal void Keep()
    {
        if (random)
        {
            File.WriteAllText(KeptIn(folder), JsonSerializer.Serialize(_taken.ToDictionary(t => t.Use, t => t.Port)));
        }
    }

    private static string KeptIn(string folder) => Path.Combine(folder, "ports.json");

    private static Dictionary<string, int> Read(string file) => File.Exists(file)
        ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(file)) ?? []
        : [];

    // Below the range from which the system serves outgoing connections, so that none of those gets in between.
    private int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20000, 30000);
            if (_taken.All(t => t.Port != port) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Clash(int port, string use)
    {
        var holder = Holder(port);
        return $"Port {port} ({use}) is taken" + (holder is null ? "." : $" by process {holder}.");
    }

    // The kernel's table of listening sockets names an inode; the process holding it has a descriptor of that name.
    private static string? Holder(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(field => field.Length > 9 && field[1].EndsWith(suffix, StringComparison.Ordinal) && field[3] == "0A")
            .Select(field => $"socket:[{field[9]}]").ToHashSet();
        foreach (var process in ProcessTable.All())
        {
            if (process.Descriptors().Any(sockets.Contains))
            {
                return $"{process.Id} ({process.CommandLine()})";
            }
        }

        return null;
    }
}
