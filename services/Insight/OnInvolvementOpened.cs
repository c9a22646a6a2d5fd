using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>A team supports somebody: from then on that person's facts count among the team's own.</summary>
internal static class OnInvolvementOpened
{
    public static Task ApplyAsync(InvolvementOpened e, Entry entry, Work work, Model model) =>
        work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.InvolvementId,
            e.PersonId,
            e.TeamId,
            fromTime = e.From,
            // Said by an event of its own (OnInvolvementMadePrivate).
            isPrivate = false,
        });

    private const string Insert = """
        INSERT INTO InvolvementOpenedFact (Generation, Position, InvolvementId, PersonId, TeamId, FromTime,
          Private)
        SELECT @generation, @position, @involvementId, @personId, @teamId, @fromTime, @isPrivate
        WHERE NOT EXISTS (
          SELECT 1 FROM InvolvementOpenedFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
