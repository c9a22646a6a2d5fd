using System.Text.Json;
using System.Text.Json.Nodes;
using PersonalOutcomes.Cli.Stories;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// A valid request of one rpc, in <c>requests/Service.Rpc.json</c>, and what it is refused with when one thing about it
/// is changed. <c>{name}</c> in a text stands for what an earlier call kept, <c>{subject:fiona}</c> for that user's
/// subject, <c>{new}</c> for an id that nobody knows.
/// </summary>
public sealed record RequestFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The files, by the rpc's name.</summary>
    public static IReadOnlyDictionary<string, RequestFile> All { get; } =
        Repository.Files("tests/Conventions/requests", "*.*.json").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => JsonSerializer.Deserialize<RequestFile>(
                File.ReadAllText(Path.Combine(Repository.Root, file)), Json)!);

    /// <summary>Calls that come before others, by what they bring about: <c>requests/first.json</c>.</summary>
    public static IReadOnlyDictionary<string, Told[]> Firsts { get; } =
        JsonSerializer.Deserialize<Dictionary<string, Told[]>>(
            File.ReadAllText(Path.Combine(Repository.Root, "tests/Conventions/requests/first.json")), Json)!;

    /// <summary>The group under which policy.tsv decides about it.</summary>
    public string Group { get; init; } = "";

    /// <summary>What of a record it is about, as policy.tsv names it.</summary>
    public string Kind { get; init; } = "-";

    /// <summary>What has to be there first: names of <c>first.json</c>, in order.</summary>
    public string[] First { get; init; } = [];

    /// <summary>What has to be there first for a person to whom all of the above has happened already.</summary>
    public string[] FirstAgain { get; init; } = [];

    /// <summary>What differs when the person does it by their own sign-in.</summary>
    public JsonObject ByOwnSignIn { get; init; } = [];

    /// <summary>Who calls: a user of deploy/stories/accounts.tsv, or <c>service-plan</c> for a service.</summary>
    public string As { get; init; } = "eileen";

    /// <summary>The valid request.</summary>
    public JsonObject With { get; init; } = [];

    /// <summary>
    /// What can't be left out, as the proto spells the field, with the reason of the refusal. <c>po-request-id</c> is
    /// among them for an rpc with an effect.
    /// </summary>
    public IReadOnlyDictionary<string, string> Needed { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// By field: what an unknown id in it is refused with, <c>FAILED_PRECONDITION TEAM_NOT_INVOLVED</c>, or OK. Left
    /// out: NOT_FOUND.
    /// </summary>
    public IReadOnlyDictionary<string, string> Unknown { get; init; } = new Dictionary<string, string>();

    /// <summary>Somebody else who may make the same call, and for whom the same request id means nothing.</summary>
    public string Other { get; init; } = "sandy";

    /// <summary>What differs in another body under the same request id; left out: the first words get longer.</summary>
    public JsonObject? OtherBody { get; init; }

    /// <summary>
    /// Somebody who may call it, and for whom what the request names does not exist. Empty where an answer is about
    /// nobody.
    /// </summary>
    public string Stranger { get; init; } = "nadia";

    /// <summary>Whether a call leaves an entry in the log of reads, or of writes; false where it is about nobody.</summary>
    public bool Entry { get; init; } = true;

    /// <summary>Whether it can be done once only on a platform, so that each test needs one of its own.</summary>
    public bool OnceOnly { get; init; }

    /// <summary>Other valid requests, by what differs: they go other ways through the rpc.</summary>
    public JsonObject[] Also { get; init; } = [];

    /// <summary>States in which it is refused.</summary>
    public Forbidden[] States { get; init; } = [];

    /// <summary>A request with some fields of another.</summary>
    public static JsonObject Merged(JsonObject with, JsonObject changes)
    {
        var merged = with.DeepClone().AsObject();
        foreach (var (name, value) in changes)
        {
            merged[name] = value?.DeepClone();
        }
        return merged;
    }

    /// <summary>Whether the call changes anything.</summary>
    public bool HasEffect => Needed.ContainsKey("po-request-id");
}

/// <summary>A state in which a valid request is refused.</summary>
public sealed record Forbidden
{
    /// <summary>What else has to be there first.</summary>
    public string[] First { get; init; } = [];

    /// <summary>What differs in the request.</summary>
    public JsonObject With { get; init; } = [];

    /// <summary>Who calls; empty for the request's own caller.</summary>
    public string As { get; init; } = "";

    /// <summary>What it is refused with: <c>FAILED_PRECONDITION NOT_WAITING</c>.</summary>
    public string Answer { get; init; } = "";

    public override string ToString() => Answer;
}
