using Google.Rpc;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Tests.Database.Sqlite;

public sealed class GroupCommitTests
{
    private readonly Guid _person = Guid.NewGuid();

    [Fact]
    public async Task A_refusal_waits_for_the_flush_of_what_it_read()
    {
        await using var store = new Store();
        await using var disk = new Held(store);

        var (write, refusal) = Flows.TwoInAGroup(store, _person, async work =>
        {
            Assert.Single(await work.ManyAsync<Note>(Store.Select, new { person = _person }));
            throw Problem.Refused("ALREADY_THERE", "It is there.");
        });
        await disk.Reached;

        Assert.False(write.IsCompleted);
        Assert.False(refusal.IsCompleted);
        Assert.Empty(await store.NotesAsync(_person));
        disk.Go();
        await write;
        Assert.Equal("ALREADY_THERE", (await Assert.ThrowsAsync<Problem>(() => refusal)).Reason);
        Assert.Single(await store.NotesAsync(_person));
    }

    [Fact]
    public async Task A_repeat_waits_for_the_flush_of_the_write_that_it_repeats()
    {
        await using var store = new Store();
        await using var disk = new Held(store);
        var mayGoOn = new TaskCompletionSource();
        var first = Flows.HoldAsync(store, _person, mayGoOn.Task);

        var original = store.NoteOnceAsync(_person, "once", Store.Call("r1"));
        var repeat = store.NoteOnceAsync(_person, "once", Store.Call("r1"));
        mayGoOn.SetResult();
        await disk.Reached;

        Assert.False(original.IsCompleted);
        Assert.False(repeat.IsCompleted);
        disk.Go();
        await first;
        Assert.Equal(await original, await repeat);
    }

    [Fact]
    public async Task A_stale_version_waits_for_the_flush_of_the_newer_one()
    {
        await using var store = new Store();
        await store.NoteAsync(_person, "first");
        var note = Assert.Single(await store.NotesAsync(_person));
        await using var disk = new Held(store);
        var mayGoOn = new TaskCompletionSource();
        var first = Flows.HoldAsync(store, _person, mayGoOn.Task);

        Task ChangeAsync() => store.WriteAsync(_person, async work =>
        {
            if (await work.WriteAsync(Store.Update, new { words = "new", note.Id, note.Version }) == 0)
            {
                throw Problem.Stale(new Google.Protobuf.WellKnownTypes.Empty());
            }
            await work.CommitAsync();
        });
        var newer = ChangeAsync();
        var stale = ChangeAsync();
        mayGoOn.SetResult();
        await disk.Reached;

        Assert.False(newer.IsCompleted);
        Assert.False(stale.IsCompleted);
        disk.Go();
        await Task.WhenAll(first, newer);
        Assert.Equal(Code.Aborted, (await Assert.ThrowsAsync<Problem>(() => stale)).Code);
    }

    [Fact]
    public async Task Nothing_unflushed_is_seen_by_readers_or_told_to_the_relay()
    {
        await using var store = new Store();
        var written = store.Database.WrittenAsync(CancellationToken.None);
        await using var disk = new Held(store);

        var write = store.NoteAsync(_person, "first");
        await disk.Reached;

        Assert.Empty(await store.NotesAsync(_person));
        Assert.Equal(0, (await store.Database.HeadsAsync()).Journal.Position);
        Assert.False(written.IsCompleted);
        disk.Go();
        await Task.WhenAll(write, written);
        Assert.Equal(1, (await store.Database.HeadsAsync()).Journal.Position);
    }

    [Fact]
    public async Task Writes_that_wait_share_a_flush_and_128_are_the_most()
    {
        await using var store = new Store();
        var mayGoOn = new TaskCompletionSource();
        var first = Flows.HoldAsync(store, _person, mayGoOn.Task);

        var waiting = Enumerable.Range(0, 300).Select(i => store.NoteAsync(_person, $"note {i}")).ToList();
        mayGoOn.SetResult();
        await Task.WhenAll([first, .. waiting]);

        // 128, 128 and 45.
        Assert.Equal((301, 3), store.Writer.Count);
        Assert.Equal(301, (await store.VerifiedAsync()).Count);
    }

    [Fact]
    public async Task A_write_alone_is_flushed_alone_and_a_refusal_alone_not_at_all()
    {
        await using var store = new Store();

        for (var i = 0; i < 3; i++)
        {
            await store.NoteAsync(_person, $"note {i}");
            await store.WriteAsync(_person, work => Store.AddAsync(work, _person, "given up"));
        }

        Assert.Equal((3, 3), store.Writer.Count);
    }

    [Fact]
    public async Task Refusals_count_towards_the_128_so_that_nobody_waits_without_end()
    {
        await using var store = new Store();
        var mayGoOn = new TaskCompletionSource();
        var first = Flows.HoldAsync(store, _person, mayGoOn.Task);

        var refusals = Enumerable.Range(0, 200)
            .Select(_ => store.WriteAsync(_person, work => Store.AddAsync(work, _person, "given up"))).ToList();
        var last = store.NoteAsync(_person, "last");
        mayGoOn.SetResult();
        await Task.WhenAll([first, last, .. refusals]);

        // The first with 127 refusals; the rest of them with the last.
        Assert.Equal((2, 2), store.Writer.Count);
    }

    [Fact]
    public async Task A_waiter_who_goes_away_passes_its_turn_on()
    {
        await using var store = new Store();
        var mayGoOn = new TaskCompletionSource();
        using var gone = new CancellationTokenSource();
        var first = Flows.HoldAsync(store, _person, mayGoOn.Task);

        var leaves = store.NoteAsync(_person, "never", Store.Call(cancellation: gone.Token));
        var stays = store.NoteAsync(_person, "stays");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.False(stays.IsCompleted);
        mayGoOn.SetResult();
        await Task.WhenAll(first, stays);

        Assert.Equal(["first", "stays"], (await store.NotesAsync(_person)).Select(n => n.Words).Order());
    }

    [Fact]
    public async Task Waiters_who_go_away_at_any_moment_never_take_the_turn_with_them()
    {
        await using var store = new Store();
        var answered = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(flow => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var gone = new CancellationTokenSource();
                var write = store.NoteAsync(_person, "note", Store.Call(cancellation: gone.Token));
                await Task.WhenAll(write.ContinueWith(_ => { }, TaskScheduler.Default), gone.CancelAsync());
                if (write.IsCompletedSuccessfully)
                {
                    Interlocked.Increment(ref answered);
                }
            }
        })));
        await store.NoteAsync(_person, "after");

        Assert.Equal(answered + 1, (await store.VerifiedAsync()).Count);
    }

    [Fact]
    public async Task A_cancellation_after_the_turn_has_come_is_not_looked_at()
    {
        await using var store = new Store();
        using var gone = new CancellationTokenSource();

        await store.WriteAsync(_person, async work =>
        {
            await gone.CancelAsync();
            await Store.AddAsync(work, _person, "kept");
            await work.CommitAsync();
        }, Store.Call(cancellation: gone.Token));

        Assert.Single(await store.NotesAsync(_person));
    }
}
