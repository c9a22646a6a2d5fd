using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;

namespace PersonalOutcomes.AppHost.Tests;

/// <summary>The runner of the local reading, with real processes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RunnerTests : IDisposable
{
    private static readonly HttpClient Http = new();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("po-run-");

    private string Folder => _folder.FullName;

    [Fact]
    public async Task A_run_says_first_what_it_is_and_then_where_everything_is()
    {
        using var run = await Run.StartHealthyAsync(Folder);

        Assert.StartsWith("Personal Outcomes, a demonstration: Development", run.Written, StringComparison.Ordinal);
        Assert.Contains("No real people's data.", run.Written.Split('\n')[0], StringComparison.Ordinal);
        var address = Address("grpc");
        Assert.Matches($@"small +{address} +one service, to try the runner", run.Written);
        Assert.Equal(HttpStatusCode.OK, (await Http.GetAsync(Address("health") + "/health")).StatusCode);
    }

    [Fact]
    public async Task A_service_is_told_its_database_its_broker_and_its_secret()
    {
        using var run = await Run.StartHealthyAsync(Folder);

        Assert.Equal($"Data Source={Folder}/smalldb.db", await VariableAsync("ConnectionStrings__smalldb"));
        Assert.Equal("Sqlite", await VariableAsync("Database__Provider"));
        Assert.Equal("amqp://127.0.0.1:1", await VariableAsync("ConnectionStrings__rabbitmq"));
        Assert.Equal(32, (await VariableAsync("ServiceCredentials__Secret")).Length);
    }

    [Fact]
    public async Task A_database_given_by_name_is_a_server()
    {
        using var run = await Run.StartHealthyAsync(Folder, ("ConnectionStrings__smalldb", "Server=elsewhere"));

        Assert.Equal("Server=elsewhere", await VariableAsync("ConnectionStrings__smalldb"));
        Assert.Equal("SqlServer", await VariableAsync("Database__Provider"));
    }

    [Fact]
    public async Task A_secret_is_kept_from_run_to_run_for_one_pair_of_eyes()
    {
        string first;
        using (var run = await Run.StartHealthyAsync(Folder))
        {
            first = await VariableAsync("ServiceCredentials__Secret");
            await run.StopAsync();
        }

        using var again = await Run.StartHealthyAsync(Folder);

        Assert.Equal(first, await VariableAsync("ServiceCredentials__Secret"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(Folder, "secrets.json")));
    }

    [Fact]
    public async Task A_data_directory_that_the_run_makes_is_for_one_pair_of_eyes()
    {
        var made = Path.Combine(Folder, "made");

        using var run = await Run.StartHealthyAsync(made);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
    }

    [Fact]
    public async Task A_killed_service_is_started_again_where_it_was()
    {
        using var run = await Run.StartHealthyAsync(Folder);
        var (process, address) = (ServiceProcess(), Address("health"));

        Run.Kill(process);
        await run.LineAsync("small ended with code 137; starting it again in 1 s.");
        await run.LineAsync("small is healthy");

        Assert.NotEqual(process, ServiceProcess());
        Assert.Equal(address, Address("health"));
        Assert.Equal(HttpStatusCode.OK, (await Http.GetAsync(address + "/health")).StatusCode);
    }

    [Fact]
    public async Task A_service_that_was_never_healthy_ends_the_run_with_its_last_lines()
    {
        using var run = Run.Start(
            $"--random-ports --data {Folder}", ("SMALL_CANNOT_START", "The moon is in the way."));

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains("small ended with code 3 before it was healthy.", run.Written, StringComparison.Ordinal);
        Assert.Contains("\n  The moon is in the way.", run.Written, StringComparison.Ordinal);
        Assert.Empty(Run.ProcessesOn(Folder));
    }

    [Fact]
    public async Task Stopping_leaves_nothing_behind()
    {
        using var run = await Run.StartHealthyAsync(Folder);
        Assert.NotEmpty(Run.ProcessesOn(Folder));

        Assert.Equal(0, await run.StopAsync());

        Assert.Empty(Run.ProcessesOn(Folder));
        Assert.False(File.Exists(Path.Combine(Folder, "addresses.json")));
    }

    [Fact]
    public async Task A_killed_run_takes_its_services_along_and_the_next_one_starts()
    {
        int orphan;
        using (var killed = await Run.StartHealthyAsync(Folder))
        {
            orphan = ServiceProcess();
            await killed.KillAsync();
        }

        using var next = await Run.StartHealthyAsync(Folder);

        Assert.False(Run.IsRunning(orphan));
        Assert.Equal(0, await next.StopAsync());
    }

    [Fact]
    public async Task The_broker_is_private_comes_back_when_killed_and_goes_with_the_run()
    {
        using var run = await Run.StartHealthyAsync(Folder, ("ConnectionStrings__rabbitmq", ""));
        var broker = Run.Addresses(Folder).GetProperty("broker");
        Assert.Matches("^amqp://guest:[0-9a-f]{32}@127.0.0.1:[0-9]+$", broker.GetProperty("url").GetString());
        Assert.Contains(Run.ProcessesOn(Folder), p => p.Contains("epmd", StringComparison.Ordinal));

        Run.Kill(broker.GetProperty("process").GetInt32());
        await run.LineAsync("rabbitmq ended with code 137; starting it again in 1 s.");
        await run.LineAsync("rabbitmq is healthy");
        Assert.Equal(0, await run.StopAsync());

        Assert.Empty(Run.ProcessesOn(Folder));
    }

    [Fact]
    public async Task A_taken_port_is_named_with_whoever_holds_it()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 7198);
        holder.Start();

        using var run = Run.Start($"--data {Folder}");

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains(
            $"Port 7198 (small, grpc) is taken by process {Environment.ProcessId} (", run.Written,
            StringComparison.Ordinal);
        Assert.Contains("--random-ports", run.Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");

        using var run = Run.Start($"--data {file}/below");

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains($"The data directory {file}/below cannot be written", run.Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        using var first = await Run.StartHealthyAsync(Folder);

        using var second = Run.Start($"--random-ports --data {Folder}");

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains(
            $"Another run uses the data directory {Folder} (process {first.Id}).", second.Written,
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Http.GetAsync(Address("health") + "/health")).StatusCode);
    }

    [Fact]
    public async Task Stories_are_told_and_then_shown_by_services_that_started_anew()
    {
        using var run = Run.Start(
            $"--random-ports --with-stories --stop --data {Folder}", ("PERSONAL_OUTCOMES_CLI", Built.SmallService));

        var told = await run.LineAsync("tell: ");
        var shown = await run.LineAsync("show: ");

        Assert.Equal(0, await run.ExitCodeAsync());
        Assert.NotEqual(ServiceProcess(Story(told)), ServiceProcess(Story(shown)));
        Assert.Equal(Address("health", Story(told)), Address("health", Story(shown)));
        Assert.Empty(Run.ProcessesOn(Folder));
    }

    [Theory]
    [InlineData("tell")]
    [InlineData("show")]
    public async Task Stories_that_fail_fail_the_run(string verb)
    {
        using var run = Run.Start(
            $"--random-ports --with-stories --stop --data {Folder}",
            ("PERSONAL_OUTCOMES_CLI", Built.SmallService), ("SMALL_STORIES_FAIL", verb));

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.Contains($"(stories {verb} ended with code 7)", run.Written, StringComparison.Ordinal);
        Assert.Empty(Run.ProcessesOn(Folder));
    }

    [Fact]
    public async Task An_unknown_option_is_refused_with_those_there_are()
    {
        using var run = Run.Start("--fast");

        Assert.Equal(1, await run.ExitCodeAsync());
        Assert.StartsWith("--fast is not an option.", run.Written, StringComparison.Ordinal);
        Assert.Contains("--random-ports", run.Written, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        // A run that a failing test left ends when its process does; its children carry the folder's name.
        _folder.Delete(recursive: true);
    }

    private static JsonElement Story(string line) => JsonDocument.Parse(line[line.IndexOf('{')..]).RootElement;

    private static JsonElement Small(JsonElement addresses) => addresses.GetProperty("services").GetProperty("small");

    private static int ServiceProcess(JsonElement addresses) =>
        Small(addresses).GetProperty("process").GetInt32();

    private static string Address(string endpoint, JsonElement addresses) =>
        Small(addresses).GetProperty("endpoints").GetProperty(endpoint).GetString()!;

    private int ServiceProcess() => ServiceProcess(Run.Addresses(Folder));

    private string Address(string endpoint) => Address(endpoint, Run.Addresses(Folder));

    private Task<string> VariableAsync(string name) =>
        Http.GetStringAsync(Address("health") + "/variable/" + name);
}
