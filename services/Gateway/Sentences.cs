using System.Globalization;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Gateway;

/// <summary>
/// Says an entry of a log as one would say it to the person. The words are all in vocabulary/sentences.tsv, a line for
/// every rpc that leaves an entry about somebody.
/// </summary>
public static class Sentences
{
    private static readonly Vocabulary Lines = Vocabulary.Of(typeof(Sentences).Assembly, "sentences");
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The whole sentence, and for staff what it was for.</summary>
    public static string Of(Entry entry, Names names)
    {
        var at = TimeZoneInfo.ConvertTime(
            DateTimeOffset.Parse(entry.RecordTime, CultureInfo.InvariantCulture), London);
        // What somebody gave a name goes in last, so that nothing in it is taken for a place to fill.
        var line = Words("line").Replace("{day}", at.ToString("d MMMM yyyy", CultureInfo.InvariantCulture))
            .Replace("{time}", at.ToString("HH:mm", CultureInfo.InvariantCulture))
            .Replace("{did}", Words(Did(entry)).Replace("{who}", Who(entry, names)));
        return Purpose(entry) is { } purpose ? $"{line} {purpose}" : line;
    }

    /// <summary>What is said of a log that can't be read just now.</summary>
    public static string Missing(string what) => Words($"missing:{what}");

    private static string Did(Entry entry) => Lines[entry.Rpc] switch
    {
        // A service may be newer than the gateway.
        null => entry.Wrote ? "other:write" : "other:read",
        var line => line["kind"] == "write" && !entry.Wrote ? "again" : entry.Rpc,
    };

    private static string Who(Entry entry, Names names) => entry switch
    {
        { Role: "person" or "representative" } => Words($"who:{entry.Role}"),
        { TeamId.Length: > 0 } => names.Teams.GetValueOrDefault(entry.TeamId) is { } team
            ? Words(entry.Role == "system" ? "who:system" : "who:team")
                .Replace("{agency}", team.AgencyName).Replace("{team}", team.Name)
            : Words("who:unknown"),
        _ => names.Agencies.GetValueOrDefault(entry.AgencyId) is { } agency
            ? Words(entry.Role == "privacy_officer" ? "who:privacy_officer" : "who:staff").Replace("{agency}", agency)
            : Words("who:unknown"),
    };

    // Nobody is asked what they look at their own record for, and a service has no purpose of its own.
    private static string? Purpose(Entry entry) => entry.Role switch
    {
        "person" or "representative" or "service" => null,
        "privacy_officer" => Words("for:oversight"),
        _ => Lines[$"for:{entry.Purpose}"]?["sentence"],
    };

    private static string Words(string what) => Lines[what]!["sentence"];
}

/// <summary>What teams and agencies are called, by id.</summary>
/// <param name="Teams">Teams.</param>
/// <param name="Agencies">Agencies.</param>
public sealed record Names(IReadOnlyDictionary<string, Team> Teams, IReadOnlyDictionary<string, string> Agencies)
{
    /// <summary>Those of these teams, and of their agencies.</summary>
    public static Names Of(IReadOnlyCollection<Team> teams) => new(
        teams.DistinctBy(t => t.TeamId).ToDictionary(t => t.TeamId),
        teams.DistinctBy(t => t.AgencyId).ToDictionary(t => t.AgencyId, t => t.AgencyName));
}
