using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>A team supports somebody no more; when asked, this is laid beside the opening.</summary>
internal static class OnInvolvementEnded
{
    public static Task ApplyAsync(InvolvementEnded e, Entry entry, Work work, Model model) =>
        work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.InvolvementId,
            e.PersonId,
            // An end that was taken back is one that never comes.
            untilTime = e.Until ?? DateTimeOffset.MaxValue,
        });

    private const string Insert = """
        INSERT INTO InvolvementEndedFact (Generation, Position, InvolvementId, PersonId, UntilTime)
        SELECT @generation, @position, @involvementId, @personId, @untilTime
        WHERE NOT EXISTS (
          SELECT 1 FROM InvolvementEndedFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
