using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Insights;

/// <summary>What was heard was played back, and what the person said to it.</summary>
internal static class OnReflectedBack
{
    public static async Task ApplyAsync(ReflectedBack e, Entry entry, Work work, Model model)
    {
        await work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.ReflectionId,
            e.ConversationId,
            e.PersonId,
            happenedOn = London.Today(e.FirstAt ?? entry.RecordedAt),
            e.Answer,
        });
        await model.RecordedAsync(work, "conversation", entry, e.ReflectionId, e.PersonId);
    }

    private const string Insert = """
        INSERT INTO ReflectedBackFact (Generation, Position, ReflectionId, ConversationId, PersonId, HappenedOn,
          Answer)
        SELECT @generation, @position, @reflectionId, @conversationId, @personId, @happenedOn, @answer
        WHERE NOT EXISTS (
          SELECT 1 FROM ReflectedBackFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
