using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Insights;

/// <summary>Something that matters was proposed; it counts in the month in which it was recorded.</summary>
internal static class OnOutcomeProposed
{
    public static async Task ApplyAsync(OutcomeProposed e, Entry entry, Work work, Model model)
    {
        await work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.OutcomeId,
            e.PersonId,
            happenedOn = London.Today(e.FirstAt ?? entry.RecordedAt),
            e.Direction,
            e.IsPersonsVoice,
        });
        await model.RecordedAsync(work, "plan", entry, e.OutcomeId, e.PersonId);
        await model.WithholdAsync(work, "plan", entry, e.OutcomeId, e.WithheldFrom);
    }

    private const string Insert = """
        INSERT INTO OutcomeProposedFact (Generation, Position, OutcomeId, PersonId, HappenedOn, Direction,
          IsPersonsVoice)
        SELECT @generation, @position, @outcomeId, @personId, @happenedOn, @direction, @isPersonsVoice
        WHERE NOT EXISTS (
          SELECT 1 FROM OutcomeProposedFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
