using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    /// <summary>What the person keeps from whom, the newest first; for nobody else.</summary>
    [Roles(Role.Person)]
    public override async Task<Wire.ListRestrictionsResponse> ListRestrictions(
        Wire.ListRestrictionsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Restriction>(SelectRestrictions,
            new { personId, take = page.Take + 1, page.Skip });
        var restrictions = found.Take(page.Take).ToList();
        var names = await NamesAsync(work, restrictions.Select(r => (Guid?)r.FromId));
        var teams = await SharingService.TeamsAsync(work, restrictions.Select(r => r.TeamId));
        work.Showed(personId, restrictions.Select(r => r.Id));
        await work.CommitAsync();

        return new Wire.ListRestrictionsResponse
        {
            Restrictions = { restrictions.Select(r => Show(r, names, teams)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectRestrictions = $"""
        SELECT {RestrictionColumns}
        FROM SaidRestriction r
        WHERE r.PersonId = @personId AND /*access:r:self*/
        ORDER BY r.RecordedAt DESC, r.Id /*page*/
        """;
}
