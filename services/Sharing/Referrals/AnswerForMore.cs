using Grpc.Core;
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
    /// <summary>The referrer or the person tells the receiving team what it asked for.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.AnswerForMoreResponse> AnswerForMore(
        Wire.AnswerForMoreRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var answer = Check.Words(request.Answer);
        var voice = Whose(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await MadeAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, referral.TeamIds());
        // The person's own hand has no team, and answers whoever made it.
        if (work.Team is { } team && team != referral.TeamId)
        {
            throw NotTheReferrer();
        }
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.AnswerForMoreResponse { Referral = Show(earlier, teams, work.Now) };
        }
        if (voice is { SaidBy: Speaker.Person or Speaker.Representative })
        {
            await OnPersonDied.RequireLivingAsync(work, personId);
        }
        var answered = referral.AnswerForMore(Turn(work, personId, ReferralTurnKind.MoreAnswered, answer, voice));
        if (await work.WriteAsync(UpdateReferral, answered) == 0)
        {
            throw Referral.NotWaiting();
        }
        await work.WriteAsync(InsertTurn, answered.Turns[^1]);
        work.Record(personId, referralId,
            new ReferralMoreAnswered(referralId, personId, work.Team, voice?.IsPersons ?? false), answered);
        await work.CommitAsync();

        return new Wire.AnswerForMoreResponse { Referral = Show(answered, teams, work.Now) };
    }
}
