using System.Data;
using System.Security.Cryptography;
using Dapper;

namespace PersonalOutcomes.Database.SqlServer;

/// <summary>The journal's rows on SQL Server: written without a position, which the sealer gives.</summary>
internal static class SqlServerJournal
{
    internal const string Insert = """
        INSERT INTO Journal (EventId, Stream, ItemId, Type, Version, EventJson, SnapshotType, SnapshotJson, Salt,
          EventDigest, SnapshotDigest, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc, RecordedAt, TraceParent)
        VALUES (@EventId, @Stream, @ItemId, @Type, @Version, @EventJson, @SnapshotType, @SnapshotJson, @Salt,
          @EventDigest, @SnapshotDigest, @Issuer, @Subject, @Role, @TeamId, @AgencyId, @Purpose, @Rpc, @RecordedAt,
          @TraceParent)
        """;

    internal const string InsertRead = """
        INSERT INTO ReadEntry (PersonId, Shown, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc, ReadAt,
          TraceParent)
        VALUES (@PersonId, @Shown, @Issuer, @Subject, @Role, @TeamId, @AgencyId, @Purpose, @Rpc, @ReadAt, @TraceParent)
        """;
}

/// <summary>The same secret as on SQLite, made by whichever replica starts first.</summary>
internal static class SqlServerKeys
{
    internal const string Insert = """
        INSERT INTO OwnKey (Name, Bytes)
        SELECT 'etag', @bytes WHERE NOT EXISTS (SELECT 1 FROM OwnKey WITH (UPDLOCK, SERIALIZABLE) WHERE Name = 'etag')
        """;

    internal const string Select = "SELECT Bytes FROM OwnKey WHERE Name = 'etag'";

    public static byte[] Load(IDbConnection connection)
    {
        connection.Execute(Insert, new { bytes = RandomNumberGenerator.GetBytes(32) });
        return connection.QuerySingle<byte[]>(Select);
    }
}
