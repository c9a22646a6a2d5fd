using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Reviews;

/// <summary>An agency is known, and whether it is a health body.</summary>
public static class OnAgreementSigned
{
    /// <summary>Keeps it, and marks its outcomes, in whichever order the two journals came.</summary>
    public static async Task ApplyAsync(AgreementSigned e, Entry entry, Work work)
    {
        await work.WriteAsync(SetAgency, e);
        await work.WriteAsync(UpdateOutcomes, e);
    }

    // Not that it may look, which ends: whatever is heard of its outcomes after that is a health body's all the same.
    private const string SetAgency = """
        DELETE FROM KnownAgency WHERE AgencyId = @AgencyId;
        INSERT INTO KnownAgency (AgencyId, Health) VALUES (@AgencyId, @Health)
        """;

    private const string UpdateOutcomes = "UPDATE OutcomeCopy SET HealthAuthored = @Health WHERE AgencyId = @AgencyId";
}
