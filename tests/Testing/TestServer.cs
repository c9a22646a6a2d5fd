using Microsoft.Data.SqlClient;

namespace PersonalOutcomes.Testing;

/// <summary>
/// The SQL Server on which the services of a test keep their data, each in a database of its own, when
/// <c>PERSONAL_OUTCOMES_TEST_SQLSERVER</c> holds a connection string; otherwise they keep it in SQLite files.
/// </summary>
public static class TestServer
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("PERSONAL_OUTCOMES_TEST_SQLSERVER");

    /// <summary>True when a server is given.</summary>
    public static bool IsGiven => !string.IsNullOrEmpty(Given);

    /// <summary>One service's database in one run of the platform.</summary>
    public static string Database(Guid run, string service) =>
        new SqlConnectionStringBuilder(Given) { InitialCatalog = NameOf(run, service) }.ToString();

    /// <summary>Removes what a run has left.</summary>
    public static async Task DropAsync(Guid run, IEnumerable<string> services)
    {
        if (!IsGiven)
        {
            return;
        }
        SqlConnection.ClearAllPools();
        await using var connection = new SqlConnection(
            new SqlConnectionStringBuilder(Given) { InitialCatalog = "master" }.ToString());
        await connection.OpenAsync();
        foreach (var service in services)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"DROP DATABASE IF EXISTS [{NameOf(run, service)}]";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string NameOf(Guid run, string service) => $"test_{run:N}_{service}";
}
