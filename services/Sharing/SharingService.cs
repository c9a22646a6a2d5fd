using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Who is involved with whom, and who may see what: one operation a file, a folder for each noun. This file holds what
/// several of them show.
/// </summary>
public sealed partial class SharingService(IDatabase database, Copies copies, IConfiguration configuration)
    : Wire.SharingService.SharingServiceBase
{
    // Names of teams are nobody's secret; what they do with a person is.
    internal static async Task<Dictionary<Guid, Wire.Team>> TeamsAsync(Work work, IEnumerable<Guid?> ids)
    {
        var teams = await work.ManyAsync<NamedTeam>(SelectTeams,
            new { ids = Each.Of(ids.OfType<Guid>().Distinct()) });
        return teams.ToDictionary(t => t.Id, Show);
    }

    private const string SelectTeams = """
        SELECT t.Id, t.Name, t.AgencyId, a.Name AS AgencyName
        FROM Team t INNER JOIN Agency a ON a.Id = t.AgencyId
        WHERE t.Id IN (/*each:@ids*/)
        """;

    /// <summary>
    /// A row w of Withheld or Restriction is about the caller's agency or a team of theirs, where no grant is asked for
    /// and so no access mark stands.
    /// </summary>
    internal const string KeptFromTheCaller = """
        (w.Grantee = @callerAgency OR w.Grantee IN (
              SELECT wm.Grantee FROM Member wm
              WHERE wm.Issuer = @callerIssuer AND wm.Subject = @callerSubject AND wm.Capacity <> 'self'))
        """;

    internal static Wire.Team Show(NamedTeam team) => new()
    {
        TeamId = team.Id.ToString("D"),
        Name = team.Name,
        AgencyId = team.AgencyId.ToString("D"),
        AgencyName = team.AgencyName,
    };

    internal static Wire.Team? Find(Dictionary<Guid, Wire.Team> teams, Guid? id) =>
        id is { } known ? teams.GetValueOrDefault(known) ?? new Wire.Team { TeamId = known.ToString("D") } : null;

    internal static Wire.Voice Show(Voice voice) => new()
    {
        SaidBy = (Wire.Speaker)(int)voice.SaidBy,
        SaidByName = voice.SaidByName ?? "",
        How = { voice.How },
        WrittenBy = (Wire.Writer)(int)voice.WrittenBy,
        IsPersonsVoice = voice.IsPersons,
    };

    internal static string Show(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null) ?? "";
}
