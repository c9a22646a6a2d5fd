using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>That a team supports somebody became a secret, or is one no more; the latest that was said holds.</summary>
internal static class OnInvolvementMadePrivate
{
    public static Task ApplyAsync(InvolvementMadePrivate e, Entry entry, Work work, Model model) =>
        KeepAsync(work, model, entry, e.PersonId, e.TeamId, isPrivate: true);

    public static Task ApplyAsync(InvolvementShown e, Entry entry, Work work, Model model) =>
        KeepAsync(work, model, entry, e.PersonId, e.TeamId, isPrivate: false);

    private static Task KeepAsync(Work work, Model model, Entry entry, Guid personId, Guid teamId, bool isPrivate) =>
        work.WriteAsync(Insert, new { model.Generation, entry.Position, personId, teamId, isPrivate });

    private const string Insert = """
        INSERT INTO InvolvementPrivateFact (Generation, Position, PersonId, TeamId, Private)
        SELECT @generation, @position, @personId, @teamId, @isPrivate
        WHERE NOT EXISTS (
          SELECT 1 FROM InvolvementPrivateFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
