using Microsoft.Data.Sqlite;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Conventions.Sql;

public sealed class SchemaTests
{
    // The sealer's part: what SQLite gives at the commit, SQL Server gives just after it.
    private static readonly HashSet<string> OnlyOnSqlServer = ["Journal.Sequence", "ReadEntry.Sequence"];

    private static readonly HashSet<string> EmptyUntilSealed =
        ["Journal.Position", "Journal.ChainHash", "ReadEntry.Position", "ReadEntry.ChainHash"];

    private static readonly string[] EveryRecordHas = ["Id", "TeamId", "HealthAuthored", "EnteredInError"];

    public static TheoryData<string> Services => new([.. SqlConstants.Services.Select(s => s.Name)]);

    [Theory, MemberData(nameof(Services))]
    public void Both_engines_have_scripts_of_the_same_numbers_and_names(string service)
    {
        var assemblies = Assemblies(service);
        var sqlite = SqlServerModel.Scripts(assemblies, ".Schema.sqlite.").Select(s => s.Name).ToList();

        Assert.Equal(sqlite, SqlServerModel.Scripts(assemblies, ".Schema.sqlserver.").Select(s => s.Name));
        Assert.Equal(sqlite.Count, sqlite.Select(name => name[..4]).Distinct().Count());
    }

    [Theory, MemberData(nameof(Services))]
    public void Both_engines_end_with_the_same_tables_and_columns(string service)
    {
        using var model = new SqlServerModel(Assemblies(service));
        var there = model.Columns.Where(c => !OnlyOnSqlServer.Contains($"{c.Table}.{c.Column}"))
            .Select(c => EmptyUntilSealed.Contains($"{c.Table}.{c.Column}") ? c with { Nullable = false } : c);

        Assert.Equal(Lines(SqliteColumns(service)), Lines(there));
    }

    [Theory, MemberData(nameof(Services))]
    public void What_is_about_a_person_says_who_recorded_it_and_whether_it_stands(string service)
    {
        var excused = Repository.Reasons("tables.tsv");
        var tables = SqliteColumns(service).GroupBy(c => c.Table)
            .Where(t => t.Any(c => c.Column == "PersonId") && !excused.ContainsKey(t.Key));

        Repository.Nothing(
            from table in tables
            let lacking = EveryRecordHas.Except(table.Select(c => c.Column)).ToList()
            where lacking.Count > 0
            select $"{table.Key} lacks {string.Join(", ", lacking)}");
    }

    [Fact]
    public void No_excuse_is_kept_for_a_table_that_needs_none()
    {
        var lacking = SqlConstants.Services.SelectMany(s => SqliteColumns(s.Name)).GroupBy(c => c.Table)
            .Where(t => t.Any(c => c.Column == "PersonId") && !EveryRecordHas.All(c => t.Any(x => x.Column == c)))
            .Select(t => t.Key).Distinct();

        Assert.Equal(lacking.Order(StringComparer.Ordinal),
            Repository.Reasons("tables.tsv").Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>A mistake can be taken back whatever it is, or for a reason in standing.tsv in another way.</summary>
    [Fact]
    public void Whatever_is_recorded_can_be_entered_in_error()
    {
        var updated = SqlConstants.Services.ToDictionary(s => s.Name, s => SqlConstants.Of(s.Assembly)
            .Concat(SqlConstants.Shared.SelectMany(SqlConstants.Of)).Select(c => c.Text).ToList());
        var standing = (from service in SqlConstants.Services
                        from table in SqliteColumns(service.Name)
                        where table.Column == "EnteredInError" && !updated[service.Name].Exists(sql =>
                            sql.Contains($"UPDATE {table.Table} SET EnteredInError = 1", StringComparison.Ordinal))
                        select $"{service.Name}.{table.Table}").Order(StringComparer.Ordinal);

        Assert.Equal(Repository.Reasons("standing.tsv").Keys.Order(StringComparer.Ordinal), standing);
    }

    /// <summary>What the scripts make of a fresh file.</summary>
    internal static List<ColumnShape> SqliteColumns(string service)
    {
        var folder = Directory.CreateTempSubdirectory("schema-").FullName;
        var file = $"Data Source={Path.Combine(folder, "test.db")};Pooling=False";
        var columns = new List<ColumnShape>();
        Migrations.Run(file, true, Assemblies(service)[1]);
        using (var connection = new SqliteConnection(file))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT t.name, c.name, c."notnull" FROM sqlite_master t JOIN pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'SchemaVersions'
                """;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                columns.Add(new ColumnShape(reader.GetString(0), reader.GetString(1), reader.GetInt32(2) == 0));
            }
        }
        Directory.Delete(folder, recursive: true);
        return columns;
    }

    private static System.Reflection.Assembly[] Assemblies(string service) =>
        [SqlConstants.Platform, SqlConstants.Services.Single(s => s.Name == service).Assembly];

    private static List<string> Lines(IEnumerable<ColumnShape> columns) => [.. columns
        .Select(c => $"{c.Table}.{c.Column} {(c.Nullable ? "NULL" : "NOT NULL")}").Order(StringComparer.Ordinal)];
}
