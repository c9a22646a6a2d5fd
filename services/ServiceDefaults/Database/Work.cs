using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Google.Protobuf;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Database;

/// <summary>
/// One open transaction, for one call. Everything that the call does to the database is an <c>await work…</c> line in
/// its slice; without <see cref="CommitAsync"/> nothing of it happened.
/// </summary>
public sealed class Work : IAsyncDisposable
{
    private readonly IDatabase _database;
    private readonly OneWrite.Mark? _mark;
    private bool _done;

    internal Work(
        IDatabase database, DbConnection connection, DbTransaction? transaction, Call call, OneWrite.Mark? mark = null)
    {
        (_database, Connection, Transaction, Call, _mark) = (database, connection, transaction, call, mark);
    }

    /// <summary>Who asks, in which capacity, and what for.</summary>
    public Call Call { get; }

    /// <summary>When the call came in: the one time that a slice knows.</summary>
    public DateTimeOffset Now => Call.Now;

    /// <summary>The team through which the access rule let this write in; null for the person's own hand.</summary>
    public Guid? Team { get; internal set; }

    /// <summary>True when that team's agency is a health body: what it records is marked health-authored.</summary>
    public bool Health { get; internal set; }

    /// <summary>True when whoever acts may agree in the person's stead: a guardian or attorney in scope.</summary>
    public bool AgreesFor { get; internal set; }

    /// <summary>
    /// True to be told of what was entered in error as well: that it was there, to those who saw it, and no more.
    /// </summary>
    internal bool SeesRemoved { get; set; }

    internal DbConnection Connection { get; }

    internal DbTransaction? Transaction { get; }

    /// <summary>True for a work that holds no turn to write.</summary>
    internal bool Reading => _mark is null;

    internal List<LogRow> Rows { get; } = [];

    internal List<LogRow> Reads { get; } = [];

    internal Requests.Repeat? Request { get; set; }

    /// <summary>Set by the engine when the transaction under this work is gone.</summary>
    internal Exception? Lost { get; set; }

    /// <summary>The one row, or null. More than one row is a fault of the statement.</summary>
    public Task<T?> OneAsync<T>(string sql, object? parameters = null) =>
        RunAsync(sql, parameters, c => Connection.QuerySingleOrDefaultAsync<T?>(c));

    /// <summary>The rows, in the statement's order.</summary>
    public Task<List<T>> ManyAsync<T>(string sql, object? parameters = null) =>
        RunAsync(sql, parameters, async c => (await Connection.QueryAsync<T>(c)).AsList());

    /// <summary>Runs an INSERT, UPDATE or DELETE; the number of rows is an answer, not an error.</summary>
    public Task<int> WriteAsync(string sql, object? parameters = null) =>
        Reading ? throw new InvalidOperationException("This work only reads.")
            : RunAsync(sql, parameters, c => Connection.ExecuteAsync(c));

    /// <summary>
    /// Puts a change into the journal: the event for others, the snapshot for this record's own history. The first one
    /// of a call is what a repeat of the call is answered from.
    /// </summary>
    /// <param name="stream">The person, or the agency, that it is about.</param>
    /// <param name="item">The thing that changed.</param>
    /// <param name="happened">A record of PersonalOutcomes.Events: ids and coded facts only.</param>
    /// <param name="snapshot">The new state; never leaves this service.</param>
    public void Record(Guid stream, Guid item, object happened, object? snapshot = null) =>
        Rows.Add(LogRow.Of(this, stream, item, happened, snapshot));

    /// <summary>Notes what the answer will show about a person; becomes the entry in the log of reads.</summary>
    public void Showed(Guid person, params IEnumerable<Guid> items) => Reads.Add(LogRow.Of(this, person, items));

    /// <summary>
    /// The tag of a state as this caller sees it. Hidden changes don't move it, and it tells nothing of how many
    /// changes there were.
    /// </summary>
    public string Etag(IMessage visible) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_database.Key, visible.ToByteArray()).AsSpan(0, 12));

    /// <summary>Refuses with ABORTED ETAG_STALE unless the caller's tag is that of the state it may see now.</summary>
    public void Expect(string etag, IMessage visible, IMessage current)
    {
        if (etag.Length == 0)
        {
            throw Problem.Invalid("etag", "ETAG_MISSING", "Send the etag of what you read.");
        }
        if (!CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.ASCII.GetBytes(etag), System.Text.Encoding.ASCII.GetBytes(Etag(visible))))
        {
            throw Problem.Stale(current);
        }
    }

    /// <summary>A handle that only this caller's same request gives again.</summary>
    public string Handle(string purpose) => Mac($"{purpose}|{Call.RequestId}");

    /// <summary>A keyed hash that binds a text to this caller and this database.</summary>
    internal string Mac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_database.Key,
        System.Text.Encoding.UTF8.GetBytes($"{Call.Issuer}|{Call.Subject}|{text}")).AsSpan(0, 16));

    /// <summary>Makes it so, and returns when it is on the disk. Nothing may be answered before.</summary>
    public async Task CommitAsync()
    {
        if (Request is { } request && Rows.Count > 0)
        {
            await Requests.Repeats.KeepAsync(this, request);
        }
        await EndAsync(_database.CommitAsync);
    }

    /// <summary>Without a commit: takes everything back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_done)
        {
            await EndAsync(_database.AbandonAsync);
        }
    }

    private async Task EndAsync(Func<Work, Task> end)
    {
        _done = true;
        try
        {
            await end(this);
        }
        finally
        {
            _mark?.End();
        }
    }

    private async Task<T> RunAsync<T>(string sql, object? parameters, Func<CommandDefinition, Task<T>> run)
    {
        if (Lost is not null)
        {
            throw Lost;
        }
        if (_done)
        {
            throw new InvalidOperationException("This work has ended; the connection is somebody else's now.");
        }
        var statement = _database.Dialect.Render(sql);
        Issued?.Invoke(sql, parameters);
        try
        {
            return await run(new CommandDefinition(statement.Text,
                statement.AsksWho ? WithCaller(parameters) : parameters, Transaction,
                commandType: CommandType.Text));
        }
        catch (DbException e)
        {
            throw _database.Explain(e, this);
        }
    }

    /// <summary>The tests' ear: every statement in its common spelling, with its parameters.</summary>
    internal static Action<string, object?>? Issued { get; set; }

    internal DynamicParameters WithCaller(object? parameters)
    {
        var all = new DynamicParameters(parameters);
        all.Add("callerIssuer", Call.Issuer, DbType.String);
        all.Add("level", Call.IsLevel?.Invoke() != false, DbType.Boolean);
        all.Add("removed", SeesRemoved, DbType.Boolean);
        all.Add("callerSubject", Call.Subject, DbType.String);
        all.Add("callerCapacity", Call.Capacity, DbType.String);
        all.Add("callerAgency", Call.Agency ?? Guid.Empty);
        all.Add("callerPurpose", Call.Purpose, DbType.String);
        all.Add("now", Call.Now);
        all.Add("latest", Call.Latest);
        return all;
    }
}
