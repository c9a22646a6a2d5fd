namespace PersonalOutcomes.Database.Sqlite;

/// <summary>Who may use the one writer connection: one at a time, first come, first served.</summary>
internal sealed class Turns
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <summary>Null when the turn is the caller's at once; otherwise what is completed when it comes.</summary>
    public TaskCompletionSource? Ask()
    {
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return null;
            }
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn;
        }
    }

    /// <summary>Gives the turn to the first who still waits. False when nobody does: the caller keeps it.</summary>
    public bool HandOn()
    {
        lock (_lock)
        {
            return HandedOn();
        }
    }

    /// <summary>Gives the turn to the first who still waits, or leaves it free.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _taken = HandedOn();
        }
    }

    private bool HandedOn()
    {
        while (_waiting.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
            {
                return true;
            }
        }
        return false;
    }
}
