using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>A conversation; listening may have been the whole of it.</summary>
internal static class OnConversationRecorded
{
    public static async Task ApplyAsync(ConversationRecorded e, Entry entry, Work work, Model model)
    {
        await work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.ConversationId,
            e.PersonId,
            e.HappenedOn,
            e.Listening,
        });
        await model.RecordedAsync(work, "conversation", entry, e.ConversationId, e.PersonId);
        await model.WithholdAsync(work, "conversation", entry, e.ConversationId, e.WithheldFrom);
    }

    private const string Insert = """
        INSERT INTO ConversationRecordedFact (Generation, Position, ConversationId, PersonId, HappenedOn,
          Listening)
        SELECT @generation, @position, @conversationId, @personId, @happenedOn, @listening
        WHERE NOT EXISTS (
          SELECT 1 FROM ConversationRecordedFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
