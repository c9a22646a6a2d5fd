namespace PersonalOutcomes.Sharing;

/// <summary>What of this service can be replied to, each kind by its own access rule.</summary>
public sealed partial class SharingService
{
    /// <summary>
    /// What can be replied to: referrals, involvements that are no secret to the caller (whoever acts for the person
    /// replies to none, because one can be for protection), and wishes.
    /// </summary>
    internal const string SelectEntries = $"""
        SELECT r.Id, r.PersonId, r.TeamId FROM Referral r
        WHERE r.Id IN (/*each:@items*/) AND {ReferralVisible}
        UNION ALL
        SELECT i.Id, i.PersonId, i.TeamId FROM Involvement i
        WHERE i.Id IN (/*each:@items*/) AND /*access:i:involvement*/ AND @callerCapacity <> 'representative'
          AND (@callerCapacity = 'self' OR NOT EXISTS (
            SELECT 1 FROM PrivateMark pm WHERE pm.InvolvementId = i.Id AND pm.EndedAt IS NULL AND NOT EXISTS (
              SELECT 1 FROM Member om
              WHERE om.Grantee = i.TeamId AND om.Issuer = @callerIssuer AND om.Subject = @callerSubject
                AND (om.UntilTime IS NULL OR om.UntilTime > @latest))))
        UNION ALL
        SELECT x.Id, x.PersonId, x.TeamId FROM Wish x
        WHERE x.Id IN (/*each:@items*/) AND ((x.AboutId IS NULL AND /*access:x:wish*/) OR /*access:x:self*/)
        """;

    /// <summary>
    /// What can be entered in error; whatever let somebody in, or kept them out, is ended and not unsaid.
    /// </summary>
    internal const string Remove = """
        UPDATE Referral SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE ReferralTurn SET EnteredInError = 1 WHERE (Id = @item OR ReferralId = @item) AND EnteredInError = 0;
        UPDATE Wish SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0
        """;

    // What a referral became when it was sent on. A wish that took another's place stands by itself.
    internal const string SelectMadeWith = """
        SELECT n.Id FROM ReferralTurn t INNER JOIN Referral n ON n.Id = t.ToReferralId
        WHERE t.ReferralId = @item AND n.EnteredInError = 0
        """;
}
