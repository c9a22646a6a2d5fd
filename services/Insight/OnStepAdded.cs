using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Insights;

/// <summary>A step was added; who takes it, and the month in which it was recorded.</summary>
internal static class OnStepAdded
{
    public static async Task ApplyAsync(StepAdded e, Entry entry, Work work, Model model)
    {
        await work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.StepId,
            e.OutcomeId,
            e.PersonId,
            happenedOn = London.Today(e.FirstAt ?? entry.RecordedAt),
            e.Party,
        });
        await model.RecordedAsync(work, "plan", entry, e.StepId, e.PersonId);
        await model.WithholdAsync(work, "plan", entry, e.StepId, e.WithheldFrom);
    }

    private const string Insert = """
        INSERT INTO StepAddedFact (Generation, Position, StepId, OutcomeId, PersonId, HappenedOn, Party)
        SELECT @generation, @position, @stepId, @outcomeId, @personId, @happenedOn, @party
        WHERE NOT EXISTS (
          SELECT 1 FROM StepAddedFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
