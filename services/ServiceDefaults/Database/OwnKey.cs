using System.Data;
using System.Security.Cryptography;
using Dapper;

namespace PersonalOutcomes.Database;

/// <summary>
/// The secret under which a database makes etags and handles; made by whichever replica starts first. It lives with the
/// data: whoever restores the one has the other, and old etags stay good.
/// </summary>
internal static class OwnKey
{
    private const string Insert = """
        INSERT INTO OwnKey (Name, Bytes)
        SELECT 'etag', @bytes WHERE NOT EXISTS (SELECT 1 FROM OwnKey /*lock*/ WHERE Name = 'etag')
        """;

    private const string Select = "SELECT Bytes FROM OwnKey WHERE Name = 'etag'";

    public static byte[] Load(IDbConnection connection, Dialect dialect)
    {
        connection.Execute(dialect.Render(Insert).Text, new { bytes = RandomNumberGenerator.GetBytes(32) });
        return connection.QuerySingle<byte[]>(Select);
    }
}
