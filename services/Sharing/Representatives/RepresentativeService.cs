using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>Who may act for a person: one operation a file.</summary>
public sealed partial class RepresentativeService(IDatabase database)
    : Wire.RepresentativeService.RepresentativeServiceBase
{
    private static async Task<Representative> RepresentativeAsync(Work work, Guid personId, Guid representativeId) =>
        await work.OneAsync<Representative>(SelectRepresentative, new { personId, representativeId })
            ?? throw Problem.NotFound();

    internal const string Columns = """
        r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.Version, r.Name, r.Role, r.Scope, r.Evidence,
          r.StartsOn, r.EndsOn, r.Said, r.SaidBy, r.SaidByName, r.How, r.WrittenBy, r.Issuer, r.Subject, r.NamedAt,
          r.EndedAt, r.EndReason
        """;

    private const string SelectRepresentative = $"""
        SELECT {Columns}
        FROM Representative r
        WHERE r.Id = @representativeId AND r.PersonId = @personId AND /*access:r:representative*/
        """;

    // What was said about them, and why it ended, is not for them.
    private static Wire.Representative Show(Representative representative, Call call)
    {
        var shown = new Wire.Representative
        {
            RepresentativeId = representative.Id.ToString("D"),
            PersonId = representative.PersonId.ToString("D"),
            Name = representative.Name,
            Role = (Wire.RepresentativeRole)(int)representative.Role,
            Scope = (Wire.RepresentativeScope)(int)representative.Scope,
            StartsOn = representative.StartsOn.ToString("yyyy-MM-dd", null),
            EndsOn = representative.EndsOn?.ToString("yyyy-MM-dd", null) ?? "",
            Bound = representative.Subject is not null,
            EndTime = SharingService.Show(representative.EndedAt),
        };
        if (call.Role != Role.Representative)
        {
            shown.Evidence = representative.Evidence ?? "";
            shown.EndReason = representative.EndReason ?? "";
            shown.WithThePersonsSay = representative.Voice is not { } voice ? null : new Wire.PersonsSay
            {
                Voice = SharingService.Show(voice),
                Said = representative.Said ?? "",
            };
        }
        return shown;
    }
}
