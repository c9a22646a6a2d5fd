using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Database.SqlServer;

/// <summary>Named locks that all replicas of a service share through its database.</summary>
internal static class ApplicationLock
{
    private const int SchemaMilliseconds = 60_000;

    /// <summary>Takes a lock that goes with the transaction. UNAVAILABLE when it doesn't come in time.</summary>
    public static async Task TakeAsync(SqlConnection connection, IDbTransaction transaction, string name, int timeout)
    {
        if (await connection.ExecuteScalarAsync<int>(
            Take, new { name, owner = "Transaction", timeout }, transaction) < 0)
        {
            throw Problem.Unavailable("STORAGE_BUSY", "Somebody is writing about this. Try again.");
        }
    }

    /// <summary>
    /// Takes the turn to bring the schema up, and has the database keep row versions: readers then wait for nobody and
    /// see one moment. The lock goes with the connection that is returned, which no pool may keep.
    /// </summary>
    public static IDisposable TakeForSchema(string connectionString)
    {
        var own = new SqlConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = new SqlConnection(own.ToString());
        try
        {
            connection.Open();
            var schema = new { name = "schema", owner = "Session", timeout = SchemaMilliseconds };
            if (connection.ExecuteScalar<int>(Take, schema, commandTimeout: 2 * SchemaMilliseconds / 1000) < 0)
            {
                throw new TimeoutException("Another replica has been bringing the schema up for a minute.");
            }
            connection.Execute(KeepVersions);
            connection.Execute(AllowSnapshots);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal const string Take = """
        DECLARE @got int;
        EXEC @got = sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = @owner,
          @LockTimeout = @timeout;
        SELECT @got
        """;

    // Once in a database's life, before it has tables. It needs the database to itself: a replica that starts at the
    // same moment loses its connection, and starts again.
    internal const string KeepVersions = """
        IF EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND is_read_committed_snapshot_on = 0)
          ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE
        """;

    internal const string AllowSnapshots = """
        IF EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND snapshot_isolation_state = 0)
          ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON
        """;
}
