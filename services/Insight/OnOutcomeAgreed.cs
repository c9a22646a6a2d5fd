using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>An outcome was agreed; it counts in the month in which that was.</summary>
internal static class OnOutcomeAgreed
{
    public static Task ApplyAsync(OutcomeAgreed e, Entry entry, Work work, Model model) =>
        work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.OutcomeId,
            e.PersonId,
            happenedOn = e.AgreedOn,
            e.AgreedBy,
        });

    private const string Insert = """
        INSERT INTO OutcomeAgreedFact (Generation, Position, OutcomeId, PersonId, HappenedOn, AgreedBy)
        SELECT @generation, @position, @outcomeId, @personId, @happenedOn, @agreedBy
        WHERE NOT EXISTS (
          SELECT 1 FROM OutcomeAgreedFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
