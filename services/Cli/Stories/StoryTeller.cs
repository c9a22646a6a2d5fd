using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Grpc.Core;

namespace PersonalOutcomes.Cli.Stories;

/// <summary>
/// Tells stories through the public rpcs, each call with its own caller's token, got by really signing in. Request ids
/// are made of the story and the place in it, so telling one twice changes nothing.
/// </summary>
public sealed partial class StoryTeller(Addresses addresses, string folder, Action<string> say) : IDisposable
{
    private readonly Rpc _rpc = new(addresses);
    private readonly Dictionary<string, (string Token, DateTime Until)> _tokens = [];

    /// <summary>What the answers left, by name: ids and etags.</summary>
    public Dictionary<string, string> Kept { get; } = [];

    /// <summary>Agencies, teams and staff; asked for again at every start and done once.</summary>
    public Task SetUpAsync(CancellationToken cancellation) => TellAsync(Read("set-up"), cancellation);

    /// <summary>The four stories, in the order of their files, after the set-up.</summary>
    public async Task<IReadOnlyList<Story>> TellAllAsync(CancellationToken cancellation)
    {
        await SetUpAsync(cancellation);
        var stories = Stories();
        foreach (var story in stories)
        {
            say($"{story.Title}: {story.Tell.Count} calls");
            await TellAsync(story, cancellation);
        }
        return stories;
    }

    /// <summary>The stories, in the order of their files.</summary>
    public IReadOnlyList<Story> Stories() =>
        [.. Directory.GetFiles(folder, "story-*.json").Order().Select(Story.Read)];

    /// <summary>Takes over what an earlier telling kept.</summary>
    public void Remember(IReadOnlyDictionary<string, string> kept)
    {
        foreach (var (name, value) in kept)
        {
            Kept[name] = value;
        }
    }

    /// <summary>Tells one story.</summary>
    public async Task TellAsync(Story story, CancellationToken cancellation)
    {
        for (var place = 0; place < story.Tell.Count; place++)
        {
            var told = story.Tell[place];
            try
            {
                var answer = await _rpc.CallAsync(told.Call, await FillAsync(told.With.ToJsonString(), cancellation),
                    await TokenAsync(told.As, cancellation), $"{story.Name}/{place}", cancellation);
                if (told.Refused is not null)
                {
                    throw new StoryException(story, place, $"should have been refused with {told.Refused}");
                }
                var json = JsonNode.Parse(JsonFormatter.Default.Format(answer))!;
                foreach (var (name, path) in told.Keep)
                {
                    Kept[name] = Find(json, path) ?? throw new StoryException(story, place, $"gave no {path}");
                }
            }
            catch (RpcException refusal)
            {
                if (told.Refused is null || !refusal.StatusCode.ToString().Equals(
                    told.Refused.Replace("_", ""), StringComparison.OrdinalIgnoreCase))
                {
                    throw new StoryException(story, place,
                        $"was refused: {refusal.StatusCode} "
                        + (refusal.GetRpcStatus()?.Message ?? refusal.Status.Detail));
                }
            }
        }
    }

    /// <summary>
    /// Waits, ten seconds at most, until every service has what the others have written: one that was started a moment
    /// ago reads on from where it was.
    /// </summary>
    public async Task LevelAsync(CancellationToken cancellation)
    {
        var token = await TokenAsync("oona", cancellation);
        for (var looks = 0; looks < 50; looks++)
        {
            var found = await Task.WhenAll(Addresses.WithJournal.Select(s => ExamineAsync(s, token, cancellation)));
            if (found.SelectMany(f => f.Copies).All(c =>
                c.Position >= found[Array.IndexOf(Addresses.WithJournal, c.Source)].JournalPosition))
            {
                return;
            }
            await Task.Delay(200, cancellation);
        }
    }

    /// <summary>A person's record, as the gateway gives it to the story's reader.</summary>
    public async Task<Records.V1.GetRecordResponse> ShowAsync(Shown shown, CancellationToken cancellation) =>
        (Records.V1.GetRecordResponse)await _rpc.CallAsync("RecordService/GetRecord",
            new JsonObject { ["personId"] = Kept[shown.Person] }.ToJsonString(),
            await TokenAsync(shown.To, cancellation), Guid.NewGuid().ToString(), cancellation);

    /// <summary>A token of a demo user that has some minutes left.</summary>
    public async Task<string> TokenAsync(string user, CancellationToken cancellation)
    {
        if (!_tokens.TryGetValue(user, out var kept) || kept.Until < DateTime.UtcNow)
        {
            var password = TokenCommand.DemoPasswordOf(user) ?? throw new SignInException($"No demo account {user}.");
            _tokens[user] = kept = (await SignIn.WithPasswordAsync(addresses.Identity, user, password, cancellation),
                DateTime.UtcNow.AddMinutes(7));
        }
        return kept.Token;
    }

    /// <summary>Closes the channels.</summary>
    public void Dispose() => _rpc.Dispose();

    private async Task<Operations.V1.ExamineResponse> ExamineAsync(
        string service, string token, CancellationToken cancellation) =>
        await new Operations.V1.OperationsService.OperationsServiceClient(_rpc.Channel(service)).ExamineAsync(new(),
            new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } },
                DateTime.UtcNow.AddSeconds(30), cancellation));

    private Story Read(string name) => Story.Read(Path.Combine(folder, name + ".json"));

    private async Task<string> FillAsync(string json, CancellationToken cancellation)
    {
        foreach (var user in Subject().Matches(json).Select(m => m.Groups[1].Value).Distinct())
        {
            json = json.Replace($"{{subject:{user}}}",
                SubjectOf(await TokenAsync(user, cancellation)), StringComparison.Ordinal);
        }
        return Name().Replace(json, m => Kept.TryGetValue(m.Groups[1].Value, out var kept)
            ? kept
            : throw new InvalidOperationException($"Nothing is kept under {m.Groups[1].Value}."));
    }

    private static string SubjectOf(string token)
    {
        var body = System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]);
        return (string)JsonNode.Parse(body)!["sub"]!;
    }

    private static string? Find(JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
        {
            node = int.TryParse(part, out var index) ? node?.AsArray().ElementAtOrDefault(index) : node?[part];
        }
        return node?.GetValue<string>();
    }

    [GeneratedRegex(@"\{subject:(\w+)\}")]
    private static partial Regex Subject();

    [GeneratedRegex(@"\{([\w-]+)\}")]
    private static partial Regex Name();
}

/// <summary>A call of a story did not go as the story says.</summary>
public sealed class StoryException(Story story, int place, string what)
    : Exception($"{story.Title}, call {place + 1} ({story.Tell[place].Say}; {story.Tell[place].Call}) {what}");
