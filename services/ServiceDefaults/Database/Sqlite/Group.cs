namespace PersonalOutcomes.Database.Sqlite;

/// <summary>The writes that share one flush, and everybody who had a turn among them and waits too.</summary>
internal sealed class Group
{
    private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many had a turn, refusals included.</summary>
    public int Turns { get; set; }

    /// <summary>How many writes are in it.</summary>
    public int Members { get; set; }

    /// <summary>Completed when all of it is on the disk; failed when none of it is.</summary>
    public Task Flushed => _flushed.Task;

    public void Keep() => _flushed.TrySetResult();

    public void Fail(Exception why)
    {
        _flushed.TrySetException(why);
        // Seen here, so that a group nobody waits for is no unobserved exception.
        _ = _flushed.Task.Exception;
    }
}
