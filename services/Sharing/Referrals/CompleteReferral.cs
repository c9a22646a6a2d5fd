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
    /// <summary>The receiving team tells the referrer and the person what came of a referral.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.CompleteReferralResponse> CompleteReferral(
        Wire.CompleteReferralRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var whatCame = Check.Words(request.WhatCameOfIt);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await ReceivedAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, referral.TeamIds());
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.CompleteReferralResponse { Referral = Show(earlier, teams, work.Now) };
        }
        var completed = referral.Complete(Turn(work, personId, ReferralTurnKind.Completed, whatCame));
        if (await work.WriteAsync(UpdateReferral, completed) == 0)
        {
            throw Problem.Refused("ALREADY_COMPLETED", "What came of it has been told already.");
        }
        await work.WriteAsync(InsertTurn, completed.Turns[^1]);
        work.Record(personId, referralId, new ReferralCompleted(referralId, personId, referral.ToTeamId), completed);
        await work.CommitAsync();

        return new Wire.CompleteReferralResponse { Referral = Show(completed, teams, work.Now) };
    }
}
