using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    /// <summary>What waits for the caller's agency to decide, the overdue first.</summary>
    [Roles(Role.PrivacyOfficer)]
    public override async Task<Wire.ListObjectionsToDecideResponse> ListObjectionsToDecide(
        Wire.ListObjectionsToDecideRequest request, ServerCallContext context)
    {
        await using var work = await database.ReadAsync(Call.Of(context));
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Objection>(SelectToDecide, new { take = page.Take + 1, page.Skip });
        var objections = found.Take(page.Take).ToList();
        var names = await NamesAsync(work, objections.Select(o => (Guid?)o.AgencyId));
        foreach (var person in objections.GroupBy(o => o.PersonId))
        {
            work.Showed(person.Key, person.Select(o => o.Id));
        }
        await work.CommitAsync();

        return new Wire.ListObjectionsToDecideResponse
        {
            Objections = { objections.Select(o => Show(o, names, work.Now)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    // What is due first is what is overdue longest.
    private const string SelectToDecide = $"""
        /*enter*/ SELECT {ObjectionColumns}
        FROM Objection b
        WHERE b.State IN (1, 2) AND {ForItsPrivacyOfficers}
        ORDER BY b.DueOn, b.RecordedAt, b.Id /*page*/
        """;
}
