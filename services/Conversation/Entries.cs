namespace PersonalOutcomes.Conversations;

/// <summary>What of this service can be replied to, each kind by its own access rule.</summary>
public sealed partial class ConversationService
{
    /// <summary>What can be replied to; a reflection hangs on its conversation.</summary>
    internal const string SelectEntries = """
        SELECT c.Id, c.PersonId, c.TeamId FROM Conversation c
        WHERE c.Id IN (/*each:@items*/) AND /*access:c:conversation*/
        UNION ALL
        SELECT v.Id, v.PersonId, v.TeamId FROM Viewpoint v
        WHERE v.Id IN (/*each:@items*/)
          AND ((v.Kind = 1 AND /*access:v:what_matters*/) OR (v.Kind = 2 AND /*access:v:concern*/))
        UNION ALL
        SELECT s.Id, s.PersonId, s.TeamId FROM Strength s WHERE s.Id IN (/*each:@items*/) AND /*access:s:strength*/
        UNION ALL
        SELECT sa.Id, sa.PersonId, sa.TeamId FROM SaidAgreement sa
        WHERE sa.Id IN (/*each:@items*/) AND /*access:sa:what_matters*/
        UNION ALL
        SELECT sp.Id, sp.PersonId, sp.TeamId FROM SaidPair sp
        WHERE sp.Id IN (/*each:@items*/) AND /*access:sp:what_matters*/
          AND EXISTS (SELECT 1 FROM Viewpoint v WHERE v.Id = sp.FirstId AND /*access:v:what_matters*/)
          AND EXISTS (SELECT 1 FROM Viewpoint v WHERE v.Id = sp.SecondId AND /*access:v:what_matters*/)
        UNION ALL
        SELECT r.Id, r.PersonId, r.TeamId FROM Reflection r INNER JOIN Conversation c ON c.Id = r.ConversationId
        WHERE r.Id IN (/*each:@items*/) AND /*access:r:reflection*/ AND /*access:c:conversation*/
        """;

    /// <summary>What can be entered in error.</summary>
    internal const string Remove = """
        UPDATE Conversation SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Viewpoint SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Strength SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE SaidAgreement SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE SaidPair SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Reflection SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0
        """;

    // What came up in a conversation, and what was said anew of a view, or of how it stands to another, as it was said
    // one after the other; what was said before stands by itself.
    internal const string SelectMadeWith = """
        SELECT w.Id FROM (
          SELECT v.Id, v.RecordedAt FROM Viewpoint v
          WHERE (v.ConversationId = @item OR v.EarlierId = @item) AND v.EnteredInError = 0
          UNION ALL
          SELECT sp.Id, sp.RecordedAt FROM SaidPair sp
          WHERE @item IN (sp.FirstId, sp.SecondId) AND sp.EnteredInError = 0
          UNION ALL
          SELECT s.Id, s.RecordedAt FROM Strength s WHERE s.ConversationId = @item AND s.EnteredInError = 0
          UNION ALL
          SELECT r.Id, r.RecordedAt FROM Reflection r WHERE r.ConversationId = @item AND r.EnteredInError = 0) w
        ORDER BY w.RecordedAt, w.Id
        """;
}
