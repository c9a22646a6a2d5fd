using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PersonalOutcomes.Identity;

/// <summary>
/// Brings the database to this version: runs the scripts <c>Schema/&lt;engine&gt;/NNNN_name.sql</c> that it has not
/// had yet, in order, in one transaction under a lock, so that two starts at once, or a start cut off half-way, leave
/// each script run once. A released script is never changed; a change to the model is a new script for both engines.
/// </summary>
public static partial class SchemaScripts
{
    public static async Task ApplyAsync(IdentityDatabase database, CancellationToken cancellationToken)
    {
        var sqlite = database.Database.IsSqlite();
        if (sqlite)
        {
            var file = new SqliteConnectionStringBuilder(database.Database.GetConnectionString()).DataSource;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        }

        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = database.Database.GetDbConnection();
        if (sqlite)
        {
            await RunAsync(connection, null, "PRAGMA journal_mode = WAL", cancellationToken);
        }

        // On SQLite this is BEGIN IMMEDIATE: the file's one write lock is the lock.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, transaction, sqlite ? SqliteHistory : SqlServerLockAndHistory, cancellationToken);
        var done = await DoneAsync(connection, transaction, cancellationToken);
        foreach (var (number, text) in All(sqlite ? "Sqlite" : "SqlServer"))
        {
            if (done.Contains(number))
            {
                continue;
            }

            foreach (var batch in Batches(text))
            {
                await RunAsync(connection, transaction, batch, cancellationToken);
            }

            var note = $"INSERT INTO SchemaScript (Number) VALUES ({number.ToString(CultureInfo.InvariantCulture)})";
            await RunAsync(connection, transaction, note, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The scripts of one engine, <c>Sqlite</c> or <c>SqlServer</c>, by number.</summary>
    internal static IReadOnlyList<(int Number, string Text)> All(string engine)
    {
        var assembly = typeof(SchemaScripts).Assembly;
        var prefix = $"PersonalOutcomes.Identity.Schema.{engine}.";
        var scripts = new List<(int, string)>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add((int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd()));
        }

        return scripts;
    }

    /// <summary>A script cut at its GO lines; one for SQLite has none and stays whole.</summary>
    internal static IEnumerable<string> Batches(string text) =>
        BatchEnd().Split(text).Where(batch => !string.IsNullOrWhiteSpace(batch));

    private const string SqliteHistory =
        "CREATE TABLE IF NOT EXISTS SchemaScript (Number INTEGER NOT NULL PRIMARY KEY)";

    internal const string SqlServerLockAndHistory =
        """
        DECLARE @answer int;
        EXEC @answer = sp_getapplock
            @Resource = N'identity-schema', @LockMode = N'Exclusive', @LockOwner = N'Transaction',
            @LockTimeout = 60000;
        IF @answer < 0 THROW 50000, N'Another start is changing the schema and has not finished in a minute.', 1;
        IF OBJECT_ID(N'SchemaScript') IS NULL
            CREATE TABLE SchemaScript (Number int NOT NULL CONSTRAINT PK_SchemaScript PRIMARY KEY);
        """;

    private static async Task<HashSet<int>> DoneAsync(
        DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT Number FROM SchemaScript";
        var done = new HashSet<int>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            done.Add(rows.GetInt32(0));
        }

        return done;
    }

    private static async Task RunAsync(
        DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline)]
    private static partial Regex BatchEnd();
}
