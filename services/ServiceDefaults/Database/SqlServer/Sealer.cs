using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Database.SqlServer;

/// <summary>
/// Gives committed rows their position and hash. A transaction that began earlier can commit later and identities leave
/// holes, so this is done after the commit, by one replica at a time (an application lock). It never waits for the
/// broker.
/// </summary>
internal sealed class Sealer(string connectionString)
{
    private const int RowsAtOnce = 500, LockMilliseconds = 5000;

    /// <summary>Seals all that is committed when it begins; true when that was anything.</summary>
    public async Task<bool> SealAllAsync(CancellationToken cancellation)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        if (await connection.ExecuteScalarAsync<int>(AnyUnsealed) == 0)
        {
            return false;
        }
        while (await SealAsync(connection) == RowsAtOnce)
        {
            // A full batch: there may be more.
        }
        return true;
    }

    private static async Task<int> SealAsync(SqlConnection connection)
    {
        // Each statement sees what is committed when it starts: what the sealer before us did, and rows without holes.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await ApplicationLock.TakeAsync(connection, transaction, "sealer", LockMilliseconds);
        var writes = await SealAsync(transaction, Unsealed, Head.OfJournal, Seal);
        var reads = await SealAsync(transaction, UnsealedReads, Head.OfReads, SealRead);
        await transaction.CommitAsync();
        return Math.Max(writes, reads);
    }

    private static async Task<int> SealAsync(DbTransaction transaction, string unsealed, string newest, string seal)
    {
        var connection = transaction.Connection!;
        var head = await connection.QuerySingleOrDefaultAsync<Head>(newest, null, transaction) ?? Head.Start;
        var rows = (await connection.QueryAsync<LogRow>(unsealed, new { take = RowsAtOnce }, transaction)).AsList();
        foreach (var row in Chain.Seal(head, rows))
        {
            var given = new { row.Sequence, row.Position, row.ChainHash };
            if (await connection.ExecuteAsync(seal, given, transaction) != 1)
            {
                throw new InvalidOperationException("A row was sealed by somebody who didn't hold the lock.");
            }
        }
        return rows.Count;
    }

    internal const string AnyUnsealed = """
        SELECT CASE WHEN EXISTS (SELECT 1 FROM Journal WHERE Position IS NULL)
          OR EXISTS (SELECT 1 FROM ReadEntry WHERE Position IS NULL) THEN 1 ELSE 0 END
        """;

    internal const string Unsealed = """
        SELECT TOP (@take) Sequence, EventId, Stream, ItemId, Type, Version, SnapshotType, EventDigest, SnapshotDigest,
          Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc, RecordedAt, TraceParent
        FROM Journal WHERE Position IS NULL ORDER BY Sequence
        """;

    internal const string UnsealedReads = """
        SELECT TOP (@take) Sequence, PersonId AS Stream, Shown, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc,
          ReadAt AS RecordedAt, TraceParent
        FROM ReadEntry WHERE Position IS NULL ORDER BY Sequence
        """;

    internal const string Seal = """
        UPDATE Journal SET Position = @Position, ChainHash = @ChainHash
        WHERE Sequence = @Sequence AND Position IS NULL
        """;

    internal const string SealRead = """
        UPDATE ReadEntry SET Position = @Position, ChainHash = @ChainHash
        WHERE Sequence = @Sequence AND Position IS NULL
        """;
}
