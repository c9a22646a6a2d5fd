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
        SELECT r.Id, r.PersonId, r.TeamId FROM Reflection r INNER JOIN Conversation c ON c.Id = r.ConversationId
        WHERE r.Id IN (/*each:@items*/) AND /*access:r:reflection*/ AND /*access:c:conversation*/
        """;
}
