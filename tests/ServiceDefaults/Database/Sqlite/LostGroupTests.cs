using System.Diagnostics;
using Google.Rpc;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Tests.Database.Sqlite;

/// <summary>Full disks, and transactions that SQLite dissolved under the writes in them.</summary>
public sealed class LostGroupTests
{
    private readonly Guid _person = Guid.NewGuid();

    [Fact]
    public async Task A_full_store_fails_every_write_of_the_group_and_loses_none_that_was_answered()
    {
        await using var store = new Store();
        await store.NoteAsync(_person, "answered");
        Room(store, pages: 40);
        var (member, filler) = Flows.TwoInAGroup(store, _person, async work =>
        {
            await Store.AddAsync(work, _person, new string('x', 1_000_000));
            await work.CommitAsync();
        });

        Assert.Equal(Code.ResourceExhausted, (await Assert.ThrowsAsync<Problem>(() => filler)).Code);
        var lost = await Assert.ThrowsAsync<Problem>(() => member);
        Assert.Equal(Code.ResourceExhausted, lost.Code);
        Assert.NotNull(lost.RetryAfter);

        Room(store, pages: 1_000_000);
        await store.NoteAsync(_person, "after");
        Assert.Equal(["after", "answered"], (await store.NotesAsync(_person)).Select(n => n.Words).Order());
        Assert.Equal([1, 2], (await store.VerifiedAsync()).Select(r => r.Position));
    }

    [Fact]
    public async Task A_slice_that_goes_on_after_its_transaction_is_gone_commits_nothing()
    {
        await using var store = new Store();
        Room(store, pages: 40);

        await Assert.ThrowsAsync<Problem>(() => store.WriteAsync(_person, async work =>
        {
            await Assert.ThrowsAsync<Problem>(() => Store.AddAsync(work, _person, new string('x', 1_000_000)));
            Room(store, pages: 1_000_000);
            await Assert.ThrowsAsync<Problem>(() => Store.AddAsync(work, _person, "alone"));
            await work.CommitAsync();
        }));

        Assert.Empty(await store.NotesAsync(_person));
        await store.NoteAsync(_person, "after");
        Assert.Single(await store.VerifiedAsync());
    }

    [Fact]
    public async Task A_transaction_that_is_found_gone_fails_its_writes_and_the_next_group_is_whole()
    {
        await using var store = new Store();
        await store.NoteAsync(_person, "answered");

        var (member, witness) = Flows.TwoInAGroup(store, _person, async work =>
        {
            await Store.AddAsync(work, _person, "witness");
            store.Writer.Connection.Run("ROLLBACK");
            await work.CommitAsync();
        });

        Assert.Equal("STORAGE_FAULT", (await Assert.ThrowsAsync<Problem>(() => member)).Reason);
        Assert.NotNull((await Assert.ThrowsAsync<Problem>(() => witness)).RetryAfter);
        Assert.Null(store.Stopped);
        await store.NoteAsync(_person, "after");
        Assert.Equal(["after", "answered"], (await store.NotesAsync(_person)).Select(n => n.Words).Order());
        Assert.Equal([1, 2], (await store.VerifiedAsync()).Select(r => r.Position));
    }

    [Fact]
    public async Task A_refusal_that_finds_its_transaction_gone_fails_the_others_too()
    {
        await using var store = new Store();

        var (member, refusal) = Flows.TwoInAGroup(store, _person, work =>
        {
            store.Writer.Connection.Run("ROLLBACK");
            throw Problem.Refused("NOT_SO", "Not so.");
        });

        Assert.Equal("STORAGE_FAULT", (await Assert.ThrowsAsync<Problem>(() => member)).Reason);
        await Assert.ThrowsAsync<Problem>(() => refusal);
        await store.NoteAsync(_person, "after");
        Assert.Single(await store.VerifiedAsync());
    }

    [Fact]
    public async Task A_commit_of_unknown_end_stops_the_process_and_is_answered_to_nobody()
    {
        await using var store = new Store();
        store.Writer.BeforeFlush = () =>
        {
            // Now COMMIT fails, and no transaction is open that could be taken back.
            store.Writer.Connection.Run("ROLLBACK");
            return Task.CompletedTask;
        };

        var write = store.NoteAsync(_person, "first");

        await Assert.ThrowsAsync<Problem>(() => write);
        Assert.NotNull(store.Stopped);
    }

    [Fact]
    public async Task A_flush_that_could_not_begin_takes_the_group_back()
    {
        await using var store = new Store();
        store.Writer.BeforeFlush = () => throw new IOException();

        await Assert.ThrowsAsync<Problem>(() => store.NoteAsync(_person, "first"));

        store.Writer.BeforeFlush = null;
        Assert.Null(store.Stopped);
        await store.NoteAsync(_person, "second");
        Assert.Equal("second", Assert.Single(await store.NotesAsync(_person)).Words);
        await store.VerifiedAsync();
    }

    [Fact]
    public async Task A_store_that_another_process_writes_is_busy_for_a_while_and_then_well()
    {
        await using var store = new Store();
        await using var other = new SqliteConnection(
            new SqliteConnectionStringBuilder(store.Writer.Connection.ConnectionString) { Pooling = false }.ToString());
        await other.OpenAsync();
        var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        store.Writer.Connection.Run("PRAGMA busy_timeout = 1");
        store.Writer.Connection.DefaultTimeout = 1;

        var busy = await Assert.ThrowsAsync<Problem>(() => store.NoteAsync(_person, "first"));
        Assert.Equal((Code.Unavailable, "STORAGE_BUSY"), (busy.Code, busy.Reason));

        begin.CommandText = "ROLLBACK";
        await begin.ExecuteNonQueryAsync();
        await store.NoteAsync(_person, "second");
        Assert.Single(await store.VerifiedAsync());
    }

    [OnSmallDisk]
    public async Task A_disk_that_fills_up_at_the_flush_takes_the_group_back_and_heals()
    {
        using var disk = SmallDisk.Mount();
        await using var store = new Store(folder: disk.Folder);
        var (answered, refused) = (0, 0);
        while (refused < 3)
        {
            Assert.InRange(answered, 0, 5000);
            try
            {
                await store.NoteAsync(_person, new string('x', 2000));
                answered++;
            }
            catch (Problem problem)
            {
                Assert.Equal(Code.ResourceExhausted, problem.Code);
                refused++;
            }
        }
        Assert.Equal(answered, (await store.NotesAsync(_person)).Count);

        disk.Grow();
        await store.NoteAsync(_person, "after");
        Assert.Equal(answered + 1, (await store.VerifiedAsync()).Count);
        Assert.Null(store.Stopped);
    }

    private static void Room(Store store, int pages) =>
        store.Writer.Connection.Run($"PRAGMA max_page_count = {pages}");

    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        public static SmallDisk Mount()
        {
            var folder = Directory.CreateTempSubdirectory("disk-").FullName;
            Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", folder);
            return new SmallDisk(folder);
        }

        public void Grow() => Run("mount", "-o", "remount,size=64m", Folder);

        public void Dispose()
        {
            Run("umount", "-l", Folder);
            Directory.Delete(Folder);
        }

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }
}

/// <summary>Runs where a small file system can be mounted; otherwise the test is skipped and counted.</summary>
public sealed class OnSmallDiskAttribute : FactAttribute
{
    private const int MayMount = 21; // CAP_SYS_ADMIN
    private const string WhyNot = "Only the superuser may mount a small disk.";

    public OnSmallDiskAttribute()
    {
        var held = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        if ((Convert.ToUInt64(held[7..].Trim(), 16) >> MayMount & 1) == 0)
        {
            Skip = WhyNot;
        }
    }
}
