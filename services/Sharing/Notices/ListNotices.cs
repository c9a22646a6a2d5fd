using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class NoticeService
{
    /// <summary>What waits for the caller, and what they were told before.</summary>
    [Roles(Role.Person | Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.ListNoticesResponse> ListNotices(
        Wire.ListNoticesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.OptionalId(request.PersonId);
        var (lead, officer) = Rank(call);

        await using var work = await database.ReadAsync(call);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Notice>(SelectNotices,
            new { personId, lead, officer, take = page.Take + 1, page.Skip });
        var notices = found.Take(page.Take).ToList();
        var teams = await SharingService.TeamsAsync(work, notices.SelectMany(TeamIds));
        foreach (var person in notices.GroupBy(n => n.PersonId))
        {
            work.Showed(person.Key, person.Select(n => n.Id));
        }
        await work.CommitAsync();

        return new Wire.ListNoticesResponse
        {
            Notices = { notices.Select(n => Show(n, teams)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectNotices = $"""
        SELECT {NoticeColumns}
        FROM Notice n
        WHERE (@personId IS NULL OR n.PersonId = @personId) AND {Mine}
        ORDER BY n.SinceTime DESC, n.Id /*page*/
        """;
}
