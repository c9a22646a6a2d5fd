using CsCheck;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Tests.Database.SqlServer;

/// <summary>
/// Every order in which transactions insert, commit and are taken back while sealers of two replicas look, seal and
/// crash. The table is a model; positions and hashes come from the code that runs on a server.
/// </summary>
public sealed class SealingTests
{
    private static readonly Gen<(int What, int Who)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7]).Array[1, 60];

    [Fact]
    public void In_every_order_positions_have_no_holes_and_what_is_sealed_stays()
    {
        Steps.Sample(steps => Run(steps, locked: true), iter: 20_000);
    }

    [Fact]
    public void Without_the_lock_two_sealers_would_be_found_out()
    {
        Assert.ThrowsAny<Exception>(() => Steps.Sample(steps => Run(steps, locked: false), iter: 2_000));
    }

    private static void Run((int What, int Who)[] steps, bool locked)
    {
        var table = new Table(locked);
        foreach (var (what, who) in steps)
        {
            switch (what)
            {
                case <= 2:
                    table.Insert(transaction: who);
                    break;
                case <= 4:
                    table.Commit(transaction: who);
                    break;
                case 5:
                    table.TakeBack(transaction: who);
                    break;
                case <= 7:
                    table.Look(sealer: who % 2);
                    break;
                case 8:
                    table.Seal(sealer: who % 2);
                    table.Verify();
                    break;
                default:
                    table.Crash(sealer: who % 2);
                    break;
            }
        }
        for (var transaction = 0; transaction < 8; transaction++)
        {
            table.Commit(transaction);
        }
        table.Crash(0);
        table.Crash(1);
        do
        {
            table.Look(0);
        }
        while (table.Seal(0) == Table.RowsAtOnce);
        table.Verify();
        table.VerifyAllSealed();
    }

    private sealed class Table(bool locked)
    {
        public const int RowsAtOnce = 3;
        private readonly List<Line> _lines = [];
        private readonly Dictionary<int, List<LogRow>> _looked = [];
        private readonly Dictionary<long, LogRow> _sealed = [];
        private long _sequence, _moment;

        public void Insert(int transaction) => _lines.Add(new Line(transaction, ++_moment, new LogRow
        {
            Sequence = ++_sequence,
            EventId = new Guid((int)_sequence, 0, 0, new byte[8]),
            Type = $"Event{transaction}",
        }));

        public void Commit(int transaction)
        {
            _moment++;
            foreach (var line in _lines.Where(l => l.Transaction == transaction && l.CommittedAt is null))
            {
                line.CommittedAt = _moment;
            }
        }

        // The identities that were given out leave a hole.
        public void TakeBack(int transaction) =>
            _lines.RemoveAll(l => l.Transaction == transaction && l.CommittedAt is null);

        /// <summary>Takes the lock if it is free, and sees what is committed at this moment.</summary>
        public void Look(int sealer)
        {
            if (_looked.ContainsKey(sealer) || (locked && _looked.Count > 0))
            {
                return;
            }
            var seen = _lines.Where(l => l.CommittedAt is not null && l.Row.Position == 0)
                .OrderBy(l => l.Row.Sequence).Take(RowsAtOnce).Select(l => l.Row);
            _looked[sealer] = [.. Chain.Seal(Head(), seen.ToList())];
        }

        /// <summary>Commits what was looked at, and gives up the lock.</summary>
        public int Seal(int sealer)
        {
            if (!_looked.Remove(sealer, out var rows))
            {
                return 0;
            }
            foreach (var row in rows)
            {
                _lines.Single(l => l.Row.Sequence == row.Sequence).Row = row;
            }
            return rows.Count;
        }

        /// <summary>The server takes back what a sealer that went away had not committed.</summary>
        public void Crash(int sealer) => _looked.Remove(sealer);

        public void Verify()
        {
            var head = Journal.Head.Start;
            var before = new List<Line>();
            foreach (var line in _lines.Where(l => l.Row.Position > 0).OrderBy(l => l.Row.Position))
            {
                Assert.Equal(head.Position + 1, line.Row.Position);
                Assert.Equal(Chain.Next(head, line.Row), line.Row.ChainHash);
                Assert.NotNull(line.CommittedAt);
                Assert.Equal(_sealed.TryAdd(line.Row.Position, line.Row) ? line.Row : _sealed[line.Row.Position],
                    line.Row);
                // Nothing stands before what was committed when it was inserted.
                Assert.DoesNotContain(before, b => line.CommittedAt < b.InsertedAt);
                before.Add(line);
                head = new Head(line.Row.Position, line.Row.ChainHash);
            }
            Assert.Equal(_sealed.Count, before.Count);
        }

        public void VerifyAllSealed() => Assert.All(_lines, l => Assert.NotEqual(0, l.Row.Position));

        private Head Head() => _lines.MaxBy(l => l.Row.Position) is { Row.Position: > 0 } last
            ? new Head(last.Row.Position, last.Row.ChainHash)
            : Journal.Head.Start;

        private sealed class Line(int transaction, long insertedAt, LogRow row)
        {
            public int Transaction => transaction;
            public long InsertedAt => insertedAt;
            public long? CommittedAt { get; set; }
            public LogRow Row { get; set; } = row;
        }
    }
}
