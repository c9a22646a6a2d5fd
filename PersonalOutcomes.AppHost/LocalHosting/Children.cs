using System.Diagnostics;

namespace PersonalOutcomes.LocalHosting;

/// <summary>All processes of a run. Everything here happens on the main thread (see ChildProcess.Command).</summary>
internal sealed class Children(
    IEnumerable<Resource> resources, string dataFolder, Screen screen, StopRequest stop, bool restartAtOnce)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(25);

    private readonly List<Child> _all =
        [.. resources.OrderBy(r => r is ProjectResource)
            .Select(r => new Child(r, dataFolder, screen, restartAtOnce))];

    /// <summary>Called when a process came or went, before it is said.</summary>
    internal Action Changed { get; set; } = () => { };

    internal bool AnyStarted => _all.Exists(c => c.IsRunning);

    internal int? ProcessId(Resource resource) => _all.Single(c => c.Resource == resource).ProcessId;

    /// <summary>Keeps everything running until the condition holds (true) or somebody asks to stop (false).</summary>
    internal bool RunUntil(Func<bool> done)
    {
        while (!stop.Asked)
        {
            foreach (var child in _all)
            {
                if (child.Tick(IsHealthy) is { } news)
                {
                    Changed();
                    screen.Say(news);
                }
            }

            if (done())
            {
                return true;
            }

            stop.Wait(Beat);
        }

        return false;
    }

    /// <summary>Waits until all are healthy, and says for whom.</summary>
    internal bool RunUntilHealthy()
    {
        var since = Stopwatch.StartNew();
        var healthy = RunUntil(() =>
        {
            var waiting = _all.Where(c => !c.Healthy).Select(c => c.Resource.Name).ToList();
            screen.Status(waiting.Count == 0 ? "" :
                $"{since.Elapsed.TotalSeconds:0} s: {_all.Count - waiting.Count} of {_all.Count} healthy, " +
                $"waiting for {string.Join(", ", waiting)}");
            return waiting.Count == 0;
        });
        screen.Status("");
        return healthy;
    }

    /// <summary>Stops the services, all at once, and forgets them; what they stand on keeps running.</summary>
    internal void StopServices() => Stop(_all.Where(c => c.Resource is ProjectResource));

    /// <summary>Stops everything: services, then the broker, then its port mapper.</summary>
    internal void StopAll()
    {
        StopServices();
        foreach (var child in Enumerable.Reverse(_all))
        {
            Stop([child]);
        }
    }

    private bool IsHealthy(Resource resource) =>
        _all.FirstOrDefault(c => c.Resource == resource) is not { } child || child.Healthy;

    private void Stop(IEnumerable<Child> some)
    {
        var stopping = some.Where(c => c.IsRunning).ToList();
        stopping.ForEach(c => c.AskToStop());
        var since = Stopwatch.StartNew();
        while (stopping.Exists(c => c.IsRunning))
        {
            if (since.Elapsed > Grace || stop.AskedTwice)
            {
                foreach (var child in stopping.Where(c => c.IsRunning))
                {
                    screen.Say($"{child.Resource.Name} did not stop; ending it.");
                    child.Kill();
                }
            }

            Thread.Sleep(Beat);
        }

        foreach (var child in some)
        {
            child.Forget();
        }
    }
}
