using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Conventions.Sql;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>All services, the demo agencies and staff, and every rpc by its request file.</summary>
[CollectionDefinition(nameof(Town))]
public sealed class Towns : ICollectionFixture<SqlRecording>, ICollectionFixture<Town>;

/// <summary>One town: every test of a request file makes people of its own in it.</summary>
public sealed class Town : IAsyncLifetime
{
    /// <summary>Where everything runs.</summary>
    public Platform Platform { get; } = new();

    /// <summary>The teams.</summary>
    public IReadOnlyDictionary<string, string> Teams { get; private set; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        Teams = await Platform.SetUpAsync();
        var oona = await Platform.SignInAsync("oona");
        await oona.Insight.PublishPeriodAsync(new() { Month = "2026-08" });
    }

    public async Task DisposeAsync() => await Platform.DisposeAsync();
}

/// <summary>What has to be there before a request is valid, made anew for each test, and calls in it.</summary>
public sealed partial class Scene : IAsyncDisposable
{
    private static int _scenes;

    private readonly Town _town;
    private readonly Town? _own;
    private readonly RequestFile _file;
    private Dictionary<string, string> _kept;
    private (long Writes, long Reads) _before;

    /// <summary>An empty one.</summary>
    public Scene(Town town)
        : this(town, null, new())
    {
    }

    private Scene(Town town, Town? own, RequestFile file) =>
        (_town, _own, _file, _kept) = (town, own, file, new((own ?? town).Teams) { ["born"] = Born() });

    /// <summary>The same people, to whom something else may happen.</summary>
    public Scene Copy() => new(_town) { _kept = new(_kept) };

    /// <summary>The services.</summary>
    public Platform Platform => (_own ?? _town).Platform;

    /// <summary>Makes what a request needs, in order.</summary>
    public static async Task<Scene> MakeAsync(Town town, RequestFile file)
    {
        var own = file.OnceOnly ? new Town() : null;
        if (own is not null)
        {
            await own.InitializeAsync();
        }
        var scene = new Scene(town, own, file);
        await scene.TellAsync(file.First);
        scene._before = scene.Entries(Rpc.All.Values.Single(r => RequestFile.All.GetValueOrDefault(r.Name) == file));
        return scene;
    }

    /// <summary>The same with other people in it.</summary>
    public Task<Scene> AnewAsync() => MakeAsync(_town, _file);

    /// <summary>What this rpc has left since the scene was made: entries of writes, and of reads.</summary>
    public (long Writes, long Reads) Left(Rpc rpc)
    {
        var (writes, reads) = Entries(rpc);
        return (writes - _before.Writes, reads - _before.Reads);
    }

    /// <summary>Whether an answer names the person.</summary>
    public bool IsIn(IMessage answer) =>
        _kept.TryGetValue("person", out var person) && answer.ToString()!.Contains(person, StringComparison.Ordinal);

    /// <summary>Stops services that were its own.</summary>
    public ValueTask DisposeAsync() => _own is null ? default : new(_own.DisposeAsync());

    /// <summary>Makes some more.</summary>
    public async Task TellAsync(IEnumerable<string> firsts)
    {
        foreach (var told in firsts.SelectMany(f => RequestFile.Firsts[f]))
        {
            await TellAsync(Rpc.All[told.Call.Replace('/', '.')], told.As, told.With, told.Keep);
        }
    }

    /// <summary>One call, of which some things are kept under names.</summary>
    public async Task<IMessage> TellAsync(
        Rpc rpc, string user, JsonObject with, IReadOnlyDictionary<string, string> keep)
    {
        var answer = await AcceptedAsync(rpc, user, await FillAsync(rpc, with), Guid.NewGuid().ToString());
        var json = JsonNode.Parse(JsonFormatter.Default.Format(answer))!;
        foreach (var (name, path) in keep)
        {
            _kept[name] = path.Split('.').Aggregate(json, (node, part) =>
                int.TryParse(part, out var index) ? node[index]! : node[part]!).GetValue<string>();
        }
        return answer;
    }

    /// <summary>What was kept under a name.</summary>
    public string Kept(string name) => _kept[name];

    /// <summary>Keeps something under a name.</summary>
    public void Keep(string name, string value) => _kept[name] = value;

    /// <summary>Whether anything was kept under a name.</summary>
    public bool Keeps(string name) => _kept.ContainsKey(name);

    /// <summary>Whether an id was kept under any name.</summary>
    public bool Knows(string id) => _kept.ContainsValue(id);

    /// <summary>The request as it goes out.</summary>
    public async Task<IMessage> FillAsync(Rpc rpc, JsonObject with)
    {
        var json = with.ToJsonString();
        foreach (var user in Subject().Matches(json).Select(m => m.Groups[1].Value).Distinct())
        {
            json = json.Replace($"{{subject:{user}}}",
                await (await Platform.SignInAsync(user)).SubjectAsync(), StringComparison.Ordinal);
        }
        return rpc.Request(Name().Replace(json, m =>
            m.Groups[1].Value switch
            {
                "new" => Guid.NewGuid().ToString(),
                "in-a-month" => Platform.Time.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", null),
                var name => _kept[name],
            }));
    }

    /// <summary>Calls as somebody.</summary>
    public async Task<AsyncUnaryCall<IMessage>> CallAsync(
        Rpc rpc, string user, IMessage request, string? requestId = null, string? purpose = null) =>
        Send(rpc, await Platform.TokenAsync(user), request, requestId, purpose);

    /// <summary>Calls with any token, or none.</summary>
    public AsyncUnaryCall<IMessage> Send(
        Rpc rpc, string? token, IMessage request, string? requestId = null, string? purpose = null)
    {
        var headers = new Metadata();
        foreach (var (name, value) in new[]
        {
            ("authorization", token is null ? null : $"Bearer {token}"), ("po-request-id", requestId),
            ("po-purpose", purpose),
        })
        {
            if (value is not null)
            {
                headers.Add(name, value);
            }
        }
        return rpc.Call(Channels.To(Platform.Address(rpc.Service)).CreateCallInvoker(), request, headers);
    }

    /// <summary>Calls, and must be accepted.</summary>
    public async Task<IMessage> AcceptedAsync(Rpc rpc, string user, IMessage request, string requestId)
    {
        try
        {
            return await (await CallAsync(rpc, user, request, requestId)).ResponseAsync;
        }
        catch (RpcException refused)
        {
            var details = refused.GetRpcStatus();
            Assert.Fail($"{rpc.Name} by {user} was refused: {refused.StatusCode} "
                + $"{details?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason} "
                + $"{details?.GetDetail<Google.Rpc.BadRequest>()?.FieldViolations[0].Field}\n{request}");
            throw;
        }
    }

    /// <summary>A service has followed every source of its to the head.</summary>
    public async Task LevelAsync(string service)
    {
        var services = Platform.Services(service);
        foreach (var source in services.GetRequiredService<Handlers>().Sources)
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await services.GetRequiredService<Copies>().LevelAsync(source, Call.Own("Asked", Platform.Time));
                    break;
                }
                catch (Problem problem) when (problem.RetryAfter is not null && tries < 50)
                {
                }
            }
        }
    }

    /// <summary>How many entries this rpc has left: writes, and reads, of its service.</summary>
    public (long Writes, long Reads) Entries(Rpc rpc)
    {
        if (rpc.Service == "gateway")
        {
            return (0, 0);
        }
        using var connection = new SqliteConnection($"Data Source={Platform.DatabaseFile(rpc.Service)};Pooling=False");
        connection.Open();
        return (Count("Journal"), Count("ReadEntry"));

        long Count(string table)
        {
            using var command = new SqliteCommand($"SELECT COUNT(*) FROM {table} WHERE Rpc = $rpc", connection);
            command.Parameters.AddWithValue("$rpc", rpc.Path);
            return (long)command.ExecuteScalar()!;
        }
    }

    // Of each scene another day: where all of a town are alike, every new person is compared with all before and noted.
    private static string Born() =>
        new DateOnly(1924, 1, 1).AddDays(Interlocked.Increment(ref _scenes) % 30_000).ToString("yyyy-MM-dd", null);

    [GeneratedRegex(@"\{subject:(\w+)\}")]
    private static partial Regex Subject();

    [GeneratedRegex(@"\{([\w-]+)\}")]
    private static partial Regex Name();
}
