using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>Somebody's record was made: it tells which agency the team that made it belongs to.</summary>
internal static class OnPersonRegistered
{
    public static Task ApplyAsync(PersonRegistered e, Entry entry, Work work, Model model) =>
        model.BelongsAsync(work, "person", entry, e.TeamId, e.AgencyId);
}
