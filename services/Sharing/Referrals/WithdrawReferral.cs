using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>Whoever made a referral takes it back.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.WithdrawReferralResponse> WithdrawReferral(
        Wire.WithdrawReferralRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var reason = call.Role == Role.Person
            ? Check.OptionalWords(request.Reason, 1000)
            : Check.Words(request.Reason, 1000);
        var voice = Whose(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await MadeAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, referral.TeamIds());
        if (work.Team != referral.TeamId)
        {
            throw NotTheReferrer();
        }
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.WithdrawReferralResponse { Referral = Show(earlier, teams, work.Now) };
        }
        var withdrawn = referral.Withdraw(Turn(work, personId, ReferralTurnKind.Withdrawn, reason, voice));
        if (await work.WriteAsync(UpdateReferral, withdrawn) == 0)
        {
            throw Referral.NotWaiting();
        }
        await work.WriteAsync(InsertTurn, withdrawn.Turns[^1]);
        work.Record(personId, referralId,
            new ReferralWithdrawn(referralId, personId, work.Team, voice?.IsPersons ?? false), withdrawn);
        await work.CommitAsync();

        return new Wire.WithdrawReferralResponse { Referral = Show(withdrawn, teams, work.Now) };
    }

    // Somebody who is in both teams acts here for the one that made it.
    private static async Task<Referral> MadeAsync(Work work, Guid personId, Guid referralId)
    {
        var referral = await ReferralAsync(work, personId, referralId);
        if (referral.TeamId is { } maker && work.Team == referral.ToTeamId
            && (await work.ManyAsync<Guid>(SelectParties, new { teamId = maker, toTeamId = maker })).Count > 0)
        {
            await work.EnterTeamAsync(maker);
        }
        return referral;
    }

    private static Problem NotTheReferrer() => Problem.Refused("NOT_THE_REFERRER", "Whoever made it does that.");
}
