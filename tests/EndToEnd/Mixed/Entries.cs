using Microsoft.Data.Sqlite;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>What the services have written of the calls, held against what the clients know of them.</summary>
internal sealed class Entries
{
    /// <summary>The services that the clients call.</summary>
    public static readonly string[] Services = ["person", "sharing", "conversation", "plan", "review"];

    private readonly Dictionary<string, (long Writes, long Reads)> _before;
    private readonly LocalRun _run;

    /// <summary>What is there already is not looked at.</summary>
    public Entries(LocalRun run)
    {
        _run = run;
        _before = Services.ToDictionary(s => s, s => (Last(s, "Journal"), Last(s, "ReadEntry")));

        long Last(string service, string table) =>
            Rows(service, $"SELECT COALESCE(MAX(Position), 0) FROM {table}", r => r.GetInt64(0))[0];
    }

    /// <summary>Each difference between what is in the logs and what must be, in words.</summary>
    public List<string> Differences(IReadOnlyCollection<Operation> operations, Town town)
    {
        var entries = Services.SelectMany(Since).ToLookup(e => e.Trace);
        var wrong = new List<string>();
        foreach (var operation in operations)
        {
            foreach (var attempt in operation.Attempts)
            {
                var found = entries[attempt.Trace].ToList();
                if (Wrong(operation, attempt, found, town) is { } why)
                {
                    wrong.Add($"{why}: {attempt} of {operation}, which left {string.Join(", ", found)}");
                }
            }
        }
        // However often a request was sent, and by whatever way it was answered: it happened once.
        wrong.AddRange(
            from request in operations.Where(o => o.Kind.IsWrite).GroupBy(o => o.RequestId)
            let times = request.SelectMany(o => o.Attempts).Count(a => entries[a.Trace].Any(e => e.Wrote))
            let answered = request.Any(o => o.Answered == Answered.Done)
            where answered ? times != 1 : times > 1
            select $"recorded {times} times: {string.Join("\n  ", request)}");
        var sent = operations.SelectMany(o => o.Attempts).Select(a => a.Trace).ToHashSet();
        wrong.AddRange(entries.Where(e => !sent.Contains(e.Key))
            .Select(e => $"of no call: {string.Join(", ", e)}"));
        return wrong;
    }

    private static string? Wrong(Operation operation, Attempt attempt, List<Entry> found, Town town)
    {
        var (writes, reads) = (found.Count(e => e.Wrote), found.Where(e => !e.Wrote).Select(e => e.Person).ToList());
        if (found.Exists(e => e.Rpc != operation.Kind.Path))
        {
            return "another rpc's";
        }
        if (reads.Count != reads.Distinct().Count())
        {
            return "two entries for one person";
        }
        // All of a write's rows or none; and never besides an entry of its having been read.
        if (writes > 0 && (writes != operation.Kind.Rows || reads.Count > 0
            || found.Exists(e => e.Person != operation.Person)))
        {
            return "not what a write leaves";
        }
        return attempt.Answered switch
        {
            Answered.Refused => found.Count == 0 ? null : "refused",
            Answered.Done when writes > 0 => null,
            Answered.Done => operation.Shown.Order().SequenceEqual(reads.Order()) ? null : "not whom it showed",
            // Whom an answer that was lost would have shown, the caller may see.
            _ when operation.Person is { } person => reads.TrueForAll(r => r == person) ? null : "of somebody else",
            _ => reads.TrueForAll(town.SupportedBy(TeamOf(operation)).Contains) ? null : "of somebody else",
        };
    }

    private static string TeamOf(Operation operation) => Town.Clients.First(c => c.User == operation.User).Team;

    private IEnumerable<Entry> Since(string service)
    {
        var (writes, reads) = _before[service];
        return Rows(service, $"""
            SELECT 1, Stream, Rpc, TraceParent FROM Journal WHERE Position > {writes} AND Issuer <> 'personal-outcomes'
            UNION ALL SELECT 0, PersonId, Rpc, TraceParent FROM ReadEntry WHERE Position > {reads}
            """, r => new Entry(r.GetInt64(0) == 1, Guid.Parse(r.GetString(1)).ToString("D"), r.GetString(2),
                r.IsDBNull(3) ? "" : r.GetString(3).Split('-')[1]));
    }

    private List<T> Rows<T>(string service, string sql, Func<SqliteDataReader, T> read)
    {
        using var connection =
            new SqliteConnection($"Data Source={_run.DatabaseFile(service)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    private sealed record Entry(bool Wrote, string Person, string Rpc, string Trace);
}
