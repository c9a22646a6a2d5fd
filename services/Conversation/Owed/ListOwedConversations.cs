using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    /// <summary>The conversations that a team owes since it had to act first, the longest overdue first.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.ListOwedConversationsResponse> ListOwedConversations(
        Wire.ListOwedConversationsRequest request, ServerCallContext context)
    {
        var teamId = Check.Id(request.TeamId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterTeamAsync(teamId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Conversation>(SelectOwed,
            new { teamId, take = page.Take + 1, skip = page.Skip });
        var shown = found.Take(page.Take).ToList();
        foreach (var person in shown.GroupBy(c => c.PersonId))
        {
            work.Showed(person.Key, person.Select(c => c.Id));
        }
        await work.CommitAsync();

        var today = London.Today(work.Now);
        return new Wire.ListOwedConversationsResponse
        {
            Owed =
            {
                shown.Select(c => new Wire.OwedConversation
                {
                    PersonId = c.PersonId.ToString("D"),
                    ConversationId = c.Id.ToString("D"),
                    HappenedOn = Day(c.HappenedOn),
                    WhatWasDone = c.Done,
                    ConversationDueOn = Day(c.DueOn),
                    DaysOverdue = Math.Max(0, today.DayNumber - c.DueOn!.Value.DayNumber),
                }),
            },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    // Until it has happened: a conversation in which the team took part says so, or is one that was given time or
    // heard what matters, on that day or after it. As far as the caller may see it, and not after a death.
    private const string StillOwed = """
        c.Kind = 3 AND c.ExcusedReason IS NULL
          AND NOT EXISTS (SELECT 1 FROM Death d WHERE d.PersonId = c.PersonId AND d.ReversedAt IS NULL)
          AND NOT EXISTS (
            SELECT 1 FROM Conversation s INNER JOIN TakingPart tp ON tp.ItemId = s.Id AND tp.TeamId = c.TeamId
            WHERE s.PersonId = c.PersonId AND s.Kind <> 3 AND /*access:s:conversation*/
              AND (s.SettlesId = c.Id
                OR ((s.HappenedOn > c.HappenedOn OR (s.HappenedOn = c.HappenedOn AND s.RecordedAt >= c.RecordedAt))
                  AND ((s.Kind = 1 AND s.Words IS NOT NULL) OR EXISTS (
                    SELECT 1 FROM Viewpoint v
                    WHERE v.ConversationId = s.Id AND v.Kind = 1 AND /*access:v:what_matters*/)))))
        """;

    private const string SelectOwed = $"""
        SELECT c.Id, c.PersonId, c.HappenedOn, c.Done, c.DueOn
        FROM Conversation c
        WHERE c.TeamId = @teamId AND /*access:c:conversation*/ AND {StillOwed}
        ORDER BY c.DueOn, c.RecordedAt, c.Id
        /*page*/
        """;
}
