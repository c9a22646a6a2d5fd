using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;

namespace PersonalOutcomes.Tests.Database;

public sealed class StorageTests
{
    private readonly Guid _person = Guid.NewGuid();

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_committed_write_is_there_and_an_abandoned_one_is_not(Engine engine)
    {
        await using var store = new Store(engine);

        await store.NoteAsync(_person, "kept");
        await store.WriteAsync(_person, work => Store.AddAsync(work, _person, "given up"));

        Assert.Equal("kept", Assert.Single(await store.NotesAsync(_person)).Words);
        Assert.Single(await store.VerifiedAsync());
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_write_reads_its_own_rows_and_nobody_else_does_before_the_commit(Engine engine)
    {
        await using var store = new Store(engine);

        await store.WriteAsync(_person, async work =>
        {
            await Store.AddAsync(work, _person, "mine");
            Assert.Single(await work.ManyAsync<Note>(Store.Select, new { person = _person }));
            Assert.Empty(await store.NotesAsync(_person));
            await work.CommitAsync();
        });

        Assert.Single(await store.NotesAsync(_person));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_read_sees_one_moment_whatever_is_written_meanwhile(Engine engine)
    {
        await using var store = new Store(engine);
        await store.NoteAsync(_person, "before");

        await using var read = await store.Database.ReadAsync(Store.Call());
        var first = await read.ManyAsync<Note>(Store.Select, new { person = _person });
        await store.NoteAsync(_person, "meanwhile");
        var second = await read.ManyAsync<Note>(Store.Select, new { person = _person });

        Assert.Equal(first, second);
        Assert.Equal(2, (await store.NotesAsync(_person)).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_read_that_showed_somebody_leaves_its_entry_before_it_is_answered(Engine engine)
    {
        await using var store = new Store(engine);

        await using (var read = await store.Database.ReadAsync(Store.Call()))
        {
            read.Showed(_person, Guid.NewGuid(), Guid.NewGuid());
            await read.CommitAsync();
        }

        var (journal, reads) = await store.Database.HeadsAsync();
        Assert.Equal((0, 1), (journal.Position, reads.Position));
        await store.VerifiedAsync();
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_repeat_is_answered_with_what_was_recorded_the_first_time(Engine engine)
    {
        await using var store = new Store(engine);

        var first = await store.NoteOnceAsync(_person, "once", Store.Call("r1"));
        var again = await store.NoteOnceAsync(_person, "once", Store.Call("r1"));

        Assert.Equal(first, again);
        Assert.Single(await store.NotesAsync(_person));
        var (journal, reads) = await store.Database.HeadsAsync();
        Assert.Equal((1, 1), (journal.Position, reads.Position));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_request_id_is_for_one_body_of_one_caller(Engine engine)
    {
        await using var store = new Store(engine);
        await store.NoteOnceAsync(_person, "once", Store.Call("r1"));

        var refused = await Assert.ThrowsAsync<Problem>(
            () => store.NoteOnceAsync(_person, "something else", Store.Call("r1")));
        await store.NoteOnceAsync(_person, "something else", Store.Call("r1", subject: "iris"));

        Assert.Equal((Code.AlreadyExists, "REQUEST_ID_USED"), (refused.Code, refused.Reason));
        Assert.Equal(2, (await store.NotesAsync(_person)).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_refused_request_leaves_its_id_unused(Engine engine)
    {
        await using var store = new Store(engine);

        await store.WriteAsync(_person, async work =>
            Assert.Null(await work.RepeatedAsync<Note>(new StringValue { Value = "once" }, _person)),
            Store.Call("r1"));

        await store.NoteOnceAsync(_person, "another body", Store.Call("r1"));
        Assert.Single(await store.NotesAsync(_person));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task One_request_sent_twice_at_once_happens_once(Engine engine)
    {
        await using var store = new Store(engine);

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            Task.Run(() => store.NoteOnceAsync(_person, "once", Store.Call("r1")))));

        Assert.Equal(both[0], both[1]);
        Assert.Single(await store.NotesAsync(_person));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task The_version_that_was_read_guards_the_write(Engine engine)
    {
        await using var store = new Store(engine);
        await store.NoteAsync(_person, "first");
        var note = Assert.Single(await store.NotesAsync(_person));

        var written = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            await store.WriteAsync(_person, async work =>
            {
                written.Add(await work.WriteAsync(Store.Update, new { words = "new", note.Id, note.Version }));
                await work.CommitAsync();
            });
        }

        Assert.Equal([1, 0], written);
        Assert.Equal(2, Assert.Single(await store.NotesAsync(_person)).Version);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task An_etag_of_an_earlier_state_is_stale_and_brings_the_present_one(Engine engine)
    {
        await using var store = new Store(engine);
        var (before, now) = (new StringValue { Value = "before" }, new StringValue { Value = "now" });

        await store.WriteAsync(_person, work =>
        {
            var refused = Assert.Throws<Problem>(() => work.Expect(work.Etag(before), now, now));
            Assert.Equal((Code.Aborted, "ETAG_STALE"), (refused.Code, refused.Reason));
            Assert.Same(now, refused.Current);
            Assert.Equal("ETAG_MISSING", Assert.Throws<Problem>(() => work.Expect("", now, now)).Reason);
            work.Expect(work.Etag(now), now, now);
            return Task.CompletedTask;
        });
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_hundred_mixed_writes_leave_two_whole_chains(Engine engine)
    {
        await using var store = new Store(engine);
        var people = Enumerable.Range(0, 7).Select(_ => Guid.NewGuid()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            var person = people[i % people.Length];
            if (i % 5 == 4)
            {
                await using var read = await store.Database.ReadAsync(Store.Call());
                read.Showed(person, Guid.NewGuid());
                await read.CommitAsync();
                return;
            }
            await store.WriteAsync(person, async work =>
            {
                for (var rows = 0; rows <= i % 3; rows++)
                {
                    await Store.AddAsync(work, person, $"note {i}: £5, “quoted”, трудно");
                }
                if (i % 5 != 3)
                {
                    await work.CommitAsync();
                }
            });
        })));

        var rows = await store.VerifiedAsync();
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 5 < 3).Sum(i => 1 + (i % 3)), rows.Count);
        Assert.Equal(20, (await store.Database.HeadsAsync()).Reads.Position);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_changed_or_missing_row_breaks_the_chain(Engine engine)
    {
        await using var store = new Store(engine);
        await store.NoteAsync(_person, "first");
        await store.NoteAsync(_person, "second");
        await store.WriteAsync(_person, async work =>
        {
            await work.WriteAsync("UPDATE Journal SET Subject = 'nobody' WHERE Position = 1");
            await work.CommitAsync();
        });

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(store.VerifiedAsync);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Content_can_go_and_the_chain_still_holds(Engine engine)
    {
        await using var store = new Store(engine);
        await store.NoteOnceAsync(_person, "once", Store.Call("r1"));
        await store.WriteAsync(_person, async work =>
        {
            await work.WriteAsync("UPDATE Journal SET EventJson = NULL, SnapshotJson = NULL, Salt = NULL");
            await work.CommitAsync();
        });

        Assert.Single(await store.VerifiedAsync());
        var repeat = await Assert.ThrowsAsync<Problem>(() => store.NoteOnceAsync(_person, "once", Store.Call("r1")));
        Assert.Equal("CONTENT_DISPOSED", repeat.Reason);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Writes_about_one_person_are_one_after_the_other(Engine engine)
    {
        await using var store = new Store(engine);
        await store.NoteAsync(_person, "0");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.WriteAsync(_person, async work =>
        {
            // Read, think, write: without a turn of its own two of these would write the same number.
            var note = (await work.ManyAsync<Note>(Store.Select, new { person = _person }))[0];
            var words = (int.Parse(note.Words) + 1).ToString();
            Assert.Equal(1, await work.WriteAsync(Store.Update, new { words, note.Id, note.Version }));
            await work.CommitAsync();
        }))));

        Assert.Equal("20", Assert.Single(await store.NotesAsync(_person)).Words);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Two_people_are_locked_in_one_order_whoever_comes_first(Engine engine)
    {
        await using var store = new Store(engine);
        var other = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
        {
            var on = i % 2 == 0 ? On.People(_person, other) : On.Person(other).And(On.Person(_person));
            await using var work = await store.Database.BeginAsync(on, Store.Call());
            await Store.AddAsync(work, _person, "one");
            await Store.AddAsync(work, other, "other");
            await work.CommitAsync();
        })));

        Assert.Equal(20, (await store.VerifiedAsync()).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_second_write_in_the_same_flow_throws_while_the_first_is_open(Engine engine)
    {
        await using var store = new Store(engine);

        await store.WriteAsync(_person, async work =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => store.NoteAsync(Guid.NewGuid(), "second"));
            await Store.AddAsync(work, _person, "first");
            await work.CommitAsync();
        });
        await store.NoteAsync(_person, "afterwards");

        Assert.Equal(2, (await store.NotesAsync(_person)).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task A_statement_after_the_end_of_its_work_is_refused(Engine engine)
    {
        await using var store = new Store(engine);

        await store.WriteAsync(_person, async work =>
        {
            await Store.AddAsync(work, _person, "first");
            await work.CommitAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AddAsync(work, _person, "late"));
        });

        Assert.Single(await store.NotesAsync(_person));
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Waiting_for_a_turn_is_bounded_and_can_be_tried_again(Engine engine)
    {
        await using var store = new Store(engine);

        var (begun, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = store.WriteAsync(_person, async work =>
        {
            await Store.AddAsync(work, _person, "first");
            begun.SetResult();
            await mayGoOn.Task;
            await work.CommitAsync();
        });
        await begun.Task;

        var waits = store.NoteAsync(_person, "second");
        store.Time.Advance(TimeSpan.FromSeconds(5));
        var refused = await Assert.ThrowsAsync<Problem>(() => waits);

        Assert.Equal((Code.Unavailable, "STORAGE_BUSY"), (refused.Code, refused.Reason));
        Assert.NotNull(refused.RetryAfter);
        mayGoOn.SetResult();
        await first;
        await store.NoteAsync(_person, "second");

        Assert.Equal(2, (await store.VerifiedAsync()).Count);
    }

    [Theory, OnSqlite, OnSqlServer]
    public async Task Bad_statements_take_only_their_own_work_with_them(Engine engine)
    {
        await using var store = new Store(engine);
        await store.NoteAsync(_person, "before");
        var note = Assert.Single(await store.NotesAsync(_person));

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.WriteAsync(_person, async work =>
        {
            await Store.AddAsync(work, _person, "half");
            // The id is taken.
            await work.WriteAsync(Store.Insert, note);
        }));
        await store.NoteAsync(_person, "after");

        Assert.Equal(["after", "before"], (await store.NotesAsync(_person)).Select(n => n.Words).Order());
        Assert.Equal(2, (await store.VerifiedAsync()).Count);
    }
}
