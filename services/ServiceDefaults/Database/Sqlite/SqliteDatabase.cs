using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Database.Sqlite;

/// <summary>
/// One file, one writer connection whose flushes are shared, and as many readers as are asked for. Readers see only
/// what has been flushed: SQLite moves the WAL's index after the sync.
/// </summary>
internal sealed class SqliteDatabase : IDatabase, IDisposable
{
    private readonly string _file;
    private readonly ConcurrentBag<PreparedConnection> _readers = [];
    private readonly OneWrite _oneWrite = new();
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteDatabase(string connectionString, ILogger log, Action<string>? stop = null, TimeProvider? time = null)
    {
        Columns.Tell();
        _file = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 5 }.ToString();
        var writer = Open();
        Key = OwnKey.Load(writer, Dialect);
        Latest = writer.QuerySingle<DateTimeOffset>(LatestTime.Select);
        Writer = new GroupCommit(writer, new SqliteJournal(writer), log, time ?? TimeProvider.System,
            stop ?? Environment.FailFast, Written);
    }

    public byte[] Key { get; }

    public DateTimeOffset Latest { get; }

    public Dialect Dialect => Dialect.Sqlite;

    /// <summary>The room that is left where the file is.</summary>
    public long FreeBytes => new DriveInfo(Path.GetDirectoryName(
        Path.GetFullPath(new SqliteConnectionStringBuilder(_file).DataSource))!).AvailableFreeSpace;

    internal GroupCommit Writer { get; }

    public Task<Work> BeginAsync(On on, Call call) => BeginAsync(call, _oneWrite.Begin());

    private async Task<Work> BeginAsync(Call call, OneWrite.Mark mark)
    {
        try
        {
            await Writer.EnterAsync(call.Cancellation);
        }
        catch
        {
            mark.End();
            throw;
        }
        return new Work(this, Writer.Connection, null, call, mark);
    }

    public Task<Work> ReadAsync(Call call)
    {
        var reader = Reader();
        try
        {
            reader.Run("BEGIN");
        }
        catch (SqliteException e)
        {
            reader.Dispose();
            throw Meaning(e);
        }
        return Task.FromResult(new Work(this, reader, null, call));
    }

    public Task WrittenAsync(CancellationToken cancellation) => _written.Task.WaitAsync(cancellation);

    async Task IDatabase.CommitAsync(Work work)
    {
        if (!work.Reading)
        {
            await Writer.LeaveAsync(work);
            return;
        }
        EndReading(work);
        if (work.Reads.Count == 0)
        {
            return;
        }
        // The entry is on the disk before the answer goes out.
        _oneWrite.Check();
        await Writer.EnterAsync(work.Call.Cancellation);
        var entries = new Work(this, Writer.Connection, null, work.Call);
        entries.Reads.AddRange(work.Reads);
        await Writer.LeaveAsync(entries);
    }

    async Task IDatabase.AbandonAsync(Work work)
    {
        if (work.Reading)
        {
            EndReading(work);
            return;
        }
        await Writer.AbandonAsync(work);
    }

    Exception IDatabase.Explain(Exception error, Work work) => work.Reading ? Meaning(error)
        : Writer.Failed(error, work);

    private void Written() => Interlocked
        .Exchange(ref _written, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    internal static Exception Meaning(Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => Problem.Exhausted(),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED } =>
            Problem.Unavailable("STORAGE_BUSY", "The store is busy. Try again."),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_READONLY
            or SQLitePCL.raw.SQLITE_CANTOPEN } =>
            Problem.Unavailable("STORAGE_FAULT", "The store could not be used. Try again.", 5),
        _ => error,
    };

    private void EndReading(Work work)
    {
        var reader = (PreparedConnection)work.Connection;
        try
        {
            reader.Run("COMMIT");
            _readers.Add(reader);
        }
        catch (SqliteException)
        {
            // A read that failed can take its transaction with it; the connection is not used again.
            reader.Dispose();
        }
    }

    private PreparedConnection Reader() => _readers.TryTake(out var idle) ? idle : Open();

    private PreparedConnection Open()
    {
        var connection = new PreparedConnection(_file);
        try
        {
            connection.Open();
            connection.Execute("""
                PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
                PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;
                """);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Meaning(e);
        }
    }

    public void Dispose()
    {
        Writer.Connection.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
