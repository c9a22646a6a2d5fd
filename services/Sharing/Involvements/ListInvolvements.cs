using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    internal const string AlwaysSaid = "Some entries may be held back by law.";

    /// <summary>Who is involved with a person now, in plain words.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListInvolvementsResponse> ListInvolvements(
        Wire.ListInvolvementsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var died = await OnPersonDied.DiedAsync(work, personId);
        var lead = await LeadService.LeadsAsync(work, personId);
        var found = await work.ManyAsync<Involvement>(SelectInvolvements,
            new { personId, protection = LegalBasis.AdultProtection, take = page.Take + 1, page.Skip });
        var involvements = found.Take(page.Take).ToList();
        var origins = await OriginsAsync(work, personId, involvements.Select(i => i.ReferralId));
        var teams = await TeamsAsync(work,
            [.. involvements.Select(i => (Guid?)i.TeamId), .. origins.Values.Select(r => r.TeamId)]);
        var without = (await work.ManyAsync<Guid>(SelectWithoutAgreement,
            new { ids = Each.Of(involvements.Select(i => i.TeamId).Distinct()) })).ToHashSet();
        var named = (await work.ManyAsync<NamedPractitioner>(SelectNamed,
            new { personId, ids = Each.Of(involvements.Select(i => i.Id)) })).ToLookup(p => p.InvolvementId);
        var secret = (await work.ManyAsync<Guid>(SelectSecret,
            new { personId, ids = Each.Of(involvements.Select(i => i.Id)) })).ToHashSet();
        work.Showed(personId, involvements.Select(i => i.Id));
        await work.CommitAsync();

        return new Wire.ListInvolvementsResponse
        {
            Involvements =
            {
                involvements.Select(i =>
                {
                    var shown = Show(i, named[i.Id], origins, teams, work.Now);
                    shown.IsLead = i.TeamId == lead?.TeamId;
                    shown.MayNotLook = without.Contains(i.TeamId);
                    shown.IsSecret = secret.Contains(i.Id);
                    shown.Sentence = Sentence.Of(shown, i, you: work.Call.Role == Role.Person, died);
                    return shown;
                }),
            },
            NextPageToken = page.Next(found.Count, work),
            Notice = AlwaysSaid,
        };
    }

    internal const string InvolvementColumns = """
        i.Id, i.PersonId, i.TeamId, i.HealthAuthored, i.EnteredInError, i.Version, i.ReferralId, i.LegalBasis,
          i.Evidence, i.Purpose, i.FromTime, i.UntilTime, i.EndReason
        """;

    // Who acts for the person is never told that anybody is there to protect them.
    private const string SelectInvolvements = $"""
        SELECT {InvolvementColumns}
        FROM Involvement i
        WHERE i.PersonId = @personId AND (i.UntilTime IS NULL OR i.UntilTime > @now) AND /*access:i:involvement*/
          AND (@callerCapacity = 'self' OR NOT EXISTS (
            SELECT 1 FROM PrivateMark pm WHERE pm.InvolvementId = i.Id AND pm.EndedAt IS NULL AND NOT EXISTS (
              SELECT 1 FROM Member om
              WHERE om.Grantee = i.TeamId AND om.Issuer = @callerIssuer AND om.Subject = @callerSubject
                AND (om.UntilTime IS NULL OR om.UntilTime > @latest))))
          AND (@callerCapacity <> 'representative'
            OR (i.Purpose <> 'adult_protection' AND i.LegalBasis <> @protection))
        ORDER BY i.FromTime, i.Id /*page*/
        """;

    private const string SelectWithoutAgreement = """
        SELECT t.Id
        FROM Team t
        WHERE t.Id IN (/*each:@ids*/) AND NOT EXISTS (SELECT 1 FROM Agreement a WHERE a.AgencyId = t.AgencyId)
        """;

    private const string SelectSecret = """
        SELECT i.Id
        FROM Involvement i
        WHERE i.PersonId = @personId AND i.Id IN (/*each:@ids*/) AND /*access:i:involvement*/
          AND EXISTS (SELECT 1 FROM PrivateMark pm WHERE pm.InvolvementId = i.Id AND pm.EndedAt IS NULL)
        """;

    // Whoever has left the team no longer works with the person.
    private const string SelectNamed = """
        SELECT n.Id, n.InvolvementId, n.PersonId, n.TeamId, n.Issuer, n.Subject, s.Name, n.Role, n.Offer
        FROM NamedPractitioner n
          INNER JOIN Staff s ON s.TeamId = n.TeamId AND s.Issuer = n.Issuer AND s.Subject = n.Subject
        WHERE n.PersonId = @personId AND n.InvolvementId IN (/*each:@ids*/)
          AND (s.UntilTime IS NULL OR s.UntilTime > @now) AND /*access:n:involvement*/
        ORDER BY s.Name
        """;

    internal static Wire.Involvement Show(Involvement involvement, IEnumerable<NamedPractitioner> practitioners,
        Dictionary<Guid, Referral> origins, Dictionary<Guid, Wire.Team> teams, DateTimeOffset now)
    {
        var origin = involvement.ReferralId is { } id ? origins.GetValueOrDefault(id) : null;
        return new Wire.Involvement
        {
            InvolvementId = involvement.Id.ToString("D"),
            PersonId = involvement.PersonId.ToString("D"),
            Team = Find(teams, involvement.TeamId),
            Practitioners =
            {
                practitioners.Select(p => new Wire.Practitioner
                {
                    Issuer = p.Issuer,
                    Subject = p.Subject,
                    Name = p.Name,
                    Role = p.Role,
                    Offer = p.Offer ?? "",
                }),
            },
            LegalBasis = (Wire.LegalBasis)(int)involvement.LegalBasis,
            Purpose = involvement.Purpose,
            FromTime = Show(involvement.FromTime),
            UntilTime = involvement.Lasts(now) ? "" : Show(involvement.UntilTime),
            LastOn = involvement.LastOn?.ToString("yyyy-MM-dd", null) ?? "",
            EndReason = involvement.EndReason ?? "",
            ReferralId = origin?.Id.ToString("D") ?? "",
            Evidence = involvement.Evidence ?? "",
            ReferredOn = origin?.HappenedOn.ToString("yyyy-MM-dd", null) ?? "",
            ReferredBy = Find(teams, origin?.TeamId),
        };
    }

    // When and by whom somebody was passed on is for everybody involved, why is not; and a referral that is withheld
    // from the caller is not there at all.
    private static async Task<Dictionary<Guid, Referral>> OriginsAsync(
        Work work, Guid personId, IEnumerable<Guid?> referrals)
    {
        var found = await work.ManyAsync<Referral>(SelectOrigins,
            new { personId, ids = Each.Of(referrals.OfType<Guid>()) });
        return found.ToDictionary(r => r.Id);
    }

    // By the party's right too: whoever ends an involvement has no other once it has ended.
    private const string SelectOrigins = $"""
        SELECT r.Id, r.PersonId, r.TeamId, r.HappenedOn
        FROM Referral r
        WHERE r.PersonId = @personId AND r.Id IN (/*each:@ids*/) AND ({Party} OR /*access:r:referral*/)
        """;
}
