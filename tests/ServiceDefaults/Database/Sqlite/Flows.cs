using PersonalOutcomes.Database;

namespace PersonalOutcomes.Tests.Database.Sqlite;

/// <summary>Writes that are at a known place when a test looks at them.</summary>
internal static class Flows
{
    // A write that has its turn, and keeps it until it may go on.
    public static Task HoldAsync(Store store, Guid person, Task mayGoOn) => store.WriteAsync(person, async work =>
    {
        await Store.AddAsync(work, person, "first");
        await mayGoOn;
        await work.CommitAsync();
    });

    // Two turns in one group: the second one begins when the first has committed and nothing is flushed.
    public static (Task First, Task Second) TwoInAGroup(Store store, Guid person, Func<Work, Task> second)
    {
        var mayGoOn = new TaskCompletionSource();
        var one = HoldAsync(store, person, mayGoOn.Task);
        var two = store.WriteAsync(person, second);
        mayGoOn.SetResult();
        return (one, two);
    }
}

/// <summary>Holds the next flush until it may go.</summary>
internal sealed class Held : IAsyncDisposable
{
    private readonly TaskCompletionSource _reached = new(), _go = new();

    public Held(Store store) => store.Writer.BeforeFlush = () =>
    {
        _reached.TrySetResult();
        return _go.Task;
    };

    public Task Reached => _reached.Task;

    public void Go() => _go.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Go();
        return ValueTask.CompletedTask;
    }
}
