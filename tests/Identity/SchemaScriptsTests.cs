using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace PersonalOutcomes.Identity.Tests;

public sealed class SchemaScriptsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("schema-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_scripts_make_the_tables_that_the_model_reads()
    {
        await using var byScripts = Open("scripts.db");
        await SchemaScripts.ApplyAsync(byScripts, CancellationToken.None);
        await using var byModel = Open("model.db");
        await byModel.Database.EnsureCreatedAsync();

        Assert.Equal(
            await TablesAsync(byModel), (await TablesAsync(byScripts)).Where(row => !row.StartsWith("SchemaScript ")));
    }

    [Fact]
    public void The_scripts_for_SQL_Server_make_the_tables_that_the_model_reads()
    {
        using var model = new IdentityDatabase(
            new DbContextOptionsBuilder<IdentityDatabase>().UseSqlServer("Server=none").Options);

        // While there is one script it is the model's own; from the second on this compares what both make.
        var (_, script) = Assert.Single(SchemaScripts.All("SqlServer"));
        Assert.Equal(model.Database.GenerateCreateScript().ReplaceLineEndings("\n").Trim(), script.Trim());
    }

    [Fact]
    public void Both_engines_have_scripts_of_the_same_numbers()
    {
        Assert.Equal(
            SchemaScripts.All("Sqlite").Select(s => s.Number), SchemaScripts.All("SqlServer").Select(s => s.Number));
    }

    [Fact]
    public void SQL_Server_can_read_every_batch_for_it()
    {
        var batches = SchemaScripts.All("SqlServer").SelectMany(script => SchemaScripts.Batches(script.Text)).ToList();

        Assert.True(batches.Count > 8);
        foreach (var batch in batches.Append(SchemaScripts.SqlServerLockAndHistory))
        {
            new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(batch), out var problems);
            Assert.Empty(problems.Select(p => p.Message));
        }
    }

    [Fact]
    public async Task Starts_at_once_run_each_script_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var database = Open("shared.db");
            await SchemaScripts.ApplyAsync(database, CancellationToken.None);
        })));

        await using var after = Open("shared.db");
        Assert.Equal(
            SchemaScripts.All("Sqlite").Count,
            await after.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM SchemaScript").SingleAsync());
    }

    private IdentityDatabase Open(string file) => new(new DbContextOptionsBuilder<IdentityDatabase>()
        .UseSqlite($"Data Source={Path.Combine(folder, file)};Pooling=False").Options);

    private static async Task<List<string>> TablesAsync(IdentityDatabase database)
    {
        await database.Database.OpenConnectionAsync();
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText =
            """
            SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
            FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table'
            UNION ALL
            SELECT tbl_name || ' ' || sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
            ORDER BY 1
            """;
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        Assert.NotEmpty(rows);
        return rows;
    }
}
