using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>Restrictions hold no more; when asked, this is laid beside what set them.</summary>
internal static class OnRestrictionsLifted
{
    public static async Task ApplyAsync(RestrictionsLifted e, Entry entry, Work work, Model model)
    {
        foreach (var restrictionId in e.RestrictionIds)
        {
            await work.WriteAsync(Insert, new { model.Generation, entry.Position, restrictionId, e.PersonId });
        }
    }

    private const string Insert = """
        INSERT INTO RestrictionLiftedFact (Generation, Position, RestrictionId, PersonId)
        SELECT @generation, @position, @restrictionId, @personId
        WHERE NOT EXISTS (
          SELECT 1 FROM RestrictionLiftedFact
          WHERE Generation = @generation AND Position = @position AND RestrictionId = @restrictionId)
        """;
}
