using System.Text.Json;
using System.Text.Json.Nodes;

namespace PersonalOutcomes.Cli.Stories;

/// <summary>One story, as data in deploy/stories: who calls what, in which order, and what must come of it.</summary>
public sealed record Story
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The file's name without its ending; request ids are made of it.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is called.</summary>
    public string Title { get; init; } = "";

    /// <summary>The calls, in order.</summary>
    public IReadOnlyList<Told> Tell { get; init; } = [];

    /// <summary>Whose record is shown to whom; nobody's for a story that only prepares others.</summary>
    public IReadOnlyList<Shown> Show { get; init; } = [];

    /// <summary>Reads a file.</summary>
    public static Story Read(string file) => JsonSerializer.Deserialize<Story>(File.ReadAllText(file), Json)! with
    {
        Name = Path.GetFileNameWithoutExtension(file),
    };
}

/// <summary>One call.</summary>
public sealed record Told
{
    /// <summary>What happens, for whoever reads along.</summary>
    public string Say { get; init; } = "";

    /// <summary>The user name of deploy/stories/accounts.tsv who calls.</summary>
    public string As { get; init; } = "";

    /// <summary>The rpc: <c>PlanService/AgreeOutcome</c>.</summary>
    public string Call { get; init; } = "";

    /// <summary>
    /// The request. <c>{name}</c> in a text stands for what was kept, <c>{subject:fiona}</c> for that user's subject.
    /// </summary>
    public JsonObject With { get; init; } = [];

    /// <summary>What is kept of the answer, by name: a path in its JSON.</summary>
    public IReadOnlyDictionary<string, string> Keep { get; init; } = new Dictionary<string, string>();

    /// <summary>The status that the call must be refused with; null when it must succeed.</summary>
    public string? Refused { get; init; }
}

/// <summary>A record that is shown, and to whom.</summary>
public sealed record Shown
{
    /// <summary>The kept name of the person's id.</summary>
    public string Person { get; init; } = "";

    /// <summary>The user, of the second agency, who reads.</summary>
    public string To { get; init; } = "";
}
