using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using PersonalOutcomes.Database;
using Assembly = System.Reflection.Assembly;
using ColumnType = Microsoft.SqlServer.Dac.Model.ColumnType;

namespace PersonalOutcomes.Conventions.Sql;

/// <summary>A column of a table, as both engines' schemas can be compared.</summary>
public sealed record ColumnShape(string Table, string Column, bool Nullable);

/// <summary>One service's schema as SQL Server reads it, without a server.</summary>
public sealed class SqlServerModel : IDisposable
{
    // Stand-in for the engine's own procedure, which the model does not know.
    private const string Stub = """
        CREATE PROCEDURE dbo.sp_getapplock @Resource nvarchar(255), @LockMode varchar(32), @LockOwner varchar(32),
          @LockTimeout int = NULL
        AS RETURN 0;
        """;

    private readonly TSqlModel _model = new(SqlServerVersion.Sql160, new TSqlModelOptions());
    private int _checked;

    public SqlServerModel(params Assembly[] assemblies)
    {
        foreach (var statement in Scripts(assemblies, ".Schema.sqlserver.").SelectMany(s => Statements(s.Contents)))
        {
            _model.AddObjects(statement);
        }
        _model.AddObjects(Stub);
        Columns = [.. Tables().SelectMany(t => t.GetReferenced(Table.Columns).Select(c => new ColumnShape(
            t.Name.Parts[^1], c.Name.Parts[^1], c.GetProperty<bool>(Column.Nullable))))];
    }

    /// <summary>The columns of all tables.</summary>
    public IReadOnlyList<ColumnShape> Columns { get; }

    /// <summary>The scripts of these assemblies for one engine, in the order in which they run.</summary>
    public static IEnumerable<DbUp.Engine.SqlScript> Scripts(IEnumerable<Assembly> assemblies, string folder) =>
        assemblies.SelectMany(a => Migrations.Scripts(a, folder));

    /// <summary>What is wrong with the schema by itself.</summary>
    public IReadOnlyList<string> Faults() => Messages();

    /// <summary>
    /// Reads statements as procedures with these parameters. Any message is a fault: an unknown table is only a
    /// warning to the model. A statement that can't even be taken in is left out of the model, which it would poison.
    /// </summary>
    public IReadOnlyList<string> Check(
        IEnumerable<(string Name, string Sql, IReadOnlyDictionary<string, string> Parameters)> statements)
    {
        var faults = new List<string>();
        var procedures = new Dictionary<string, string>();
        foreach (var (name, sql, parameters) in statements)
        {
            var procedure = $"check_{++_checked}";
            procedures[$"[dbo].[{procedure}]"] = name;
            var text = $"CREATE PROCEDURE dbo.[{procedure}]\n"
                + string.Join(",\n", parameters.Select(p => $"@{p.Key} {p.Value}")) + $"\nAS\nBEGIN\n{sql};\nEND;";
            var fragment = new TSql160Parser(true).Parse(new StringReader(text), out var errors);
            var reader = new InsertReader(Required);
            fragment?.Accept(reader);
            faults.AddRange(errors.Select(e => e.Message).Concat(reader.Faults).Select(f => $"{name}: {f}"));
            if (errors.Count > 0)
            {
                continue;
            }
            try
            {
                _model.AddObjects(text);
            }
            catch (DacModelException e)
            {
                throw new InvalidOperationException($"{name} can't be read, nor anything after it: {e.Message}", e);
            }
        }
        return [.. faults, .. Messages().Select(m =>
            procedures.Where(p => m.Contains(p.Key)).Select(p => $"{p.Value}: ").FirstOrDefault() + m)];
    }

    /// <summary>The type of a column by its name alone, for parameters that are called like one.</summary>
    public string? TypeOf(string column) => Tables().SelectMany(t => t.GetReferenced(Table.Columns))
        .Where(c => string.Equals(c.Name.Parts[^1], column, StringComparison.OrdinalIgnoreCase))
        .SelectMany(c => c.GetReferenced(Column.DataType).Select(t => t.Name.Parts[^1] switch
        {
            "nvarchar" => "nvarchar(4000)",
            "varbinary" or "binary" => "varbinary(max)",
            "datetimeoffset" => "datetimeoffset(7)",
            var other => other,
        })).FirstOrDefault();

    /// <summary>The collations of the text columns of one name; with two, a join can fail on a server.</summary>
    public ILookup<string, string> Collations() => Tables().SelectMany(t => t.GetReferenced(Table.Columns))
        .Where(c => c.GetReferenced(Column.DataType).Any(t => t.Name.Parts[^1] is "nvarchar" or "nchar"))
        .ToLookup(c => c.Name.Parts[^1], c => c.GetProperty<string>(Column.Collation) ?? "");

    public void Dispose() => _model.Dispose();

    // What sys.databases is, only a server knows.
    private List<string> Messages() => [.. _model.Validate()
        .Where(m => !m.Message.Contains("[sys].[databases]")).Select(m => $"{m.Prefix}{m.Number} {m.Message}")];

    private IEnumerable<TSqlObject> Tables() => _model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass);

    // The columns that an INSERT must name.
    private Dictionary<string, HashSet<string>> Required => field ??= Tables().ToDictionary(t => t.Name.Parts[^1],
        t => t.GetReferenced(Table.Columns)
            .Where(c => c.GetMetadata<ColumnType>(Column.ColumnType) == ColumnType.Column
                && !c.GetProperty<bool>(Column.Nullable) && !c.GetProperty<bool>(Column.IsIdentity)
                && !c.GetReferencing(DefaultConstraint.TargetColumn).Any())
            .Select(c => c.Name.Parts[^1]).ToHashSet(StringComparer.OrdinalIgnoreCase),
        StringComparer.OrdinalIgnoreCase);

    // The model takes one statement at a time, and no rows.
    private static IEnumerable<string> Statements(string script)
    {
        var tree = new TSql160Parser(true).Parse(new StringReader(script), out var errors);
        return errors.Count > 0
            ? throw new InvalidOperationException(string.Join("; ", errors.Select(e => $"{e.Line}: {e.Message}")))
            : ((TSqlScript)tree).Batches.SelectMany(b => b.Statements).Where(s => s is not InsertStatement)
                .Select(s => script.Substring(s.StartOffset, s.FragmentLength)).ToList();
    }

    // Two things that the model does not see.
    private sealed class InsertReader(Dictionary<string, HashSet<string>> required) : TSqlFragmentVisitor
    {
        public List<string> Faults { get; } = [];

        public override void Visit(InsertSpecification node)
        {
            var columns = node.Columns.Select(c => c.MultiPartIdentifier.Identifiers[^1].Value).ToList();
            if (node.Target is NamedTableReference table
                && required.TryGetValue(table.SchemaObject.BaseIdentifier.Value, out var needed))
            {
                Faults.AddRange(needed.Except(columns, StringComparer.OrdinalIgnoreCase)
                    .Select(c => $"{table.SchemaObject.BaseIdentifier.Value}.{c} gets no value and may not be null"));
            }
            var counts = node.InsertSource switch
            {
                ValuesInsertSource values => values.RowValues.Select(r => r.ColumnValues.Count),
                SelectInsertSource { Select: QuerySpecification q }
                    when q.SelectElements.All(e => e is SelectScalarExpression) => [q.SelectElements.Count],
                _ => [],
            };
            Faults.AddRange(counts.Where(c => c != columns.Count).Select(c => $"{columns.Count} columns, {c} values"));
        }
    }
}
