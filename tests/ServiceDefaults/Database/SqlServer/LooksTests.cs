using System.Collections.Concurrent;
using Google.Rpc;
using Microsoft.Extensions.Logging.Abstractions;
using PersonalOutcomes.Database.SqlServer;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Tests.Database.SqlServer;

public sealed class LooksTests
{
    [Fact]
    public async Task Whoever_committed_is_answered_by_a_look_that_began_afterwards()
    {
        var table = new SharedTable();
        using var here = new Looks(table.SealAsync, NullLogger.Instance, () => { });
        using var there = new Looks(table.SealAsync, NullLogger.Instance, () => { });

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(async () =>
        {
            table.Commit(i);
            await (i % 2 == 0 ? here : there).SealedAsync();
            Assert.True(table.IsSealed(i));
        })));

        Assert.InRange(table.Looks, 1, 2000);
    }

    [Fact]
    public async Task A_look_that_failed_is_told_to_those_who_waited_and_the_next_one_seals()
    {
        var table = new SharedTable { Broken = true };
        var told = new TaskCompletionSource();
        using var looks = new Looks(table.SealAsync, NullLogger.Instance, told.SetResult);
        table.Commit(1);

        var refused = await Assert.ThrowsAsync<Problem>(looks.SealedAsync);
        Assert.Equal(Code.Unavailable, refused.Code);
        Assert.NotNull(refused.RetryAfter);
        Assert.False(table.IsSealed(1));

        // Nobody asks again; what is left is found all the same.
        table.Broken = false;
        await told.Task;
        Assert.True(table.IsSealed(1));
    }

    [Fact]
    public async Task Those_who_ask_during_a_look_share_the_next_one()
    {
        var (begun, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        using var looks = new Looks(async _ =>
        {
            begun.Release();
            await go.WaitAsync(CancellationToken.None);
            return false;
        }, NullLogger.Instance, () => { });
        var first = looks.SealedAsync();
        await begun.WaitAsync();

        var waiting = Enumerable.Range(0, 50).Select(_ => looks.SealedAsync()).ToList();
        go.Release();
        await first;
        await begun.WaitAsync();
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        go.Release();
        await Task.WhenAll(waiting);
        go.Release(1000);
    }

    private sealed class SharedTable
    {
        private readonly ConcurrentDictionary<int, bool> _rows = new();
        private readonly SemaphoreSlim _lock = new(1, 1);
        private int _looks;

        public bool Broken { get; set; }

        public int Looks => _looks;

        public void Commit(int row) => _rows[row] = false;

        public bool IsSealed(int row) => _rows[row];

        public async Task<bool> SealAsync(CancellationToken cancellation)
        {
            if (Broken)
            {
                throw new TimeoutException();
            }
            await _lock.WaitAsync(cancellation);
            try
            {
                Interlocked.Increment(ref _looks);
                var seen = _rows.Where(r => !r.Value).Select(r => r.Key).ToList();
                await Task.Yield();
                seen.ForEach(r => _rows[r] = true);
                return seen.Count > 0;
            }
            finally
            {
                _lock.Release();
            }
        }
    }
}
