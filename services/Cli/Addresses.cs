using System.Text.Json;

namespace PersonalOutcomes.Cli;

/// <summary>Where the services are: what a run of <c>deploy/run</c> wrote, or the standard ports.</summary>
public sealed record Addresses(IReadOnlyDictionary<string, Uri> Services)
{
    /// <summary>The services that keep a journal.</summary>
    public static readonly string[] WithJournal = ["person", "sharing", "conversation", "plan", "review", "insight"];

    private static readonly string[] Standard =
        ["person", "sharing", "conversation", "plan", "review", "insight", "gateway"];

    /// <summary>Identity's address.</summary>
    public Uri Identity => this["identity"];

    /// <summary>A service's address: gRPC; for Identity HTTP.</summary>
    public Uri this[string service] => Services[service];

    /// <summary>
    /// Reads <c>addresses.json</c> of a data directory; without one, the ports that <c>deploy/run</c> uses by default.
    /// </summary>
    public static Addresses Of(string? dataDirectory)
    {
        if (dataDirectory is not null && File.Exists(Path.Combine(dataDirectory, "addresses.json")))
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataDirectory, "addresses.json")));
            return new(Read(file.RootElement.GetProperty("services")));
        }
        return new(Standard.Select((name, i) => (name, port: 7110 + (10 * i)))
            .ToDictionary(s => s.name, s => new Uri($"http://127.0.0.1:{s.port}"))
            .Append(new("identity", new Uri("http://127.0.0.1:7100"))).ToDictionary());
    }

    private static Dictionary<string, Uri> Read(JsonElement services) => services.EnumerateObject().ToDictionary(
        s => s.Name,
        s => new Uri((s.Value.GetProperty("endpoints").TryGetProperty("grpc", out var grpc)
            ? grpc
            : s.Value.GetProperty("endpoints").GetProperty("http")).GetString()!));
}
