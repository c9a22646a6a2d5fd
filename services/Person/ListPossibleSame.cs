using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>Pairs that may be one person, for the privacy officers of the agencies concerned.</summary>
    [Roles(Role.PrivacyOfficer)]
    public override async Task<Wire.ListPossibleSameResponse> ListPossibleSame(
        Wire.ListPossibleSameRequest request, ServerCallContext context)
    {
        await using var work = await database.ReadAsync(Call.Of(context));
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var rows = await work.ManyAsync<PossibleSame>(SelectPossibleSame,
            new { take = page.Take + 1, skip = page.Skip });
        var pairs = rows.Take(page.Take).ToList();
        foreach (var person in pairs.SelectMany(p => new[] { p.PersonId, p.OtherPersonId }).Distinct())
        {
            work.Showed(person,
                pairs.Where(p => p.PersonId == person || p.OtherPersonId == person).Select(p => p.Id));
        }
        await work.CommitAsync();

        return new Wire.ListPossibleSameResponse
        {
            Pairs =
            {
                pairs.Select(p => new Wire.PossibleSame
                {
                    PossibleSameId = p.Id.ToString("D"),
                    PersonId = p.PersonId.ToString("D"),
                    OtherPersonId = p.OtherPersonId.ToString("D"),
                    Score = p.Score,
                    Reasons = { p.Reasons },
                    RecordTime = Time(p.RecordedAt),
                }),
            },
            NextPageToken = page.Next(rows.Count, work),
        };
    }

    // An oversight duty in place of the access mark: the officer's agency has signed, has registered one of the two or
    // is involved with one now, and neither has withheld their record from it. What is joined already is settled, and
    // a number that was entered in error for one of the two makes nobody alike.
    private const string SelectPossibleSame = """
        /*enter*/ SELECT s.Id, s.PersonId, s.OtherPersonId, s.Score, s.Reasons, s.RecordedAt
        FROM PossibleSame s
        WHERE s.EnteredInError = 0
          AND EXISTS (SELECT 1 FROM Agreement ag WHERE ag.AgencyId = @callerAgency)
          AND NOT EXISTS (
            SELECT 1 FROM Withheld w
            WHERE w.ItemId IN (s.PersonId, s.OtherPersonId) AND w.Grantee = @callerAgency)
          AND (s.Reasons <> '["same_identifier"]' OR EXISTS (
            SELECT 1 FROM Identifier i INNER JOIN Identifier o
              ON o.Kind = i.Kind AND o.System = i.System AND o.Value = i.Value
            WHERE i.PersonId = s.PersonId AND o.PersonId = s.OtherPersonId
              AND i.EnteredInError = 0 AND o.EnteredInError = 0))
          AND NOT EXISTS (
            SELECT 1 FROM AccessGrant j
            WHERE j.PersonId = s.PersonId AND j.Grantee = s.OtherPersonId AND j.Purpose = 'self'
              AND j.UntilTime IS NULL)
          AND (
            EXISTS (
              SELECT 1 FROM Person p WHERE p.Id IN (s.PersonId, s.OtherPersonId) AND p.AgencyId = @callerAgency)
            OR EXISTS (
              SELECT 1 FROM AccessGrant g INNER JOIN Member m ON m.Grantee = g.Grantee
              WHERE g.PersonId IN (s.PersonId, s.OtherPersonId) AND m.AgencyId = @callerAgency
                AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @latest)))
        ORDER BY s.RecordedAt DESC, s.Score DESC, s.Id
        /*page*/
        """;
}
