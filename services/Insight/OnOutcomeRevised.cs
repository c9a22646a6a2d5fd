using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>
/// An outcome got a new statement. Who may not know of it may have grown; whose words started it stays what it was.
/// </summary>
internal static class OnOutcomeRevised
{
    public static Task ApplyAsync(OutcomeRevised e, Entry entry, Work work, Model model) =>
        model.WithholdAsync(work, "plan", entry, e.OutcomeId, e.WithheldFrom);
}
