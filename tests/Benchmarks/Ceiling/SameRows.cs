using System.Security.Cryptography;
using MassTransit;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Benchmarks;

/// <summary>Writes again, under new keys, the rows that one AgreeOutcome left: outcome, entry and request.</summary>
internal sealed class SameRows(SqliteConnection connection)
{
    private readonly SqliteCommand _outcome = Again(connection, "Outcome", "AgreedOn IS NOT NULL");
    private readonly SqliteCommand _entry = Again(connection, "Journal", "Type = 'OutcomeAgreed'");
    private readonly SqliteCommand _request = Again(connection, "Request", "1 = 1");

    public Outcome Outcome => new() // As long as the service's.
    {
        Statement = (string)_outcome.Parameters["@Statement"].Value!,
        Why = (string)_outcome.Parameters["@Why"].Value!,
        Agreement = new() { AskedHow = (string)_outcome.Parameters["@AskedHow"].Value!, AgreedOn = "2026-01-05" },
        Etag = new string('0', 24),
        RecordTime = "2026-01-05T00:00:00.000000Z",
    };

    public void Write()
    {
        _outcome.Parameters["@Id"].Value = NewId.NextGuid().ToString("D").ToUpperInvariant();
        _entry.Parameters["@EventId"].Value = NewId.NextGuid().ToString("D").ToUpperInvariant();
        _request.Parameters["@RequestKey"].Value = RandomNumberGenerator.GetBytes(32);
        _outcome.ExecuteNonQuery();
        _entry.ExecuteNonQuery();
        _request.ExecuteNonQuery();
    }

    private static SqliteCommand Again(SqliteConnection connection, string table, string which)
    {
        using var select = new SqliteCommand($"SELECT * FROM {table} WHERE {which} LIMIT 1", connection);
        using var row = select.ExecuteReader();
        row.Read();
        var columns = Enumerable.Range(0, row.FieldCount).Select(row.GetName).ToList();
        var insert = new SqliteCommand(
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (@{string.Join(", @", columns)})", connection);
        columns.ForEach(c => insert.Parameters.AddWithValue("@" + c, c == "Position" ? DBNull.Value : row[c]));
        return insert;
    }
}
