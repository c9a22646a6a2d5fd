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
    /// <summary>The receiving team asks for more before it answers.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.AskForMoreResponse> AskForMore(
        Wire.AskForMoreRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var question = Check.Words(request.Question);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await ReceivedAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, referral.TeamIds());
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.AskForMoreResponse { Referral = Show(earlier, teams, work.Now) };
        }
        var asked = referral.AskForMore(Turn(work, personId, ReferralTurnKind.MoreAsked, question));
        if (await work.WriteAsync(UpdateReferral, asked) == 0)
        {
            throw Referral.NotWaiting();
        }
        await work.WriteAsync(InsertTurn, asked.Turns[^1]);
        work.Record(personId, referralId, new ReferralMoreAsked(referralId, personId, referral.ToTeamId), asked);
        await work.CommitAsync();

        return new Wire.AskForMoreResponse { Referral = Show(asked, teams, work.Now) };
    }
}
