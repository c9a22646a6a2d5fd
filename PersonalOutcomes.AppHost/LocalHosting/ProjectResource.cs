using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace PersonalOutcomes.LocalHosting;

/// <summary>A project of this solution, run as a process of its own.</summary>
public sealed class ProjectResource : Resource
{
    // What another program meant for itself, and would mislead a child.
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_LAUNCH_PROFILE"];

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly IProjectMetadata _project;

    /// <summary>Reads the project's addresses and launch profile, as Aspire does.</summary>
    internal ProjectResource(string name, IProjectMetadata project, Ports ports)
        : base(name)
    {
        _project = project;
        var folder = Path.GetDirectoryName(project.ProjectPath)!;
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true).Build();
        foreach (var endpoint in settings.GetSection("Kestrel:Endpoints").GetChildren())
        {
            var url = new Uri(endpoint["Url"]
                ?? throw new Refusal($"{folder}/appsettings.json: endpoint {endpoint.Key} has no Url."));
            AddEndpoint(endpoint.Key, url, endpoint["Protocols"] == "Http2", ports);
            Environment[$"Kestrel__Endpoints__{endpoint.Key}__Url"] = Give(Endpoints[^1].Url);
        }

        ReadLaunchProfile(Path.Combine(folder, "Properties", "launchSettings.json"), ports);
        Environment["OTEL_SERVICE_NAME"] = Give(name);
    }

    /// <inheritdoc/>
    public override string Type => "project";

    internal (string Path, string? Endpoint)? HealthCheck { get; set; }

    internal override ProcessStartInfo Command()
    {
        if (!File.Exists(_project.AssemblyPath))
        {
            throw new Refusal($"{Name} is not built: {_project.AssemblyPath} is missing. deploy/run builds it.");
        }

        var command = ChildProcess.Command(ChildProcess.Dotnet, _project.AssemblyPath);
        command.WorkingDirectory = Path.GetDirectoryName(_project.ProjectPath)!;
        foreach (var variable in NotInherited)
        {
            command.Environment.Remove(variable);
        }

        return command;
    }

    internal override async Task<bool> ProbeAsync()
    {
        if (HealthCheck is not { } check)
        {
            return true;
        }

        try
        {
            var endpoint = Endpoints.First(e => check.Endpoint is null || e.Name == check.Endpoint);
            using var answer = await Http.GetAsync(endpoint.Url + check.Path).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private void ReadLaunchProfile(string file, Ports ports)
    {
        if (!File.Exists(file))
        {
            return;
        }

        using var settings = JsonDocument.Parse(File.ReadAllText(file));
        var profile = settings.RootElement.GetProperty("profiles").EnumerateObject().First().Value;
        if (Endpoints.Count == 0 && profile.TryGetProperty("applicationUrl", out var urls))
        {
            foreach (var url in urls.GetString()!.Split(';').Select(u => new Uri(u)))
            {
                AddEndpoint(url.Scheme, url, http2: false, ports);
            }

            Environment["ASPNETCORE_URLS"] = Give(string.Join(';', Endpoints.Select(e => e.Url)));
        }

        if (profile.TryGetProperty("environmentVariables", out var variables))
        {
            foreach (var variable in variables.EnumerateObject())
            {
                Environment[variable.Name] = Give(variable.Value.GetString()!);
            }
        }
    }

    private void AddEndpoint(string name, Uri url, bool http2, Ports ports)
    {
        var port = ports.Take(url.Port, $"{Name}, {name}");
        Endpoints.Add(new EndpointReference(Name, name, url.Scheme, url.Host, port, http2));
    }

    private static Func<string> Give(string value) => () => value;
}
