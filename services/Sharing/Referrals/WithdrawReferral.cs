using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>Whoever made a referral takes it back; the person also through somebody who writes it down.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.WithdrawReferralResponse> WithdrawReferral(
        Wire.WithdrawReferralRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var reason = Check.OptionalWords(request.Reason, 1000);
        var voice = Whose(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await MadeAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, [.. referral.TeamIds(), work.Team]);
        if (referral.TeamId is null)
        {
            RequireOwnVoice(work, voice);
        }
        else if (work.Team != referral.TeamId)
        {
            throw NotTheReferrer();
        }
        else
        {
            Check.Words(request.Reason, 1000);
        }
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.WithdrawReferralResponse { Referral = Show(earlier, teams, work.Now) };
        }
        if (voice is { SaidBy: Speaker.Person or Speaker.Representative })
        {
            await OnPersonDied.RequireLivingAsync(work, personId);
        }
        var withdrawn = referral.Withdraw(Turn(work, personId, ReferralTurnKind.Withdrawn, reason, voice));
        if (await work.WriteAsync(UpdateReferral, withdrawn) == 0)
        {
            throw Referral.NotWaiting();
        }
        await work.WriteAsync(InsertTurn, withdrawn.Turns[^1]);
        work.Record(personId, referralId,
            new ReferralWithdrawn(referralId, personId, referral.TeamId, voice?.IsPersons ?? false), withdrawn);
        await work.CommitAsync();

        return new Wire.WithdrawReferralResponse { Referral = Show(withdrawn, teams, work.Now) };
    }

    // A practitioner writes down what the person says, and says nothing of it themselves.
    private static void RequireOwnVoice(Work work, Voice? voice)
    {
        if (work.Team is not null && voice is not { IsPersons: true })
        {
            throw Problem.Refused("PERSON_NOT_ASKED", "Only what the person says themselves counts here.",
                voice is { SaidBy: Speaker.Person } ? "voice.how" : "voice.said_by");
        }
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
