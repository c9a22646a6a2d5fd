using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>Who was asked to help the person, where that stands and how long they have waited.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.ListPersonsReferralsResponse> ListPersonsReferrals(
        Wire.ListPersonsReferralsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var died = await OnPersonDied.DiedAsync(work, personId);
        var found = await work.ManyAsync<Referral>(SelectPersonsReferrals,
            new { personId, take = page.Take + 1, page.Skip });
        var turns = await TurnsAsync(work, found.Take(page.Take).Select(r => r.Id));
        var referrals = found.Take(page.Take).Select(r => r with { Turns = [.. turns[r.Id]] }).ToList();
        var teams = await TeamsAsync(work, referrals.SelectMany(r => r.TeamIds()));
        var held = await HeldBackAsync(work, referrals.Select(r => r.Id));
        work.Showed(personId, referrals.Select(r => r.Id));
        await work.CommitAsync();

        return new Wire.ListPersonsReferralsResponse
        {
            Referrals =
            {
                referrals.Select(r =>
                {
                    var shown = Show(r, teams, work.Now, held.Contains(r.Id));
                    shown.Sentence = ReferralSentence.Of(shown, r, you: work.Call.Role == Role.Person, died);
                    return shown;
                }),
            },
            NextPageToken = page.Next(found.Count, work),
            Notice = AlwaysSaid,
        };
    }

    private const string SelectPersonsReferrals = $"""
        SELECT {ReferralColumns}
        FROM Referral r
        WHERE r.PersonId = @personId AND {ReferralVisible}
        ORDER BY r.RecordedAt DESC, r.Id /*page*/
        """;
}
