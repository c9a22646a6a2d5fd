using Microsoft.SqlServer.TransactSql.ScriptDom;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Conventions.Sql;

/// <summary>
/// SQL Server's reading of every statement, without a server: the model knows each service's schema, and each statement
/// is rendered as SQL Server gets it.
/// </summary>
public sealed class SqlServerTests
{
    // What only SQL Server runs is never issued on SQLite; these are its parameters.
    private static readonly Dictionary<string, string> OnlyThere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["take"] = "int",
        ["skip"] = "int",
        ["name"] = "nvarchar(255)",
        ["timeout"] = "int",
        ["bytes"] = "varbinary(max)",
    };

    public static TheoryData<string> Services => new([.. SqlConstants.Services.Select(s => s.Name)]);

    [Theory, MemberData(nameof(Services))]
    public void SQL_Server_knows_everything_that_a_statement_names(string service)
    {
        var assembly = SqlConstants.Services.Single(s => s.Name == service).Assembly;
        using var model = new SqlServerModel(SqlConstants.Platform, assembly);
        Repository.Nothing(model.Faults());

        var statements = SqlConstants.Of(assembly).Concat(SqlConstants.Shared.SelectMany(SqlConstants.Of))
            .Where(c => c.By != ReadBy.Sqlite).ToList();
        Assert.NotEmpty(SqlConstants.Of(assembly));
        Repository.Nothing(model.Check(statements.Select(c => AsItGoesThere(c, model, null))));
    }

    [Theory]
    [InlineData("SELECT Position, Nothing FROM Journal WHERE Position = @position")]
    [InlineData("SELECT Position FROM Journals WHERE Position = @position")]
    [InlineData("SELECT Position FROM Journal WHERE Position = @position LIMIT 1")]
    [InlineData("INSERT INTO InboxAttempt (Source, Position) VALUES (@source, @position)")]
    [InlineData("INSERT INTO RelayState (Id, Position) VALUES (1, 2, @position)")]
    [InlineData("DELETE FROM RelayState WHERE Id = @position RETURNING Position")]
    public void A_statement_that_SQL_Server_could_not_run_is_found(string sql)
    {
        using var model = new SqlServerModel(SqlConstants.Platform);

        Assert.NotEmpty(model.Check([("planted",
            sql, new Dictionary<string, string> { ["position"] = "bigint", ["source"] = "nvarchar(4000)" })]));
    }

    [Fact]
    public void A_parameter_that_nobody_gives_is_found()
    {
        using var model = new SqlServerModel(SqlConstants.Platform);

        Assert.ThrowsAny<Exception>(() => Assert.Empty(model.Check([("planted",
            "SELECT Position FROM Journal WHERE Position = @nobody", new Dictionary<string, string>())])));
    }

    [Fact]
    public void A_part_of_a_statement_stands_in_a_statement()
    {
        var assemblies = SqlConstants.Services.Select(s => s.Assembly).Concat(SqlConstants.Shared).ToList();
        var statements = assemblies.SelectMany(SqlConstants.Of).Select(Rendered).ToList();

        Repository.Nothing(assemblies.SelectMany(SqlConstants.Parts)
            .Where(part => !statements.Exists(s => s.Contains(Rendered(part)))).Select(part => part.Name));

        static string Rendered(SqlConstant constant) => Dialect.Sqlite.Render(constant.Text).Text;
    }

    [Fact]
    public void Text_that_may_be_compared_has_one_collation_throughout_a_service()
    {
        var found = new List<string>();
        foreach (var service in SqlConstants.Services)
        {
            using var model = new SqlServerModel(SqlConstants.Platform, service.Assembly);
            found.AddRange(model.Collations().Where(column => column.Distinct().Count() > 1)
                .Select(column => $"{service.Name}: {column.Key} has {string.Join(" and ", column.Distinct())}"));
        }
        Repository.Nothing(found);
    }

    /// <summary>
    /// A statement as SQL Server gets it, and its parameters as they were issued; where a recording lacks it, by the
    /// column of the same name.
    /// </summary>
    internal static (string, string, IReadOnlyDictionary<string, string>) AsItGoesThere(
        SqlConstant constant, SqlServerModel model, SqlRecording? recording)
    {
        var rendered = Dialect.SqlServer.Render(constant.Text);
        var issued = recording?.Parameters(constant.Text);
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Variables(rendered.Text))
        {
            parameters[name] =
                issued?.GetValueOrDefault(name) is { } type ? SqlServerTypes.Of(type)
                : SqlRecording.Caller.TryGetValue(name, out var callers) ? SqlServerTypes.Of(callers)
                : OnlyThere.GetValueOrDefault(name) ?? model.TypeOf(name) ?? "nvarchar(4000)";
        }
        return (constant.Name, rendered.Text, parameters);
    }

    // The variables that a text uses and does not declare itself.
    private static IEnumerable<string> Variables(string sql)
    {
        var reader = new VariableReader();
        new TSql160Parser(true).Parse(new StringReader(sql), out _)?.Accept(reader);
        return reader.Used.Except(reader.Declared, StringComparer.OrdinalIgnoreCase);
    }

    private sealed class VariableReader : TSqlFragmentVisitor
    {
        public HashSet<string> Used { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Declared { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Visit(VariableReference node) => Used.Add(node.Name[1..]);

        public override void Visit(DeclareVariableElement node) => Declared.Add(node.VariableName.Value[1..]);

        // In EXEC the procedure's own parameters look like variables.
        public override void Visit(ExecuteParameter node)
        {
            if (node.Variable is { } own)
            {
                Declared.Add(own.Name[1..]);
            }
        }
    }
}
