using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Database.SqlServer;

/// <summary>
/// One look after the other for what is to be sealed, woken by commits and otherwise once a second: what a crash left
/// is found by the next one. All who ask while one look is on share the next.
/// </summary>
internal sealed class Looks : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5), Net = TimeSpan.FromSeconds(1);
    private readonly Func<CancellationToken, Task<bool>> _seal;
    private readonly ILogger _log;
    private readonly Action _written;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly CancellationTokenSource _ends = new();
    private TaskCompletionSource _next = Look();

    /// <param name="seal">Seals all that is committed when it begins; true when that was anything.</param>
    /// <param name="log">Where a look that failed is noted.</param>
    /// <param name="written">Told after a look that sealed something.</param>
    public Looks(Func<CancellationToken, Task<bool>> seal, ILogger log, Action written)
    {
        (_seal, _log, _written) = (seal, log, written);
        _ = Task.Run(RunAsync);
    }

    /// <summary>
    /// Returns when all that was committed before the call is sealed: one look that begins after it is enough. Over the
    /// bound UNAVAILABLE, and a repeat will find what was committed.
    /// </summary>
    public async Task SealedAsync()
    {
        var look = Volatile.Read(ref _next);
        _wanted.Release();
        try
        {
            await look.Task.WaitAsync(LongestWait);
        }
        catch (TimeoutException)
        {
            throw Late();
        }
    }

    private async Task RunAsync()
    {
        while (!_ends.IsCancellationRequested)
        {
            await _wanted.WaitAsync(Net, _ends.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            while (_wanted.Wait(0))
            {
                // All who asked by now wait for the look that begins now.
            }
            var look = Interlocked.Exchange(ref _next, Look());
            try
            {
                if (await _seal(_ends.Token))
                {
                    _written();
                }
                look.SetResult();
            }
            catch (Exception e)
            {
                Log.Waits(_log, "sealer", e.GetType().Name);
                look.SetException(Late());
                // Seen here: perhaps nobody waits for it.
                _ = look.Task.Exception;
            }
        }
    }

    private static TaskCompletionSource Look() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Problem Late() =>
        Problem.Unavailable("STORAGE_BUSY", "It is taking long. Try again with the same request id.");

    public void Dispose() => _ends.Cancel();
}
