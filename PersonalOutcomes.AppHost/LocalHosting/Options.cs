namespace PersonalOutcomes.LocalHosting;

/// <summary>A reason not to go on, told to the person at the terminal as it stands; the exit code is 1.</summary>
internal sealed class Refusal(string message) : Exception(message);

/// <summary>The command line of the local reading.</summary>
internal sealed record Options
{
    internal const string Help = """
        --data DIR       keep everything in DIR (also PERSONAL_OUTCOMES_DATA; default .data beside the solution)
        --random-ports   take free ports instead of 7100 to 7192 (also PERSONAL_OUTCOMES_RANDOM_PORTS=true)
        --with-stories   tell the stories, restart the services, then show the records
        --stop           stop again, with exit code 0, when everything is healthy (and the stories are told)
        --topology       print the resources and what each is told of the others, and start nothing
        --help           print this
        """;

    internal string Data { get; private init; } = "";

    internal bool RandomPorts { get; private init; }

    /// <summary>For tests that kill: without the pause that keeps what can't run from filling the screen.</summary>
    internal bool RestartAtOnce { get; private init; }

    internal bool WithStories { get; private init; }

    internal bool Stop { get; private init; }

    internal bool Topology { get; private init; }

    internal bool ShowHelp { get; private init; }

    /// <summary>What is wrong with the command line, or null.</summary>
    internal string? Complaint { get; private init; }

    /// <summary>The folder of the solution, where stories and the command line live.</summary>
    internal string Root { get; private init; } = "";

    internal static Options Parse(string[] args)
    {
        var root = FindRoot();
        var options = new Options
        {
            Root = root,
            Data = Given("PERSONAL_OUTCOMES_DATA") ?? Path.Combine(root, ".data"),
            RandomPorts = Given("PERSONAL_OUTCOMES_RANDOM_PORTS") is "1" or "true",
            RestartAtOnce = Given("PERSONAL_OUTCOMES_RESTART_AT_ONCE") is "1" or "true",
        };
        for (var i = 0; i < args.Length; i++)
        {
            var next = i + 1 < args.Length ? args[i + 1] : "";
            options = args[i] switch
            {
                "--data" when next.Length > 0 && next[0] != '-' => options with { Data = args[++i] },
                "--data" => options with { Complaint = "--data needs a directory after it." },
                "--random-ports" => options with { RandomPorts = true },
                "--with-stories" => options with { WithStories = true },
                "--stop" => options with { Stop = true },
                "--topology" => options with { Topology = true },
                "--help" or "-h" => options with { ShowHelp = true },
                _ => options with { Complaint = $"{args[i]} is not an option. They are:\n{Help}" },
            };
        }

        return options with { Data = Path.GetFullPath(options.Data) };
    }

    private static string? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "PersonalOutcomes.sln")))
            {
                return folder;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
