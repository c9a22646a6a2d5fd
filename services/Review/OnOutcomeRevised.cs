using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Reviews;

/// <summary>An outcome's new statement may be withheld from more than the earlier one was.</summary>
public static class OnOutcomeRevised
{
    /// <summary>Withholds what hangs on it from them as well.</summary>
    public static Task ApplyAsync(OutcomeRevised e, Entry entry, Work work) =>
        work.WithholdAsync(e.PersonId, e.OutcomeId, e.WithheldFrom);
}
