using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.EndToEnd;

/// <summary>How somebody with the file in hand may touch a chain.</summary>
public enum Touch
{
    /// <summary>A value of a row.</summary>
    Change,
    /// <summary>A row is taken out.</summary>
    Delete,
    /// <summary>Two rows change places.</summary>
    Reorder,
    /// <summary>The newest rows are cut off.</summary>
    Truncate,
}

/// <summary>Touches a chain in a service's file, and puts everything back.</summary>
internal sealed class Tampering : IDisposable
{
    private readonly SqliteConnection _file;
    private readonly Random _random;

    public Tampering(string file, Random random)
    {
        Columns.Tell();
        (_file, _random) = (new SqliteConnection($"Data Source={file};Pooling=False"), random);
        _file.Open();
        // Nothing here has to outlive a power cut.
        _file.Execute("PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000;");
        foreach (var table in (string[])["Journal", "ReadEntry"])
        {
            _file.Execute($"CREATE TEMP TABLE Kept{table} AS SELECT * FROM {table}");
        }
    }

    /// <summary>Touches a chain at random; the first position that is not as it was.</summary>
    /// <param name="reads">The log of reads, or the journal.</param>
    /// <param name="touch">What is done.</param>
    /// <param name="anew">The whole chain behind it is made anew, as who knows how chains are made would.</param>
    public (long First, string What) Apply(bool reads, Touch touch, bool anew)
    {
        var table = reads ? "ReadEntry" : "Journal";
        var count = _file.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}");
        var one = _random.NextInt64(1, count + 1);
        using var transaction = _file.BeginTransaction();
        var (first, what) = touch switch
        {
            Touch.Change => (one, anew ? ChangeSubject(table, one) : Change(table, one)),
            Touch.Delete => (one, Run($"DELETE FROM {table} WHERE Position = {one}")),
            Touch.Reorder => Swap(table, one, count),
            _ => (one, Run($"DELETE FROM {table} WHERE Position >= {one}")),
        };
        if (anew)
        {
            MakeAnew(table, reads);
        }
        transaction.Commit();
        return (first, $"{table}, {what}{(anew ? ", chain made anew" : "")}");
    }

    /// <summary>Puts back what was there at the beginning.</summary>
    public void Undo()
    {
        using var transaction = _file.BeginTransaction();
        foreach (var table in (string[])["Journal", "ReadEntry"])
        {
            _file.Execute($"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM Kept{table};");
        }
        transaction.Commit();
    }

    // Any column of the row but its place, by as little as can be: a character, a bit, one more.
    private string Change(string table, long position)
    {
        var columns = _file.Query<string>($"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'Position'")
            .ToArray();
        var column = columns[_random.Next(columns.Length)];
        object value = _file.ExecuteScalar($"SELECT {column} FROM {table} WHERE Position = {position}") switch
        {
            byte[] { Length: > 0 } bytes => Changed(bytes),
            string { Length: > 0 } text => Changed(text),
            long number => number + 1,
            byte[] => new byte[] { 1 },
            _ => "x",
        };
        _file.Execute($"UPDATE {table} SET {column} = @value WHERE Position = {position}", new { value });
        return $"{column} of {position} is {Convert.ToString(value, CultureInfo.InvariantCulture)}";
    }

    private byte[] Changed(byte[] bytes)
    {
        bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
        return bytes;
    }

    private string Changed(string text)
    {
        var at = _random.Next(text.Length);
        var other = char.IsAsciiLetter(text[at]) && _random.Next(2) == 0
            ? (char)(text[at] ^ ' ')
            : (char)(text[at] == '~' ? ' ' : text[at] + 1);
        return $"{text[..at]}{other}{text[(at + 1)..]}";
    }

    private string ChangeSubject(string table, long position) =>
        Run($"UPDATE {table} SET Subject = Subject || 'x' WHERE Position = {position}");

    private (long First, string What) Swap(string table, long one, long count)
    {
        var other = 1 + ((one + _random.NextInt64(0, count - 1)) % count);
        return (Math.Min(one, other), Run($"""
            UPDATE {table} SET Position = -1 WHERE Position = {one};
            UPDATE {table} SET Position = {one} WHERE Position = {other};
            UPDATE {table} SET Position = {other} WHERE Position = -1;
            """));
    }

    private string Run(string sql)
    {
        _file.Execute(sql);
        return sql;
    }

    private void MakeAnew(string table, bool reads)
    {
        var columns = reads ? "*, PersonId AS Stream, ReadAt AS RecordedAt" : "*";
        var kept = _file.Query<LogRow>($"SELECT {columns} FROM {table} ORDER BY Position").ToList();
        var rows = Chain.Seal(Head.Start, kept).ToList();
        _file.Execute($"DELETE FROM {table}");
        _file.Execute(reads ? LogRow.InsertRead : LogRow.Insert, rows);
    }

    public void Dispose() => _file.Dispose();
}
