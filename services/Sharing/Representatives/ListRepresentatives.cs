using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class RepresentativeService
{
    /// <summary>Who acts or has acted for the person; to a representative themselves alone.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListRepresentativesResponse> ListRepresentatives(
        Wire.ListRepresentativesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Representative>(SelectRepresentatives,
            new { personId, all = call.Role != Role.Representative, take = page.Take + 1, page.Skip });
        var representatives = found.Take(page.Take).ToList();
        work.Showed(personId, representatives.Select(r => r.Id));
        await work.CommitAsync();

        return new Wire.ListRepresentativesResponse
        {
            Representatives = { representatives.Select(r => Show(r, call)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectRepresentatives = $"""
        SELECT {Columns}
        FROM Representative r
        WHERE r.PersonId = @personId AND /*access:r:representative*/
          AND (@all = 1 OR (r.Issuer = @callerIssuer AND r.Subject = @callerSubject))
        ORDER BY r.NamedAt DESC, r.Id /*page*/
        """;
}
