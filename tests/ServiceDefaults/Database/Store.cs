using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Database.Sqlite;
using PersonalOutcomes.Database.SqlServer;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Requests;

namespace PersonalOutcomes.Tests.Database;

/// <summary>A database of its own for one test, with the platform's schema and one table of notes.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-").FullName;
    private readonly string? _server;

    public Store(Engine engine = Engine.Sqlite, string? folder = null)
    {
        if (engine == Engine.Sqlite)
        {
            var file = $"Data Source={Path.Combine(folder ?? _folder, "test.db")}";
            Migrations.Run(file, true, typeof(Store).Assembly);
            Database = new SqliteDatabase(file, NullLogger.Instance, why => Stopped = why, Time);
            return;
        }
        var given = Environment.GetEnvironmentVariable(OnSqlServerAttribute.Variable);
        _server = new SqlConnectionStringBuilder(given) { InitialCatalog = $"test_{Guid.NewGuid():N}" }.ToString();
        Migrations.Run(_server, false, typeof(Store).Assembly);
        Database = new SqlServerDatabase(_server, NullLogger.Instance);
    }

    public IDatabase Database { get; }

    /// <summary>By which SQLite's waits are bounded; a server has its own clock.</summary>
    public FakeTimeProvider Time { get; } = new();

    public GroupCommit Writer => ((SqliteDatabase)Database).Writer;

    /// <summary>Why the process would have been stopped.</summary>
    public string? Stopped { get; private set; }

    /// <summary>A caller's call, with a request id or without.</summary>
    public static Call Call(
        string? requestId = null, string subject = "eileen", CancellationToken cancellation = default) =>
        PersonalOutcomes.Callers.Call.Own("Test", TimeProvider.System, cancellation) with
        {
            Subject = subject,
            RequestId = requestId,
        };

    /// <summary>One write in a flow of its own, as a call is.</summary>
    public async Task WriteAsync(Guid person, Func<Work, Task> body, Call? call = null)
    {
        await using var work = await Database.BeginAsync(On.Person(person), call ?? Call());
        await body(work);
    }

    /// <summary>Notes something about a person, and records it.</summary>
    public Task NoteAsync(Guid person, string words, Call? call = null) => WriteAsync(person, async work =>
    {
        await AddAsync(work, person, words);
        await work.CommitAsync();
    }, call);

    /// <summary>Notes it once, however often the same request comes; returns what is recorded.</summary>
    public async Task<Note> NoteOnceAsync(Guid person, string words, Call call)
    {
        await using var work = await Database.BeginAsync(On.Person(person), call);
        if (await work.RepeatedAsync<Note>(new StringValue { Value = words }, person) is { } earlier)
        {
            return earlier;
        }
        var note = await AddAsync(work, person, words);
        await work.CommitAsync();
        return note;
    }

    public static async Task<Note> AddAsync(Work work, Guid person, string words)
    {
        var note = new Note { Id = MassTransit.NewId.NextGuid(), PersonId = person, Version = 1, Words = words };
        await work.WriteAsync(Insert, note);
        work.Record(person, note.Id, new NoteWritten(note.Id, person), note);
        return note;
    }

    public async Task<List<Note>> NotesAsync(Guid person)
    {
        await using var work = await Database.ReadAsync(Call());
        return await work.ManyAsync<Note>(Select, new { person });
    }

    /// <summary>The whole journal, after its chain and that of the reads were found whole.</summary>
    public async Task<List<LogRow>> VerifiedAsync()
    {
        await using var work = await Database.ReadAsync(Call());
        var rows = await work.ManyAsync<LogRow>(SelectJournal);
        var head = Head.Start;
        foreach (var row in rows)
        {
            Assert.Equal(head.Position + 1, row.Position);
            Assert.Equal(Chain.Next(head, row), row.ChainHash);
            Assert.True(Chain.Holds(row));
            head = new Head(row.Position, row.ChainHash);
        }
        var reads = Head.Start;
        foreach (var row in await work.ManyAsync<LogRow>(SelectReads))
        {
            Assert.Equal(reads.Position + 1, row.Position);
            Assert.Equal(Chain.Next(reads, row), row.ChainHash);
            reads = new Head(row.Position, row.ChainHash);
        }
        Assert.Equivalent((head, reads), await Database.HeadsAsync());
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        ((IDisposable)Database).Dispose();
        Directory.Delete(_folder, recursive: true);
        if (_server is not null)
        {
            SqlConnection.ClearAllPools();
            var own = new SqlConnectionStringBuilder(_server);
            var name = own.InitialCatalog;
            own.InitialCatalog = "master";
            await using var connection = new SqlConnection(own.ToString());
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"DROP DATABASE [{name}]";
            await command.ExecuteNonQueryAsync();
        }
    }

    public const string Insert =
        "INSERT INTO Note (Id, PersonId, Version, Words) VALUES (@Id, @PersonId, @Version, @Words)";

    public const string Select = "SELECT Id, PersonId, Version, Words FROM Note WHERE PersonId = @person";

    public const string Update =
        "UPDATE Note SET Words = @words, Version = Version + 1 WHERE Id = @id AND Version = @version";

    private const string SelectJournal = """
        SELECT Position, ChainHash, EventId, Stream, ItemId, Type, Version, EventJson, SnapshotType, SnapshotJson, Salt,
          EventDigest, SnapshotDigest, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc, RecordedAt, TraceParent
        FROM Journal ORDER BY Position
        """;

    private const string SelectReads = """
        SELECT Position, ChainHash, PersonId AS Stream, Shown, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc,
          ReadAt AS RecordedAt, TraceParent
        FROM ReadEntry ORDER BY Position
        """;
}

internal sealed record Note
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public int Version { get; init; }
    public string Words { get; init; } = "";
}

internal sealed record NoteWritten(Guid NoteId, Guid PersonId);
