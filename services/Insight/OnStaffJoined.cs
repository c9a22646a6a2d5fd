using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>Somebody joined a team: it tells which agency the team belongs to. Who it was is not kept here.</summary>
internal static class OnStaffJoined
{
    public static Task ApplyAsync(StaffJoined e, Entry entry, Work work, Model model) =>
        model.BelongsAsync(work, "sharing", entry, e.TeamId, e.AgencyId);
}
