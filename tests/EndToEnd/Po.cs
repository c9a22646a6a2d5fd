using System.Diagnostics;
using System.Text.Json;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.EndToEnd;

/// <summary><c>deploy/po</c> as a process of its own, for one platform.</summary>
public sealed class Po : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("po-").FullName;

    /// <summary>Writes down where the services are, as a run does.</summary>
    public Po(Platform platform)
    {
        var services = Platform.Names.ToDictionary(name => name, name => new
        {
            endpoints = new Dictionary<string, Uri>
            {
                [name == "identity" ? "http" : "grpc"] = platform.Address(name),
            },
        });
        File.WriteAllText(Path.Combine(_data, "addresses.json"), JsonSerializer.Serialize(new { services }));
    }

    /// <summary>Runs a command; its exit code, and what it said on both of its outputs.</summary>
    public async Task<(int Code, string[] Lines)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(VerifyCommand).Assembly.Location, .. arguments, "--data", _data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (said + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Removes what was written down.</summary>
    public void Dispose() => Directory.Delete(_data, recursive: true);
}
