using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>One referral, for the person and the two teams that it concerns.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.GetReferralResponse> GetReferral(
        Wire.GetReferralRequest request, ServerCallContext context)
    {
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));

        await using var work = await database.ReadAsync(Call.Of(context));
        var referral = await ReferralAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, referral.TeamIds());
        var held = await HeldBackAsync(work, [referralId]);
        work.Showed(personId, referralId);
        await work.CommitAsync();

        return new Wire.GetReferralResponse
        {
            Referral = Show(referral, teams, work.Now, held.Contains(referralId)),
        };
    }

    // A party to a referral may read it without an involvement: the receiver before it answers, the referrer after its
    // own work has ended.
    private static async Task<Referral> ReferralAsync(Work work, Guid personId, Guid referralId)
    {
        var referral = await work.OneAsync<Referral>(SelectReferral, new { personId, referralId })
            ?? throw Problem.NotFound();
        var own = await work.ManyAsync<Guid>(SelectParties, new { referral.TeamId, referral.ToTeamId });
        if (own.Count == 0)
        {
            await work.EnterAsync(personId);
        }
        else
        {
            await work.EnterTeamAsync(own.Contains(referral.ToTeamId) ? referral.ToTeamId : own[0]);
        }
        var turns = await TurnsAsync(work, [referralId]);
        return referral with { Turns = [.. turns[referralId]] };
    }

    // To the receiver a referral is not there while the person keeps it from them, unless they let this one through.
    internal const string Party = $"""
        (r.EnteredInError <= @removed
          AND NOT EXISTS (
            SELECT 1 FROM Withheld w
            WHERE w.ItemId = r.Id AND {KeptFromTheCaller})
          AND NOT EXISTS (
            SELECT 1 FROM Restriction w
            WHERE w.PersonId = r.PersonId AND (w.Kind IS NULL OR w.Kind = 'referral') AND {KeptFromTheCaller}
              AND NOT EXISTS (
                SELECT 1 FROM LetThrough lt INNER JOIN Member lm ON lm.Grantee = r.ToTeamId
                WHERE lt.ReferralId = r.Id AND lt.RestrictionId = w.Id
                  AND lm.Issuer = @callerIssuer AND lm.Subject = @callerSubject
                  AND (lm.UntilTime IS NULL OR lm.UntilTime > @now)))
          AND NOT EXISTS (
            SELECT 1 FROM Kin k
            WHERE k.PersonId = r.PersonId AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
          AND EXISTS (
            SELECT 1 FROM Member pm INNER JOIN Agreement pa ON pa.AgencyId = pm.AgencyId
            WHERE pm.Grantee IN (r.TeamId, r.ToTeamId)
              AND pm.Issuer = @callerIssuer AND pm.Subject = @callerSubject AND pm.Capacity = @callerCapacity
              AND pm.AgencyId = @callerAgency
              AND pm.FromTime <= @now AND (pm.UntilTime IS NULL OR pm.UntilTime > @latest)
              AND NOT EXISTS (
                SELECT 1 FROM PrivateTeam pt
                WHERE pt.PersonId = r.PersonId AND pt.TeamId IN (r.TeamId, r.ToTeamId) AND pt.TeamId <> pm.Grantee
                  AND pt.FromTime <= @latest)))
        """;

    internal const string ReferralColumns = """
        r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.Version, r.State, r.ToTeamId, r.WhatMatters,
          CASE WHEN /*access:r:referral_reason*/ THEN r.ReasonBeyond END AS ReasonBeyond,
          r.Urgency, r.HappenedOn, r.LegalBasis, r.Said, r.SaidBy, r.SaidByName, r.How, r.WrittenBy, r.DeclineReason,
          r.InvolvementId, r.RecordedAt, r.AnsweredAt
        """;

    internal const string ReferralVisible =
        $"({Party} OR (/*access:r:referral_reason*/ AND /*access:r:referral*/ AND /*team:r:ToTeamId*/))";

    private const string SelectReferral = $"""
        SELECT {ReferralColumns}
        FROM Referral r
        WHERE r.Id = @referralId AND r.PersonId = @personId AND {ReferralVisible}
        """;

    private const string SelectParties = """
        /*enter*/ SELECT m.Grantee
        FROM Member m INNER JOIN Agreement a ON a.AgencyId = m.AgencyId
        WHERE m.Grantee IN (@teamId, @toTeamId) AND m.Issuer = @callerIssuer AND m.Subject = @callerSubject
          AND m.Capacity = @callerCapacity AND m.AgencyId = @callerAgency
          AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @latest)
        """;

    private static Wire.Referral Show(Referral referral, Dictionary<Guid, Wire.Team> teams, DateTimeOffset now,
        bool heldBack = false) => new()
    {
        ReferralId = referral.Id.ToString("D"),
        PersonId = referral.PersonId.ToString("D"),
        FromTeam = Find(teams, referral.TeamId),
        ToTeam = Find(teams, referral.ToTeamId),
        ReasonWhatMatters = referral.WhatMatters,
        ReasonBeyond = referral.ReasonBeyond ?? "",
        Urgency = (Wire.Urgency)(int)referral.Urgency,
        HappenedOn = referral.HappenedOn.ToString("yyyy-MM-dd", null),
        WithThePersonsSay = referral.Voice is not { } voice ? null : new Wire.PersonsSay
        {
            Voice = Show(voice),
            Said = referral.Said ?? "",
        },
        LegalBasis = (Wire.LegalBasis)(int)referral.LegalBasis,
        State = (Wire.ReferralState)(int)referral.State,
        DeclineReason = referral.DeclineReason ?? "",
        InvolvementId = referral.InvolvementId?.ToString("D") ?? "",
        RecordTime = Show(referral.RecordedAt),
        AnswerTime = Show(referral.AnsweredAt),
        WaitingDays = referral.WaitingDays(now),
        Turns = { referral.Turns.Select(t => Show(t, teams)) },
        HeldBack = heldBack,
    };
}
