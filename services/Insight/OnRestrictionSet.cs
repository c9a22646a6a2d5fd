using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>A record, or a kind of entry, is kept from somebody: it is left out of their own figures.</summary>
internal static class OnRestrictionSet
{
    public static Task ApplyAsync(RestrictionSet e, Entry entry, Work work, Model model) =>
        work.WriteAsync(Insert, new
        {
            model.Generation,
            entry.Position,
            e.RestrictionId,
            e.PersonId,
            e.Grantee,
            e.Kind,
        });

    private const string Insert = """
        INSERT INTO RestrictionSetFact (Generation, Position, RestrictionId, PersonId, Grantee, Kind)
        SELECT @generation, @position, @restrictionId, @personId, @grantee, @kind
        WHERE NOT EXISTS (
          SELECT 1 FROM RestrictionSetFact
          WHERE Generation = @generation AND Position = @position)
        """;
}
