using Grpc.Core;
using MassTransit;
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
    /// <summary>The receiving team sends a referral on to another team, with all that the person said to it.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.RedirectReferralResponse> RedirectReferral(
        Wire.RedirectReferralRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var toTeamId = Check.Id(request.ToTeamId);
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await ReceivedAsync(work, personId, referralId);
        var next = await work.OneAsync<NamedTeam>(SelectReceiver, new { toTeamId });
        var teams = await TeamsAsync(work, [.. referral.TeamIds(), toTeamId]);
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.RedirectReferralResponse { Referral = Show(earlier, teams, work.Now) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        if (toTeamId == referral.ToTeamId || toTeamId == referral.TeamId)
        {
            throw Problem.Invalid("to_team_id", "OWN_TEAM",
                "It is sent on to a team that has not had it; the one that made it is told by declining.");
        }
        if (next is null)
        {
            throw Problem.Refused("TEAM_NOT_IN_AGREEMENT", "It can't go to that team. Choose another.", "to_team_id");
        }
        var turn = Turn(work, personId, ReferralTurnKind.Redirected, reason) with
        {
            ToTeamId = toTeamId,
            ToReferralId = NewId.NextGuid(),
        };
        var redirected = referral.Redirect(turn);
        if (await work.WriteAsync(UpdateReferral, redirected) == 0)
        {
            throw Referral.NotWaiting();
        }
        await work.WriteAsync(InsertTurn, redirected.Turns[^1]);
        work.Record(personId, referralId, new ReferralRedirected(
            referralId, personId, referral.ToTeamId, toTeamId, turn.ToReferralId.Value), redirected);

        var sentOn = referral.SentOn(turn.ToReferralId.Value, toTeamId, turn with { Id = NewId.NextGuid() });
        await work.WriteAsync(InsertSentOn, new
        {
            sentOn.Id,
            sentOn.Version,
            sentOn.State,
            sentOn.ToTeamId,
            sentOn.RecordedAt,
            fromId = referralId,
        });
        await work.WriteAsync(InsertTurn, sentOn.Turns[^1]);
        // From whom it is withheld is not for the team that sends it on to know: from the next one too it is held back.
        var withheldFrom = await work.WithheldFromAsync(referralId);
        await work.WithholdAsync(personId, sentOn.Id, withheldFrom);
        work.Record(personId, sentOn.Id, new ReferralMade(sentOn.Id, personId, sentOn.TeamId, toTeamId,
            sentOn.HappenedOn, Code(sentOn.Urgency), Code(sentOn.LegalBasis), sentOn.Voice?.IsPersons ?? false,
            [.. withheldFrom]), sentOn);
        await work.CommitAsync();

        return new Wire.RedirectReferralResponse { Referral = Show(redirected, teams, work.Now) };
    }

    // Copied where it lies: why beyond what matters travels too, and the team that sends it on has not read it.
    private const string InsertSentOn = """
        INSERT INTO Referral (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, State, ToTeamId,
          WhatMatters, ReasonBeyond, Urgency, HappenedOn, LegalBasis, Said, SaidBy, SaidByName, How, WrittenBy,
          RecordedAt)
        SELECT @Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, @Version, @State, @ToTeamId,
          r.WhatMatters, r.ReasonBeyond, r.Urgency, r.HappenedOn, r.LegalBasis, r.Said, r.SaidBy, r.SaidByName, r.How,
          r.WrittenBy, @RecordedAt
        FROM Referral r WHERE r.Id = @fromId
        """;
}
