using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using PersonalOutcomes.Cli;

namespace PersonalOutcomes.Testing.Processes;

/// <summary>
/// The platform as deploy/run starts it: the app host's runner, one process for each service, a broker of its own, in a
/// folder of its own. Whatever is killed here the runner starts again.
/// </summary>
public sealed class LocalRun : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<(string Token, DateTime Until)>>> _tokens = new();
    private readonly List<PosixSignalRegistration> _signals;
    private readonly Process _runner;

    private LocalRun(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        Folder = folder;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments, "--data", folder, "--random-ports"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        _runner = Process.Start(start)!;
        _runner.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _runner.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _runner.BeginOutputReadLine();
        _runner.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
        AppDomain.CurrentDomain.UnhandledException += StopAtExit;
        // A signal ends the process without either of those.
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }
            .Select(s => PosixSignalRegistration.Create(s, _ => StopAtExit(null, EventArgs.Empty)))];
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as this program was built: the platform's programs were built with it.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Where the run keeps its databases, secrets and broker.</summary>
    public string Folder { get; }

    /// <summary>What the run has printed.</summary>
    public string Printed => string.Join('\n', _lines);

    /// <summary>The services that run.</summary>
    public IReadOnlyList<string> Services =>
        [.. Addresses().GetProperty("services").EnumerateObject().Select(s => s.Name)];

    /// <summary>The broker's address, with its password.</summary>
    public string Broker => Addresses().GetProperty("broker").GetProperty("url").GetString()!;

    /// <summary>A program of this solution, as it was built.</summary>
    public static string Built(string folder, string assembly) =>
        Path.Combine(Root, folder, "bin", Configuration, "net10.0", assembly + ".dll");

    /// <summary>Starts it and waits until everything is healthy.</summary>
    /// <param name="folder">A data directory; a new one in the temporary folder when left out.</param>
    /// <param name="environment">Variables for the services, such as another database for one of them.</param>
    /// <param name="program">Another runner than the app host.</param>
    /// <param name="arguments">What to tell that runner.</param>
    public static async Task<LocalRun> StartAsync(string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null, string? program = null, params string[] arguments)
    {
        var run = new LocalRun(folder ?? Directory.CreateTempSubdirectory("outcomes-").FullName,
            program ?? AppHost, arguments,
            environment ?? new Dictionary<string, string>());
        try
        {
            await Eventually.TrueAsync(
                () => run._runner.HasExited || File.Exists(Path.Combine(run.Folder, "addresses.json")),
                TimeSpan.FromMinutes(4), () => run.Printed);
            return run._runner.HasExited
                ? throw new InvalidOperationException($"The platform did not start:\n{run.Printed}")
                : run;
        }
        catch
        {
            // The folder stays for whoever looks why.
            await run.StopAsync();
            throw;
        }
    }

    /// <summary>Where a service listens.</summary>
    public Uri Address(string service, string endpoint = "grpc") =>
        new(Service(service).GetProperty("endpoints").GetProperty(endpoint).GetString()!);

    /// <summary>The process of a service, or of the broker; null while it is being started again.</summary>
    public int? ProcessOf(string name)
    {
        var process = (name == "rabbitmq" ? Addresses().GetProperty("broker") : Service(name)).GetProperty("process");
        return process.ValueKind == JsonValueKind.Number && Directory.Exists($"/proc/{process.GetInt32()}")
            ? process.GetInt32()
            : null;
    }

    /// <summary>Ends a process at once, without a word to it, and gives back its number.</summary>
    public int Kill(string name)
    {
        var process = ProcessOf(name) ?? throw new InvalidOperationException($"{name} is not running.");
        _ = Signal(process, 9);
        return process;
    }

    /// <summary>Waits until a service, or the broker, runs again as another process and is healthy.</summary>
    public Task BackAsync(string name, int before) => Eventually.TrueAsync(
        () => ProcessOf(name) is { } now && now != before, TimeSpan.FromMinutes(1), () => $"{name} is back. {Printed}");

    /// <summary>Where a service keeps its database.</summary>
    public string DatabaseFile(string service) => Path.Combine(Folder, service + "db.db");

    /// <summary>A token of somebody of deploy/stories/accounts.tsv that has some minutes left.</summary>
    public async Task<string> TokenAsync(string user)
    {
        while (true)
        {
            var kept = _tokens.GetOrAdd(user, u => new(() => FetchAsync(u)));
            try
            {
                var (token, until) = await kept.Value;
                if (until > DateTime.UtcNow)
                {
                    return token;
                }
            }
            catch
            {
                // Identity was away; whoever asks next asks it anew.
                _tokens.TryRemove(KeyValuePair.Create(user, kept));
                throw;
            }
            _tokens.TryRemove(KeyValuePair.Create(user, kept));
        }
    }

    /// <summary>Stops everything in order and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Stops everything in order; the folder stays.</summary>
    public async Task StopAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        AppDomain.CurrentDomain.UnhandledException -= StopAtExit;
        _signals.ForEach(s => s.Dispose());
        if (!_runner.HasExited)
        {
            _ = Signal(_runner.Id, 15);
            await _runner.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    private async Task<(string, DateTime)> FetchAsync(string user)
    {
        var password = TokenCommand.DemoPasswordOf(user)!;
        var token = await SignIn.WithPasswordAsync(Address("identity", "http"), user, password, CancellationToken.None);
        return (token, DateTime.UtcNow.AddMinutes(6));
    }

    private void StopAtExit(object? sender, EventArgs e) => _ = Signal(_runner.Id, 15);

    // Its local reading: the one that starts processes.
    private static string AppHost => Path.Combine(Root, "PersonalOutcomes.AppHost", "bin", "local", Configuration,
        "net10.0", "PersonalOutcomes.AppHost.dll");

    private JsonElement Service(string name) => Addresses().GetProperty("services").GetProperty(name);

    private JsonElement Addresses() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "addresses.json"))).RootElement;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PersonalOutcomes.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This is not in the solution's folder.");
        }
        return folder.FullName;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
