using Dapper;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Database.Sqlite;

/// <summary>
/// Gives each row its position and hash just before its write is released. The head stands beside the open group: it
/// moves when a write was released, and is read again from the file after any rollback of the group.
/// </summary>
internal sealed class SqliteJournal
{
    private readonly SqliteConnection _connection;
    private (Head Journal, Head Reads, DateTimeOffset Latest) _head, _pending;
    private bool _inDoubt;

    public SqliteJournal(SqliteConnection connection)
    {
        _connection = connection;
        ReadHeads();
    }

    /// <summary>Seals a write's rows at the end of what was released so far.</summary>
    public async Task AppendAsync(Work work)
    {
        _pending = _head;
        foreach (var row in Chain.Seal(_head.Journal, work.Rows))
        {
            await _connection.ExecuteAsync(LogRow.Insert, row);
            _pending.Journal = new Head(row.Position, row.ChainHash);
        }
        foreach (var row in Chain.Seal(_head.Reads, work.Reads))
        {
            await _connection.ExecuteAsync(LogRow.InsertRead, row);
            _pending.Reads = new Head(row.Position, row.ChainHash);
        }
        if (work.Call.Latest > _head.Latest)
        {
            _pending.Latest = LatestTime.Kept(work.Call.Latest);
            await _connection.ExecuteAsync(LatestTime.Keep, new { seen = _pending.Latest });
        }
    }

    public void Keep() => _head = _pending;

    public void Forget() => _pending = _head;

    /// <summary>The group was rolled back: what stands here may be ahead of the file.</summary>
    public void Doubt() => _inDoubt = true;

    /// <summary>At the beginning of a group, in its transaction.</summary>
    public void Begin()
    {
        if (_inDoubt)
        {
            ReadHeads();
        }
    }

    private void ReadHeads()
    {
        _head = _pending = (Read(Head.OfJournal), Read(Head.OfReads), default);
        _inDoubt = false;
    }

    private Head Read(string sql) => _connection.QuerySingleOrDefault<Head>(sql) ?? Head.Start;
}
