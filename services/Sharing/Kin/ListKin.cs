using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class KinService
{
    /// <summary>What was declared: to staff their own, to administrators their agency's.</summary>
    [Roles(Role.Staff | Role.AgencyAdministrator)]
    public override async Task<Wire.ListKinResponse> ListKin(Wire.ListKinRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);

        await using var work = await database.ReadAsync(call);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Kinship>(SelectKinships, new
        {
            call.Issuer,
            call.Subject,
            agency = call.Agency,
            all = call.Role == Role.AgencyAdministrator,
            take = page.Take + 1,
            page.Skip,
        });
        var kinships = found.Take(page.Take).ToList();
        foreach (var person in kinships.GroupBy(k => k.PersonId))
        {
            work.Showed(person.Key, person.Select(k => k.Id));
        }
        await work.CommitAsync();

        return new Wire.ListKinResponse
        {
            Kinships = { kinships.Select(Show) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectKinships = $"""
        SELECT {Columns}
        FROM Kinship k
        WHERE k.WithdrawnAt IS NULL AND k.EnteredInError = 0 AND k.AgencyId = @agency
          AND (@all = 1 OR (k.Issuer = @issuer AND k.Subject = @subject))
        ORDER BY k.DeclaredAt DESC, k.Id /*page*/
        """;
}
