using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Conventions.Sql;

/// <summary>What is about a person is read through the access rule, or for a reason in unmarked.tsv.</summary>
public sealed partial class AccessMarkTests
{
    // What the rule itself is made of: every service's copy of who may see whom.
    private static readonly HashSet<string> TheRules =
    [
        "AccessGrant", "Withheld", "TakingPart", "Opened", "Kin", "Restriction", "PrivateTeam", "Released",
        "PrivateMark",
    ];

    [Fact]
    public void Reading_about_a_person_asks_the_access_rule()
    {
        var reasons = Repository.Reasons("unmarked.tsv").Keys;

        Repository.Nothing(Unmarked().Where(u => !reasons.Any(r => Covers(r, u.Name)))
            .Select(u => $"{u.Name} reads {u.Tables}"));
    }

    [Fact]
    public void No_reason_is_kept_for_a_statement_that_needs_none()
    {
        var unmarked = Unmarked();

        Repository.Nothing(Repository.Reasons("unmarked.tsv").Keys
            .Where(reason => !unmarked.Exists(u => Covers(reason, u.Name))));
    }

    [Theory]
    [InlineData("SELECT Words FROM Note WHERE Id = @id", false)]
    [InlineData("SELECT n.Words FROM Note n WHERE n.Id = @id AND /*access:n:note*/", true)]
    [InlineData("SELECT n.Words, o.Words FROM Note n JOIN Note o ON o.Id = n.Id WHERE /*access:n:note*/", false)]
    [InlineData("INSERT INTO Other (Words) SELECT Words FROM Note", false)]
    [InlineData("SELECT Words FROM Other", true)]
    [InlineData("UPDATE Note SET Words = @words WHERE Id = @id", true)]
    public void A_mark_that_was_left_out_is_found(string sql, bool marked)
    {
        Assert.Equal(marked, ReadWithout(sql, new HashSet<string> { "Note" }).Count == 0);
    }

    // A reason is for one statement, or with a star for all that a part of a service reads.
    private static bool Covers(string reason, string name) =>
        reason.EndsWith('*') ? name.StartsWith(reason[..^1], StringComparison.Ordinal) : reason == name;

    private static List<(string Name, string Tables)> Unmarked()
    {
        var unmarked = new List<(string, string)>();
        var everywhere = new HashSet<string>();
        foreach (var service in SqlConstants.Services)
        {
            var people = SchemaTests.SqliteColumns(service.Name).Where(c => c.Column == "PersonId")
                .Select(c => c.Table).Except(TheRules).ToHashSet(StringComparer.OrdinalIgnoreCase);
            everywhere.UnionWith(people);
            unmarked.AddRange(Read(SqlConstants.Of(service.Assembly), people));
        }
        unmarked.AddRange(Read([.. SqlConstants.Shared.SelectMany(SqlConstants.Of)], everywhere));
        return unmarked;
    }

    private static IEnumerable<(string, string)> Read(IEnumerable<SqlConstant> constants, HashSet<string> people) =>
        from constant in constants
        where constant.By != ReadBy.Sqlite && !constant.Text.Contains("/*enter*/")
        let tables = ReadWithout(constant.Text, people)
        where tables.Count > 0
        select (constant.Name, string.Join(", ", tables));

    // The tables about people that are read under a name for which no mark stands.
    private static List<string> ReadWithout(string sql, HashSet<string> people)
    {
        var marked = Mark().Matches(sql).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var text = Dialect.SqlServer.Render(Mark().Replace(sql, "1 = 1")).Text;
        var reader = new TableReader();
        new TSql160Parser(true).Parse(new StringReader(text), out var errors).Accept(reader);
        Assert.Empty(errors.Select(e => $"{sql}: {e.Message}"));
        return [.. reader.Read.Where(t => people.Contains(t.Table) && !marked.Contains(t.Alias)).Select(t => t.Table)
            .Distinct().Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"/\*access:(\w+):\w+\*/")]
    private static partial Regex Mark();

    private sealed class TableReader : TSqlFragmentVisitor
    {
        public List<(string Table, string Alias)> Read { get; } = [];

        public override void Visit(FromClause node) =>
            node.AcceptChildren(new FromReader(Read));

        private sealed class FromReader(List<(string, string)> read) : TSqlFragmentVisitor
        {
            public override void Visit(NamedTableReference node) => read.Add((
                node.SchemaObject.BaseIdentifier.Value, node.Alias?.Value ?? node.SchemaObject.BaseIdentifier.Value));
        }
    }
}
