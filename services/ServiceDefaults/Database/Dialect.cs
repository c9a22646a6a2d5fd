using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using PersonalOutcomes.Access;

namespace PersonalOutcomes.Database;

/// <summary>
/// One SQL text for both engines. What differs, or repeats for safety, is a named mark in a comment, and is spelled
/// here: <c>/*access:n:note*/</c>, <c>/*team:n:ByTeamId*/</c>, <c>/*enter*/</c>, <c>/*page*/</c>, <c>/*lock*/</c>,
/// <c>/*each:@ids*/</c>.
/// </summary>
public sealed partial class Dialect
{
    /// <summary>SQLite's spelling.</summary>
    public static readonly Dialect Sqlite = new("LIMIT @take OFFSET @skip", "", "SELECT value FROM json_each({0})");

    /// <summary>SQL Server's spelling.</summary>
    public static readonly Dialect SqlServer = new(
        "OFFSET @skip ROWS FETCH NEXT @take ROWS ONLY", "WITH (UPDLOCK, SERIALIZABLE)",
        "SELECT CAST(each.value AS uniqueidentifier) FROM OPENJSON({0}) each");

    private readonly ConcurrentDictionary<string, Statement> _statements = new();
    private readonly string _page, _lock, _each;

    private Dialect(string page, string hint, string each) => (_page, _lock, _each) = (page, hint, each);

    /// <summary>The statement as this engine reads it; rendered once and kept.</summary>
    public Statement Render(string sql) => _statements.GetOrAdd(sql, static (text, d) =>
    {
        var access = false;
        var rendered = Mark().Replace(text, m =>
        {
            access |= m.Groups["name"].Value is "access" or "team" or "enter";
            return m.Groups["name"].Value switch
            {
                "access" => AccessMark.For(m.Groups["a"].Value, m.Groups["b"].Value),
                "team" => AccessMark.MayBeNamed(m.Groups["a"].Value, m.Groups["b"].Value),
                // Asks about the caller by itself, in its own words.
                "enter" => "",
                "page" => d._page,
                "lock" => d._lock,
                "each" => string.Format(null, d._each, m.Groups["a"].Value),
                var other => throw new InvalidOperationException($"Unknown mark: {other}"),
            };
        });
        return new Statement(rendered, access);
    }, this);

    [GeneratedRegex(@"/\*(?<name>[a-z]+)(:(?<a>@?\w+))?(:(?<b>\w+))?\*/")]
    private static partial Regex Mark();
}

/// <summary>A rendered statement, and whether the access rule stands in it and wants to know who calls.</summary>
public sealed record Statement(string Text, bool AsksWho);
