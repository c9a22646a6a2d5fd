using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Reviews;

/// <summary>An agency is known, and whether it is a health body.</summary>
public static class OnAgreementSigned
{
    /// <summary>Marks its outcomes, in whichever order the two journals came.</summary>
    public static Task ApplyAsync(AgreementSigned e, Entry entry, Work work) => work.WriteAsync(UpdateOutcomes, e);

    private const string UpdateOutcomes = "UPDATE OutcomeCopy SET HealthAuthored = @Health WHERE AgencyId = @AgencyId";
}
