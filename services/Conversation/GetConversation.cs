using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    /// <summary>One conversation with what came up in it, as the caller may see it.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetConversationResponse> GetConversation(
        Wire.GetConversationRequest request, ServerCallContext context)
    {
        var (personId, conversationId) = (Check.Id(request.PersonId), Check.Id(request.ConversationId));

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var conversation = await work.OneAsync<Conversation>(SelectConversation, new { personId, conversationId })
            ?? throw Problem.NotFound();
        var reflections = await work.ManyAsync<Reflection>(SelectReflections,
            new { personId, conversationIds = Each.Of([conversationId]) });
        var views = await work.ManyAsync<View>(SelectViewsOfConversation, new { personId, conversationId });
        var strengths = await work.ManyAsync<Strength>(SelectStrengthsOfConversation, new { personId, conversationId });
        work.Showed(personId, [conversationId, .. reflections.Select(r => r.Id), .. views.Select(v => v.Id),
            .. strengths.Select(s => s.Id)]);
        await work.CommitAsync();

        return new Wire.GetConversationResponse
        {
            Conversation = Show(conversation, reflections),
            Views = { views.Select(Show) },
            Strengths = { strengths.Select(Show) },
        };
    }

    private const string SelectViewsOfConversation = $"""
        SELECT {ViewColumns} FROM {ViewsVisible} AND v.ConversationId = @conversationId
        ORDER BY v.RecordedAt, v.Place
        """;

    private const string SelectStrengthsOfConversation = $"""
        SELECT {StrengthColumns} FROM {StrengthsVisible} AND s.ConversationId = @conversationId
        ORDER BY s.RecordedAt, s.Place
        """;
}
