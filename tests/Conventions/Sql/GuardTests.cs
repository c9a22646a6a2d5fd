using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Conventions.Rpcs;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Conventions.Sql;

/// <summary>
/// The version in an UPDATE guards what was read. No two calls can show that it does: a person's writes stand in line,
/// and the etag turns away whoever read too early. So each statement is sent once more by itself, as it was.
/// </summary>
[Collection(nameof(Town))]
public sealed class GuardTests(Town town, SqlRecording recording)
{
    [Fact]
    public async Task A_change_of_what_somebody_else_has_changed_since_changes_nothing()
    {
        var (sent, changed) = (new HashSet<string>(), new List<string>());
        // What can happen once in a town has a town of its own, which ends with its scene.
        foreach (var (name, file) in RequestFile.All.Where(f => f.Value is { HasEffect: true, OnceOnly: false }))
        {
            var rpc = Rpc.All[name];
            foreach (var (sql, parameters) in await ChangesAsync(rpc, file))
            {
                sent.Add(sql);
                if (await SentAgainAsync(rpc.Service, sql, parameters) > 0)
                {
                    changed.Add($"{name}: {sql}");
                }
            }
        }

        Repository.Nothing(changed);
        Repository.Nothing(SqlConstants.Services.SelectMany(s => SqlConstants.Of(s.Assembly))
            .Where(c => MovesVersion(c.Text) && !sent.Contains(c.Text)).Select(c => $"{c.Name} was never sent"));
        Assert.NotEmpty(sent);
    }

    private async Task<List<(string Sql, object? Parameters)>> ChangesAsync(Rpc rpc, RequestFile file)
    {
        // Other towns are heard as well: what they send elsewhere has no table here, and what they send here no row.
        var own = SqlConstants.Services.Where(s => s.Name == rpc.Service).Select(s => s.Assembly)
            .Concat(SqlConstants.Shared).SelectMany(SqlConstants.Of).Select(c => c.Text).ToHashSet();
        await using var scene = await Scene.MakeAsync(town, file);
        var request = await scene.FillAsync(rpc, file.With);
        var changes = new List<(string, object?)>();
        recording.Heard += Hear;
        try
        {
            await scene.AcceptedAsync(rpc, file.As, request, Guid.NewGuid().ToString());
        }
        finally
        {
            recording.Heard -= Hear;
        }
        lock (changes)
        {
            return [.. changes];
        }

        void Hear(string sql, object? parameters)
        {
            if (MovesVersion(sql) && own.Contains(sql))
            {
                lock (changes)
                {
                    changes.Add((sql, parameters));
                }
            }
        }
    }

    private async Task<int> SentAgainAsync(string service, string sql, object? parameters)
    {
        var database = town.Platform.Services(service).GetRequiredService<IDatabase>();
        await using var work = await database.BeginAsync(On.Own("guard"), Call.Own("Guard", town.Platform.Time));
        return await work.WriteAsync(sql, parameters);
    }

    private static bool MovesVersion(string sql) => sql.StartsWith("UPDATE", StringComparison.Ordinal)
        && sql.Split("WHERE")[0].Contains("Version = @Version", StringComparison.Ordinal);
}
