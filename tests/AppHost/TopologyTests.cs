using System.Diagnostics;
using System.Text.Json;

namespace PersonalOutcomes.AppHost.Tests;

/// <summary>
/// AppHost.cs is read in two ways, and both must give topology.txt: in the local reading what the runner makes of it,
/// with UseAspire=true the manifest that Aspire itself writes. After a change that was meant:
/// deploy/run --topology > PersonalOutcomes.AppHost/topology.txt
/// </summary>
public sealed class TopologyTests
{
    private static readonly string[] Told =
        ["ConnectionStrings__", "services__", "ServiceCredentials__", "ServiceClients__"];

    [Fact]
    public void The_app_host_reads_as_the_committed_topology()
    {
        var readByAspire = File.Exists(Path.Combine(Path.GetDirectoryName(Built.AppHost)!, "Aspire.Hosting.dll"));

        var actual = readByAspire ? LinesOfAspiresManifest() : Output("--topology").Trim();

        Assert.Equal(File.ReadAllText(Built.Topology).Trim(), actual);
    }

    private static string LinesOfAspiresManifest()
    {
        var folder = Directory.CreateTempSubdirectory("po-manifest-");
        try
        {
            var file = Path.Combine(folder.FullName, "manifest.json");
            Output("--publisher", "manifest", "--output-path", file);
            using var manifest = JsonDocument.Parse(File.ReadAllText(file));
            var lines = manifest.RootElement.GetProperty("resources").EnumerateObject()
                .SelectMany(resource => Lines(resource.Name, resource.Value));
            return string.Join('\n', lines.Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Left out: what Aspire adds by itself (passwords of its containers, the dashboard, a spare https binding).
    private static IEnumerable<string> Lines(string name, JsonElement resource)
    {
        var image = resource.TryGetProperty("image", out var i) ? i.GetString()! : "";
        var type = (resource.TryGetProperty("type", out var t) ? t.GetString() : null) switch
        {
            "project.v0" or "project.v1" => "project",
            "value.v0" => "database",
            "parameter.v0" when name.EndsWith("-secret", StringComparison.Ordinal) => "parameter",
            "container.v0" or "container.v1" when image.Contains("rabbitmq") => "rabbitmq",
            "container.v0" or "container.v1" when image.Contains("mssql") => "sqlserver",
            _ => null,
        };
        if (type is null)
        {
            yield break;
        }

        var bindings = type == "project" && resource.TryGetProperty("bindings", out var b)
            ? b.EnumerateObject().Where(binding => binding.Name != "https").ToList() : [];
        var external = bindings.Exists(binding => binding.Value.TryGetProperty("external", out _));
        yield return $"{name}: {type}{(external ? " external" : "")}";
        foreach (var binding in bindings)
        {
            var scheme = binding.Value.GetProperty("scheme").GetString();
            var http2 = binding.Value.GetProperty("transport").GetString() == "http2";
            yield return $"{name}: endpoint {binding.Name} {scheme}{(http2 ? " http2" : "")}";
        }

        if (type == "project" && resource.TryGetProperty("env", out var variables))
        {
            foreach (var variable in variables.EnumerateObject().Select(v => v.Name).Where(IsTold))
            {
                yield return $"{name}: env {variable}";
            }
        }
    }

    private static bool IsTold(string variable) =>
        Told.Any(t => variable.StartsWith(t, StringComparison.Ordinal))
        && !variable.EndsWith("__https__0", StringComparison.Ordinal);

    private static string Output(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Built.AppHost, .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(Built.Topology)!,
        })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }
}
