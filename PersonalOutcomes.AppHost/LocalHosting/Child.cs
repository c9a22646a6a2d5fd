using System.Diagnostics;

namespace PersonalOutcomes.LocalHosting;

/// <summary>A resource and the process that makes it run, started again when it dies.</summary>
internal sealed class Child(Resource resource, string dataFolder, Screen screen, bool restartAtOnce)
{
    private const int LinesKept = 30;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(150);
    private static readonly int[] RestartSeconds = [1, 2, 5, 10];

    private readonly Queue<string> _lastLines = [];
    private readonly Stopwatch _sinceStart = new();
    private readonly Stopwatch _sinceProbe = new();
    private Process? _process;
    private Task<bool>? _probe;
    private Stopwatch? _sinceDeath;
    private int _deaths;
    private bool _everHealthy;

    internal Resource Resource => resource;

    internal bool Healthy { get; private set; }

    internal int? ProcessId => IsRunning ? _process!.Id : null;

    internal bool IsRunning => _process is { HasExited: false };

    /// <summary>
    /// Does what is due: start, look at health, start again. Returns the news, if any, as a sentence. Throws a
    /// <see cref="Refusal"/> when it never became healthy.
    /// </summary>
    internal string? Tick(Func<Resource, bool> isHealthy)
    {
        if (_process is null)
        {
            if (_sinceDeath is { } dead && dead.Elapsed < RestartDelay)
            {
                return null;
            }

            if (resource.WaitsFor.All(isHealthy))
            {
                Start();
            }

            return null;
        }

        return _process.HasExited ? NoteDeath() : Healthy ? null : LookAtHealth();
    }

    internal void AskToStop()
    {
        if (IsRunning)
        {
            ChildProcess.AskToStop(_process!);
        }
    }

    internal void Kill()
    {
        if (IsRunning)
        {
            ChildProcess.KillAll(_process!);
        }
    }

    /// <summary>After an orderly stop: as if it had not been started yet.</summary>
    internal void Forget() => (_process, _probe, Healthy, _sinceDeath) = (null, null, false, null);

    private TimeSpan RestartDelay => restartAtOnce ? TimeSpan.Zero :
        TimeSpan.FromSeconds(RestartSeconds[Math.Min(_deaths, RestartSeconds.Length) - 1]);

    private void Start()
    {
        if (resource.Command() is not { } command)
        {
            Healthy = _everHealthy = true; // Runs elsewhere, or is a file.
            return;
        }

        foreach (var (name, value) in resource.Environment)
        {
            command.Environment[name] = value();
        }

        command.Environment[DataDirectory.Mark] = dataFolder;
        _process = ChildProcess.Start(command, Keep);
        _sinceStart.Restart();
    }

    private string NoteDeath()
    {
        var code = _process!.ExitCode;
        if (!_everHealthy)
        {
            throw new Refusal($"{resource.Name} ended with code {code} before it was healthy.{LastLines()}");
        }

        if (Healthy && _sinceStart.Elapsed > TimeSpan.FromMinutes(5))
        {
            _deaths = 0; // It had recovered: this is another story.
        }

        Forget();
        _deaths++;
        _sinceDeath = Stopwatch.StartNew();
        return $"{resource.Name} ended with code {code}; starting it again in {RestartDelay.TotalSeconds:0} s.";
    }

    private string? LookAtHealth()
    {
        if (_probe is null)
        {
            if (!_sinceProbe.IsRunning || _sinceProbe.Elapsed >= ProbeInterval)
            {
                _sinceProbe.Restart();
                _probe = resource.ProbeAsync();
            }

            return null;
        }

        if (!_probe.IsCompleted)
        {
            return null;
        }

        Healthy = _probe.Result;
        _probe = null;
        if (Healthy)
        {
            _everHealthy = true;
            return $"{resource.Name} is healthy ({_sinceStart.Elapsed.TotalSeconds:0.0} s).";
        }

        if (!_everHealthy && _sinceStart.Elapsed > StartPatience)
        {
            throw new Refusal(
                $"{resource.Name} was not healthy within {StartPatience.TotalSeconds:0} s.{LastLines()}");
        }

        return null;
    }

    private void Keep(string line)
    {
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
            {
                _lastLines.Dequeue();
            }
        }

        if (resource.Shown(line) is { } shown)
        {
            screen.Log(resource.Name, shown);
        }
    }

    private string LastLines()
    {
        _process?.WaitForExit(TimeSpan.FromSeconds(2)); // Lets its last words arrive.
        lock (_lastLines)
        {
            return _lastLines.Count == 0 ? " It wrote nothing."
                : $" Its last lines:\n  {string.Join("\n  ", _lastLines)}";
        }
    }
}
