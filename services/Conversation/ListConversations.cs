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
    /// <summary>The conversations with a person that the caller may see, the newest day first.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListConversationsResponse> ListConversations(
        Wire.ListConversationsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(Math.Min(request.PageSize, MostConversations), request.PageToken, work);
        var found = await work.ManyAsync<Conversation>(SelectConversations,
            new { personId, take = page.Take + 1, skip = page.Skip });
        var shown = found.Take(page.Take).ToList();
        var reflections = await work.ManyAsync<Reflection>(SelectReflections,
            new { personId, conversationIds = Each.Of(shown.Select(c => c.Id)) });
        work.Showed(personId, [.. shown.Select(c => c.Id), .. reflections.Select(r => r.Id)]);
        await work.CommitAsync();

        return new Wire.ListConversationsResponse
        {
            Conversations = { shown.Select(c => Show(c, reflections)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectConversations = $"""
        SELECT {ConversationColumns}
        FROM Conversation c
        WHERE c.PersonId = @personId AND /*access:c:conversation*/
        ORDER BY c.HappenedOn DESC, c.RecordedAt DESC, c.Id
        /*page*/
        """;
}
