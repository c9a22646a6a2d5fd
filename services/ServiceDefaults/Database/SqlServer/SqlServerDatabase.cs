using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Database.SqlServer;

/// <summary>
/// SQL Server: a connection and a transaction of its own for each write. What the write ranges over is locked first, in
/// sorted order, by transaction-owned application locks, so that writes about one person are serial here too.
/// </summary>
internal sealed class SqlServerDatabase : IDatabase, IDisposable
{
    private const int LockMilliseconds = 5000;
    private readonly string _connectionString;
    private readonly OneWrite _oneWrite = new();
    private readonly Looks _looks;
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqlServerDatabase(string connectionString, ILogger log)
    {
        Columns.Tell();
        _connectionString = connectionString;
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        Key = OwnKey.Load(connection, Dialect);
        Latest = connection.QuerySingle<DateTimeOffset>(LatestTime.Select);
        _looks = new Looks(new Sealer(connectionString).SealAllAsync, log, () => Interlocked
            .Exchange(ref _written, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult());
    }

    public byte[] Key { get; }

    public DateTimeOffset Latest { get; private set; }

    public Dialect Dialect => Dialect.SqlServer;

    public Task<Work> BeginAsync(On on, Call call) =>
        OpenAsync(call, IsolationLevel.ReadCommitted, on.Names, _oneWrite.Begin());

    public Task<Work> ReadAsync(Call call) => OpenAsync(call, IsolationLevel.Snapshot, [], null);

    private async Task<Work> OpenAsync(Call call, IsolationLevel isolation, string[] names, OneWrite.Mark? mark)
    {
        var connection = new SqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(call.Cancellation);
            var transaction = await connection.BeginTransactionAsync(isolation, call.Cancellation);
            foreach (var name in names.Distinct().Order(StringComparer.Ordinal))
            {
                await ApplicationLock.TakeAsync(connection, transaction, name, LockMilliseconds);
            }
            return new Work(this, connection, transaction, call, mark);
        }
        catch (Exception e)
        {
            mark?.End();
            await connection.DisposeAsync();
            call.Cancellation.ThrowIfCancellationRequested();
            // The pool says so in no better way when all its connections are in use.
            throw e is InvalidOperationException ? Busy() : Meaning(e);
        }
    }

    public Task WrittenAsync(CancellationToken cancellation) => _written.Task.WaitAsync(cancellation);

    async Task IDatabase.CommitAsync(Work work)
    {
        try
        {
            if (work.Lost is not null)
            {
                throw work.Lost;
            }
            await work.Connection.ExecuteAsync(LogRow.Insert, work.Rows, work.Transaction);
            await work.Connection.ExecuteAsync(LogRow.InsertRead, work.Reads, work.Transaction);
            if (work.Call.Latest > Latest)
            {
                // By itself: whoever reads one moment could not change what somebody else has changed since.
                await using var own = new SqlConnection(_connectionString);
                await own.ExecuteAsync(LatestTime.Keep, new { seen = Latest = LatestTime.Kept(work.Call.Latest) });
            }
            // Lost on the way back it may have happened and may not; the repeat finds out.
            await work.Transaction!.CommitAsync(CancellationToken.None);
        }
        catch (SqlException e)
        {
            throw Meaning(e);
        }
        finally
        {
            // Takes back what was not committed, and gives up the locks.
            await work.Connection.DisposeAsync();
        }
        if (work.Rows.Count > 0 || work.Reads.Count > 0)
        {
            await _looks.SealedAsync();
        }
    }

    // What was read here was committed, so on the disk, when it was read: a refusal waits for nothing.
    Task IDatabase.AbandonAsync(Work work) => work.Connection.DisposeAsync().AsTask();

    Exception IDatabase.Explain(Exception error, Work work)
    {
        var meaning = Meaning(error);
        // The server may have taken the whole transaction back: nothing of it must be tried on.
        work.Lost ??= meaning as Problem;
        return meaning;
    }

    private static Exception Meaning(Exception error) =>
        error is SqlException sql ? Meaning(sql.Number, sql.Class) ?? error : error;

    /// <summary>What an error number says to the caller; null when it says that we are at fault.</summary>
    internal static Problem? Meaning(int number, byte severity) => (number, severity) switch
    {
        // Deadlock, lock timeout, snapshot conflict, client timeout: nothing happened, and again may work.
        (1205 or 1222 or 3960 or -2, _) => Busy(),
        // No room for data, or for the log.
        (1105 or 9002, _) => Problem.Exhausted(),
        // The connection is gone, or never came.
        (_, >= 20) => Problem.Unavailable("STORAGE_FAULT", "The store could not be used. Try again.", 5),
        _ => null,
    };

    private static Problem Busy() => Problem.Unavailable("STORAGE_BUSY", "The store is busy. Try again.");

    public void Dispose() => _looks.Dispose();
}
