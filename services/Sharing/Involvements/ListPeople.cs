using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>People I support: those with whom the caller is named.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.ListPeopleResponse> ListPeople(
        Wire.ListPeopleRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        await NewestAsync(call);

        await using var work = await database.ReadAsync(call);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Supported>(SelectSupported, new { take = page.Take + 1, page.Skip });
        var people = found.Take(page.Take).ToList();
        var teams = await TeamsAsync(work, people.Select(p => (Guid?)p.TeamId));
        foreach (var person in people.GroupBy(p => p.PersonId))
        {
            work.Showed(person.Key, person.Select(p => p.InvolvementId));
        }
        await work.CommitAsync();

        return new Wire.ListPeopleResponse
        {
            People =
            {
                people.Select(p => new Wire.SupportedPerson
                {
                    PersonId = p.PersonId.ToString("D"),
                    InvolvementId = p.InvolvementId.ToString("D"),
                    Team = Find(teams, p.TeamId),
                    Role = p.Role,
                    Offer = p.Offer ?? "",
                    FromTime = Show(p.FromTime),
                }),
            },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    // Somebody whom the caller has just registered stands in the list; with Person away it is what is known here.
    private async Task NewestAsync(Call call)
    {
        try
        {
            await copies.LevelAsync("person", call);
        }
        catch (Problem problem) when (problem.RetryAfter is not null)
        {
            // A list refuses nothing, so it need not wait until it is sure.
        }
    }

    // Named in an involvement that lasts, and still of its team.
    private const string SelectSupported = """
        SELECT i.PersonId, i.Id AS InvolvementId, i.TeamId, n.Role, n.Offer, i.FromTime
        FROM Involvement i INNER JOIN NamedPractitioner n ON n.InvolvementId = i.Id
        WHERE n.Issuer = @callerIssuer AND n.Subject = @callerSubject
          AND (i.UntilTime IS NULL OR i.UntilTime > @now)
          AND EXISTS (
            SELECT 1 FROM Member sm
            WHERE sm.Grantee = i.TeamId AND sm.Issuer = n.Issuer AND sm.Subject = n.Subject
              AND (sm.UntilTime IS NULL OR sm.UntilTime > @latest))
          AND /*access:i:involvement*/
        ORDER BY i.FromTime, i.Id /*page*/
        """;

    private sealed record Supported
    {
        public Guid PersonId { get; init; }
        public Guid InvolvementId { get; init; }
        public Guid TeamId { get; init; }
        public string Role { get; init; } = "";
        public string? Offer { get; init; }
        public DateTimeOffset FromTime { get; init; }
    }
}
