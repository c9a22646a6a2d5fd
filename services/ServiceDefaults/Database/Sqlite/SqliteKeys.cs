using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PersonalOutcomes.Database.Sqlite;

/// <summary>
/// The secret under which this database makes etags and handles. It lives with the data: whoever restores the one has
/// the other, and old etags stay good.
/// </summary>
internal static class SqliteKeys
{
    private const string Insert = "INSERT OR IGNORE INTO OwnKey (Name, Bytes) VALUES ('etag', @bytes)";
    private const string Select = "SELECT Bytes FROM OwnKey WHERE Name = 'etag'";

    public static byte[] Load(SqliteConnection connection)
    {
        connection.Execute(Insert, new { bytes = RandomNumberGenerator.GetBytes(32) });
        return connection.QuerySingle<byte[]>(Select);
    }
}
