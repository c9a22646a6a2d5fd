using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class ProtectionService
{
    /// <summary>The marks that hold, the longest overdue first.</summary>
    [Roles(Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.ListPrivateResponse> ListPrivate(
        Wire.ListPrivateRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);

        await using var work = await database.ReadAsync(call);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<PrivateMark>(SelectMarks,
            new { officer = call.Role == Role.PrivacyOfficer, take = page.Take + 1, page.Skip });
        var marks = found.Take(page.Take).ToList();
        var teams = await SharingService.TeamsAsync(work, marks.Select(m => (Guid?)m.TeamId));
        foreach (var person in marks.GroupBy(m => m.PersonId))
        {
            work.Showed(person.Key, person.Select(m => m.Id));
        }
        await work.CommitAsync();

        return new Wire.ListPrivateResponse
        {
            PrivateMarks = { marks.Select(m => Show(m, teams, work.Now)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectMarks = $"""
        /*enter*/ SELECT {Columns}
        FROM PrivateMark p
        WHERE p.EndedAt IS NULL AND p.EnteredInError = 0 AND {ByTheirTeam}
        ORDER BY p.ReviewDueOn, p.MadeAt, p.Id /*page*/
        """;
}
