using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>What came to one of the caller's teams, or went out from it.</summary>
    [Roles(Role.Staff | Role.System)]
    public override async Task<Wire.ListReferralsResponse> ListReferrals(
        Wire.ListReferralsRequest request, ServerCallContext context)
    {
        var teamId = Check.Id(request.TeamId);
        var box = Check.Code(request.Box);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterTeamAsync(teamId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Referral>(box == Wire.ReferralBox.Inbox ? SelectInbox : SelectOutbox,
            new { teamId, take = page.Take + 1, page.Skip });
        var turns = await TurnsAsync(work, found.Take(page.Take).Select(r => r.Id));
        var referrals = found.Take(page.Take).Select(r => r with { Turns = [.. turns[r.Id]] }).ToList();
        var teams = await TeamsAsync(work, referrals.SelectMany(r => r.TeamIds()));
        foreach (var person in referrals.GroupBy(r => r.PersonId))
        {
            work.Showed(person.Key, person.Select(r => r.Id));
        }
        await work.CommitAsync();

        return new Wire.ListReferralsResponse
        {
            Referrals = { referrals.Select(r => Show(r, teams, work.Now)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectInbox = $"""
        SELECT {ReferralColumns}
        FROM Referral r
        WHERE r.ToTeamId = @teamId AND {Party}
        ORDER BY r.RecordedAt DESC, r.Id /*page*/
        """;

    private const string SelectOutbox = $"""
        SELECT {ReferralColumns}
        FROM Referral r
        WHERE r.TeamId = @teamId AND {Party}
        ORDER BY r.RecordedAt DESC, r.Id /*page*/
        """;
}
