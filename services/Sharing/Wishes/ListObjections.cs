using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    /// <summary>What the person objected to and what came of it, the newest first; for nobody else.</summary>
    [Roles(Role.Person)]
    public override async Task<Wire.ListObjectionsResponse> ListObjections(
        Wire.ListObjectionsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Objection>(SelectObjections,
            new { personId, take = page.Take + 1, page.Skip });
        var objections = found.Take(page.Take).ToList();
        var names = await NamesAsync(work, objections.Select(o => (Guid?)o.AgencyId));
        work.Showed(personId, objections.Select(o => o.Id));
        await work.CommitAsync();

        return new Wire.ListObjectionsResponse
        {
            Objections = { objections.Select(o => Show(o, names, work.Now)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectObjections = $"""
        SELECT {ObjectionColumns}
        FROM Objection b
        WHERE b.PersonId = @personId AND /*access:b:self*/
        ORDER BY b.RecordedAt DESC, b.Id /*page*/
        """;
}
