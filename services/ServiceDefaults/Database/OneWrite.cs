namespace PersonalOutcomes.Database;

/// <summary>
/// One flow of code holds one write at a time: a second one would wait for the first, which waits for it. Follows the
/// flow through its awaits.
/// </summary>
internal sealed class OneWrite
{
    private readonly AsyncLocal<Mark?> _open = new();

    /// <summary>
    /// Call it from a method that is not async: a value set in an async method is not seen by its caller.
    /// </summary>
    public Mark Begin()
    {
        Check();
        return _open.Value = new Mark();
    }

    /// <summary>Throws when this flow has a write open.</summary>
    public void Check()
    {
        if (_open.Value is { IsOpen: true })
        {
            throw new InvalidOperationException("A second write was begun while the first is open.");
        }
    }

    /// <summary>Stands until the write is committed or given up.</summary>
    public sealed class Mark
    {
        public bool IsOpen { get; private set; } = true;

        public void End() => IsOpen = false;
    }
}
