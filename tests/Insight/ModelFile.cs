using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Database.Sqlite;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>Insight's database alone, in a file, with its handlers.</summary>
internal sealed class ModelFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("insight-").FullName;
    private readonly SqliteDatabase _database;

    public ModelFile()
    {
        var connection = $"Data Source={Path.Combine(_folder, "insight.db")}";
        Migrations.Run(connection, sqlite: true, typeof(InsightService).Assembly);
        _database = new SqliteDatabase(connection, NullLogger.Instance);
    }

    /// <summary>What a source told, as the entries of its journal.</summary>
    public static Dictionary<string, Queue<Entry>> Journals(IEnumerable<Told> told) => told.GroupBy(t => t.Source)
        .ToDictionary(s => s.Key, s => new Queue<Entry>(s.Select((t, i) => new Entry
        {
            Position = i + 1,
            Stream = t.Stream,
            EventId = Guid.NewGuid(),
            Type = t.Event.GetType().Name,
            Version = 1,
            RecordedAt = t.At,
            TeamId = t.Team,
            EventJson = JsonSerializer.Serialize(t.Event, t.Event.GetType(), LogRow.Json),
        })));

    /// <summary>Applies entries in the order given, in transactions of any size.</summary>
    public async Task ApplyAsync(Model model, IEnumerable<(string Source, Entry Entry)> entries, int together = 50)
    {
        var handlers = model.Follow();
        foreach (var chunk in entries.Chunk(together))
        {
            await using var work = await _database.BeginAsync(On.Own("test"), Own());
            foreach (var (source, entry) in chunk)
            {
                if (handlers.For($"{source}#{model.Generation}", entry.Type) is { } handler)
                {
                    await handler(entry, work);
                }
            }
            await work.CommitAsync();
        }
    }

    public Task ApplyAsync(Model model, Town town) => ApplyAsync(model,
        Journals(town.Told).SelectMany(s => s.Value.Select(e => (s.Key, e))));

    public Task<string> HashAsync(Model model) => ReadAsync(work => ModelHash.OfAsync(work, model));

    /// <summary>The figures of a question: how many, or null where they are held back.</summary>
    public async Task<Dictionary<string, int?>> FiguresAsync(
        Model model, string month, string question, Whose whose, Guid id)
    {
        var cells = await ReadAsync(work => Figures.OfAsync(work, model, Month.Read(month)));
        return cells.Where(c => c.Question == question && c.Cell.Whose == whose && c.Cell.Id == id).ToDictionary(
            c => c.Cell.Answer is { } answer ? Questions.Answers(question)[answer] : "total", c => c.Cell.Count);
    }

    public Task<List<Questions.Counted>> CountAsync(Model model, string question, string month) =>
        ReadAsync(work => Questions.CountAsync(work, model, question, Month.Read(month)));

    public Task DropAsync(Model model) => ModelHash.DropAsync(_database, model, Own());

    private async Task<T> ReadAsync<T>(Func<Work, Task<T>> read)
    {
        await using var work = await _database.ReadAsync(Own());
        var result = await read(work);
        await work.CommitAsync();
        return result;
    }

    private static Call Own() => Call.Own("test", TimeProvider.System);

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
