using Microsoft.Data.Sqlite;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd;

/// <summary>
/// The platform as real processes, with a team at work in it. Review's database lies on a disk of a few megabytes,
/// which a test can fill; that takes the right to mount one.
/// </summary>
public sealed class Processes : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outcomes-").FullName;

    /// <summary>The run.</summary>
    public LocalRun Run { get; private set; } = null!;

    /// <summary>The team and the people it supports.</summary>
    public Scene Scene { get; private set; } = null!;

    /// <summary>The small disk; null where none could be mounted.</summary>
    public SmallDisk? SmallDisk { get; private set; }

    /// <summary>Starts everything.</summary>
    public async Task InitializeAsync()
    {
        SmallDisk = SmallDisk.Mount(Path.Combine(_folder, "small"), megabytes: 6);
        if (SmallDisk is not null)
        {
            File.CreateSymbolicLink(
                Path.Combine(_folder, "reviewdb.db"), Path.Combine(SmallDisk.Folder, "reviewdb.db"));
        }
        Run = await LocalRun.StartAsync(_folder);
        Scene = await Scene.SetAsync(Run, people: 6);
    }

    /// <summary>Stops everything; nothing is left.</summary>
    public async Task DisposeAsync()
    {
        await Run.StopAsync();
        SmallDisk?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Rows of a service's database, read as another process reads them.</summary>
    public List<T> Rows<T>(string service, string sql, Func<SqliteDataReader, T> read)
    {
        using var connection =
            new SqliteConnection($"Data Source={Run.DatabaseFile(service)};Mode=ReadOnly;Pooling=False");
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

    /// <summary>Waits until Insight has followed every source to its head.</summary>
    public Task InsightLevelAsync() => Eventually.TrueAsync(async () =>
    {
        var insight = await ExamineAsync("insight");
        var heads = await Task.WhenAll(insight.Copies.Select(async c =>
            c.Position == (await ExamineAsync(c.Source)).JournalPosition && c is { Parked: 0, Refused: false }));
        return heads.All(level => level);
    }, TimeSpan.FromMinutes(1), () => "Insight is level with every source");

    /// <summary>How a service is, as an operator sees it.</summary>
    public Task<Operations.V1.ExamineResponse> ExamineAsync(string service) => Scene.ExamineAsync(Run, service);

    /// <summary>Holds every row of Insight's model that comes from Plan against Plan's journal.</summary>
    public void InsightEqualsPlansJournal()
    {
        foreach (var (type, table, id) in new[]
        {
            ("OutcomeProposed", "OutcomeProposedFact", "OutcomeId"),
            ("OutcomeAgreed", "OutcomeAgreedFact", "OutcomeId"), ("StepAdded", "StepAddedFact", "StepId"),
        })
        {
            var journal = Rows("plan", $"SELECT Position, ItemId FROM Journal WHERE Type = '{type}' ORDER BY Position",
                r => (r.GetInt64(0), r.GetString(1)));
            var model = Rows("insight", $"SELECT Position, {id} FROM {table} ORDER BY Position",
                r => (r.GetInt64(0), r.GetString(1)));
            Assert.Equal(journal, model);
        }
    }
}

/// <summary>One run for all tests that end, starve or watch processes; they are run one after the other.</summary>
[CollectionDefinition(nameof(Processes))]
public sealed class ProcessesCollection : ICollectionFixture<Processes>;
