using System.Data;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace PersonalOutcomes.Database.Sqlite;

/// <summary>
/// A connection that prepares each statement once. The provider prepares anew for every command, which on the writer
/// costs half its CPU (measured; tests/Benchmarks).
/// </summary>
internal sealed partial class PreparedConnection(string connectionString) : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, (SqliteCommand Command, Dictionary<string, string> Names)> _prepared = [];

    public override SqliteCommand CreateCommand() => new Command(this);

    private (SqliteCommand Command, Dictionary<string, string> Names) Prepared(string text)
    {
        if (!_prepared.TryGetValue(text, out var prepared))
        {
            _prepared[text] = prepared = (new SqliteCommand(text, this), Names(text));
        }
        return prepared;
    }

    /// <summary>True when no transaction is open; SQLite may have dissolved one by itself.</summary>
    public bool Autocommit => State != ConnectionState.Open || SQLitePCL.raw.sqlite3_get_autocommit(Handle) != 0;

    public void Run(string text) => Prepared(text).Command.ExecuteNonQuery();

    protected override void Dispose(bool disposing)
    {
        foreach (var (command, _) in _prepared.Values)
        {
            command.Dispose();
        }
        _prepared.Clear();
        base.Dispose(disposing);
    }

    // SQLite tells parameters apart by case, and Dapper names them after properties.
    private static Dictionary<string, string> Names(string text)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match name in Parameter().Matches(text))
        {
            names[name.Value[1..]] = name.Value;
        }
        return names;
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();

    // What Dapper makes and throws away; the prepared command behind it stays.
    private sealed class Command(PreparedConnection connection) : SqliteCommand("", connection)
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            var (prepared, names) = connection.Prepared(CommandText);
            prepared.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters)
            {
                if (names.TryGetValue(parameter.ParameterName.TrimStart('@'), out var name))
                {
                    parameter.ParameterName = name;
                    prepared.Parameters.Add(parameter);
                }
            }
            return prepared.ExecuteReader(behavior);
        }

        public override SqliteDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default);
    }
}
