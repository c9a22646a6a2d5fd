using System.Diagnostics;

namespace PersonalOutcomes.LocalHosting;

/// <summary>Runs what AppHost.cs describes, as processes on this machine.</summary>
public sealed class LocalApplication
{
    private readonly Options _options;
    private readonly DataDirectory _data;
    private readonly Ports _ports;
    private readonly List<Resource> _resources;
    private readonly Screen _screen = new();

    internal LocalApplication(Options options, DataDirectory data, Ports ports, List<Resource> resources) =>
        (_options, _data, _ports, _resources) = (options, data, ports, resources);

    /// <summary>Runs until it is stopped. Exit code 0 after an orderly stop, else 1 and a sentence why.</summary>
    public void Run()
    {
        if (_options.Complaint is { } complaint)
        {
            Refuse(complaint);
        }
        else if (_options.ShowHelp)
        {
            Console.WriteLine(Options.Help);
        }
        else if (_options.Topology)
        {
            Console.WriteLine(Topology.Describe(_resources));
        }
        else
        {
            Serve();
        }
    }

    private void Serve()
    {
        Welcome.SayWhatThisIs();
        using var stop = new StopRequest();
        using var data = _data;
        var children = new Children(
            _resources.Where(r => r is ProjectResource or RabbitMQServerResource or PortMapperResource),
            _data.Folder, _screen, stop, _options.RestartAtOnce);
        try
        {
            _data.Open();
            if (_data.EndLeftovers())
            {
                _screen.Say("Ended processes that an earlier run had left behind.");
            }

            _ports.Check();
            _ports.Keep();
            RunToTheEnd(children, stop);
        }
        catch (Refusal refusal)
        {
            _screen.Status("");
            Refuse(refusal.Message);
        }
        finally
        {
            if (children.AnyStarted)
            {
                children.StopAll();
                _screen.Say("Stopped.");
            }
        }
    }

    private void RunToTheEnd(Children children, StopRequest stop)
    {
        var since = Stopwatch.StartNew();
        if (!children.RunUntilHealthy())
        {
            return;
        }

        _screen.Say($"Everything is healthy after {since.Elapsed.TotalSeconds:0.0} s.");
        children.Changed = () => WriteAddresses(children);
        WriteAddresses(children);
        _screen.Say(Welcome.Describe(_resources, _data.Folder, _options.Root));
        if (_options.WithStories)
        {
            TellStories(children, stop);
        }

        if (!_options.Stop)
        {
            children.RunUntil(() => false);
        }
    }

    // Told, then shown by services that were started anew: what is shown came from their databases.
    private void TellStories(Children children, StopRequest stop)
    {
        _screen.Say("Telling the stories.");
        RunStories("tell", children, _screen.Say);
        if (stop.Asked)
        {
            return;
        }

        _screen.Say("Restarting all services, so that what is shown comes from their databases.");
        children.StopServices();
        if (!children.RunUntilHealthy())
        {
            return;
        }

        // In one piece: the services' own lines would stand between.
        var shown = new List<string>();
        try
        {
            RunStories("show", children, shown.Add);
        }
        finally
        {
            _screen.Say(string.Join('\n', shown));
        }
    }

    private void RunStories(string verb, Children children, Action<string> line)
    {
        var program = Environment.GetEnvironmentVariable("PERSONAL_OUTCOMES_CLI") ?? Path.Combine(
            _options.Root, "services", "Cli", "bin", "Release", "net10.0", "PersonalOutcomes.Cli.dll");
        if (!File.Exists(program))
        {
            throw new Refusal($"The stories cannot be told: {program} is missing. deploy/run builds it.");
        }

        var command = ChildProcess.Command(
            ChildProcess.Dotnet, program, "stories", verb, "--data", _data.Folder);
        command.WorkingDirectory = _options.Root;
        command.Environment[DataDirectory.Mark] = _data.Folder;
        using var stories = ChildProcess.Start(command, text => Locked(line, text));
        try
        {
            if (!children.RunUntil(() => stories.HasExited))
            {
                return;
            }
        }
        finally
        {
            if (!stories.HasExited)
            {
                ChildProcess.KillAll(stories);
            }
        }

        stories.WaitForExit(); // Until its last line has arrived.
        if (stories.ExitCode != 0)
        {
            throw new Refusal($"The stories failed (stories {verb} ended with code {stories.ExitCode}).");
        }
    }

    // Standard output and standard error come on threads of their own.
    private static void Locked(Action<string> line, string text)
    {
        lock (line)
        {
            line(text);
        }
    }

    private void WriteAddresses(Children children) => _data.WriteAddresses(new
    {
        runner = Environment.ProcessId,
        data = _data.Folder,
        broker = _resources.OfType<RabbitMQServerResource>()
            .Select(r => new { name = r.Name, url = r.ConnectionString, process = children.ProcessId(r) })
            .FirstOrDefault(),
        services = _resources.OfType<ProjectResource>().ToDictionary(r => r.Name, r => new
        {
            process = children.ProcessId(r),
            endpoints = r.Endpoints.ToDictionary(e => e.Name, e => e.Url),
        }),
    });

    private static void Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        Environment.ExitCode = 1;
    }
}
