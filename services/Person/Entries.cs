namespace PersonalOutcomes.People;

/// <summary>What of this service can be replied to, each kind by its own access rule.</summary>
public sealed partial class PersonService
{
    /// <summary>What can be replied to; who the person is, by their own id.</summary>
    internal const string SelectEntries = $"""
        SELECT p.Id, p.PersonId, p.TeamId FROM Person p WHERE p.Id IN (/*each:@items*/) AND /*access:p:person*/
        UNION ALL
        SELECT n.Id, n.PersonId, n.TeamId FROM CommunicationNeeds n
        WHERE n.Id IN (/*each:@items*/) AND /*access:n:communication_needs*/
        UNION ALL
        SELECT s.Id, s.PersonId, s.TeamId FROM SafeContact s
        WHERE s.Id IN (/*each:@items*/) AND /*access:s:safe_contact*/
        UNION ALL
        SELECT c.Id, c.PersonId, c.TeamId FROM CircleMember c
        WHERE c.Id IN (/*each:@items*/) AND c.RemovedAt IS NULL AND /*access:c:circle*/
        UNION ALL
        SELECT i.Id, i.PersonId, i.TeamId FROM Identifier i
        WHERE i.Id IN (/*each:@items*/) AND /*access:i:identifier*/
        UNION ALL
        SELECT a.Id, a.PersonId, a.TeamId FROM OwnWords a
        WHERE a.Id IN (/*each:@items*/) AND a.TakenOffAt IS NULL
          AND ((a.Kind = 1 AND /*access:a:about_me*/) OR (a.Kind = 2 AND /*access:a:carer_plan*/))
        UNION ALL
        SELECT l.Id, l.PersonId, l.TeamId FROM {CarerLinksVisible}
          AND l.Id IN (/*each:@items*/) AND l.EndedAt IS NULL
        """;

    // The wordings of one section are one thing: with the newest alone withheld, an earlier one would pass for today's.
    internal const string SelectSameSection = """
        SELECT a.Id FROM OwnWords a INNER JOIN OwnWords n ON n.SectionId = a.SectionId
        WHERE n.Id = @item AND a.PersonId = @who AND a.Id <> @item
        """;

    /// <summary>What can be entered in error; who cares for whom hangs on an entry of the circle.</summary>
    internal const string Remove = """
        UPDATE CommunicationNeeds SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE SafeContact SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE CircleMember SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Identifier SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE OwnWords SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE CarerLink SET EnteredInError = 1
        WHERE PersonId = @who AND @item IN (Id, CircleMemberId) AND EnteredInError = 0
        """;
}
