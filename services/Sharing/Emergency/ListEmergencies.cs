using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class EmergencyService
{
    /// <summary>Emergency access that was about the caller, was theirs, or is theirs to answer for.</summary>
    [Roles(Role.Person | Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.ListEmergenciesResponse> ListEmergencies(
        Wire.ListEmergenciesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.OptionalId(request.PersonId);

        await using var work = await database.ReadAsync(call);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Emergency>(SelectEmergencies, new
        {
            personId,
            lead = call.Role == Role.TeamLead ? 1 : 0,
            officer = call.Role == Role.PrivacyOfficer ? 1 : 0,
            waitingSince = call.Latest - Emergency.Waits,
            take = page.Take + 1,
            page.Skip,
        });
        var emergencies = found.Take(page.Take).ToList();
        var teams = await SharingService.TeamsAsync(work, emergencies.Select(e => (Guid?)e.TeamId));
        foreach (var person in emergencies.GroupBy(e => e.PersonId))
        {
            work.Showed(person.Key, person.Select(e => e.Id));
        }
        await work.CommitAsync();

        return new Wire.ListEmergenciesResponse
        {
            Emergencies = { emergencies.Select(e => Show(e, teams, call)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectEmergencies = $"""
        /*enter*/ SELECT {EmergencyColumns}
        FROM Emergency e
        WHERE (@personId IS NULL OR e.PersonId = @personId) AND e.EnteredInError = 0 AND (
            (@callerCapacity = 'self' AND EXISTS (
              SELECT 1 FROM AccessGrant sg INNER JOIN Member sm ON sm.Grantee = sg.Grantee
              WHERE sg.PersonId = e.PersonId AND sg.Purpose = 'self'
                AND (sg.UntilTime IS NULL OR sg.UntilTime > @latest)
                AND sm.Issuer = @callerIssuer AND sm.Subject = @callerSubject
                AND sm.Capacity = 'self' AND sm.FromTime <= @now AND (sm.UntilTime IS NULL OR sm.UntilTime > @latest)))
            OR ({OfTheAgency} AND (
              @officer = 1
              OR ({OfTheTeam} AND (@lead = 1 OR ({ByTheCaller})))
              OR (e.OpenedAt IS NULL AND e.ClosedAt IS NULL AND e.AskedAt > @waitingSince
                AND EXISTS (SELECT 1 {FromOwnTeams})))))
        ORDER BY e.AskedAt DESC, e.Id /*page*/
        """;
}
