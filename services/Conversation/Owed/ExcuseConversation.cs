using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    /// <summary>The conversation after a crisis is owed no more, and it is said why.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ExcuseConversationResponse> ExcuseConversation(
        Wire.ExcuseConversationRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, conversationId) = (Check.Id(request.PersonId), Check.Id(request.ConversationId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var crisis = await work.OneAsync<Conversation>(SelectConversation, new { personId, conversationId })
            ?? throw Problem.NotFound();
        var reflections = await work.ManyAsync<Reflection>(SelectReflections,
            new { personId, conversationIds = Each.Of([conversationId]) });
        if (await work.RepeatedAsync<Recorded>(request, personId) is { } earlier)
        {
            // As it is shown today: a team that took part in it may have become a secret since.
            return new Wire.ExcuseConversationResponse
            {
                Conversation = Show(crisis with
                {
                    ExcusedReason = earlier.Conversation.ExcusedReason,
                    ExcusedBy = earlier.Conversation.ExcusedBy,
                }, reflections),
            };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var stillOwed = await work.OneAsync<int>(CountStillOwed, new { personId, conversationId }) > 0;
        var excused = crisis.Excuse(reason, stillOwed, work.Team, Voice.WriterOf(call));
        await work.WriteAsync(UpdateExcused, excused);
        work.Record(personId, conversationId, new ConversationExcused(conversationId, personId),
            new Recorded(excused, [], []));
        await work.CommitAsync();

        return new Wire.ExcuseConversationResponse { Conversation = Show(excused, reflections) };
    }

    private const string CountStillOwed = $"""
        SELECT COUNT(*) FROM Conversation c
        WHERE c.Id = @conversationId AND c.PersonId = @personId AND /*access:c:conversation*/ AND {StillOwed}
        """;

    private const string UpdateExcused = """
        UPDATE Conversation SET ExcusedReason = @ExcusedReason, ExcusedBy = @ExcusedBy
        WHERE Id = @Id AND ExcusedReason IS NULL
        """;
}
