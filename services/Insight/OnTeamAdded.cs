using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>An agency has one more team: from now it has figures of its own, if only held back ones.</summary>
internal static class OnTeamAdded
{
    public static Task ApplyAsync(TeamAdded e, Entry entry, Work work, Model model) =>
        model.BelongsAsync(work, "sharing", entry, e.TeamId, e.AgencyId);
}
