using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Insights;

/// <summary>A view of what matters; its month is that of its conversation, which is looked up when asked.</summary>
internal static class OnViewRecorded
{
    public static async Task ApplyAsync(ViewRecorded e, Entry entry, Work work, Model model)
    {
        await work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.ViewId,
            e.ConversationId,
            e.PersonId,
            happenedOn = London.Today(e.FirstAt ?? entry.RecordedAt),
            e.IsPersonsVoice,
            e.Kind,
        });
        await model.RecordedAsync(work, "conversation", entry, e.ViewId, e.PersonId);
        await model.WithholdAsync(work, "conversation", entry, e.ViewId, e.WithheldFrom);
    }

    private const string Insert = """
        INSERT INTO ViewRecordedFact (Generation, Position, ViewId, ConversationId, PersonId, HappenedOn,
          IsPersonsVoice, Kind)
        SELECT @generation, @position, @viewId, @conversationId, @personId, @happenedOn, @isPersonsVoice,
          @kind
        WHERE NOT EXISTS (
          SELECT 1 FROM ViewRecordedFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
