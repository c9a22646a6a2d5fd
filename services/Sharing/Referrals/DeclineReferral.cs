using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>The receiving team says no to a referral, and why.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.DeclineReferralResponse> DeclineReferral(
        Wire.DeclineReferralRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await ReceivedAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, referral.TeamIds());
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.DeclineReferralResponse { Referral = Show(earlier, teams, work.Now) };
        }
        var declined = referral.Decline(reason, work.Now);
        if (await work.WriteAsync(UpdateReferral, declined) == 0)
        {
            throw Referral.NotWaiting();
        }
        work.Record(personId, referralId, new ReferralDeclined(referralId, personId, referral.ToTeamId), declined);
        await work.CommitAsync();

        return new Wire.DeclineReferralResponse { Referral = Show(declined, teams, work.Now) };
    }
}
