using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Reviews;

/// <summary>An outcome's new statement may be another team's, and withheld from more than the earlier one.</summary>
public static class OnOutcomeRevised
{
    /// <summary>Keeps who said it last, and withholds what hangs on it from them as well.</summary>
    public static async Task ApplyAsync(OutcomeRevised e, Entry entry, Work work)
    {
        var health = entry.AgencyId is { } agencyId
            && (await work.OneAsync<bool?>(OnOutcomeProposed.SelectHealth, new { agencyId }) ?? true);
        await work.WriteAsync(UpdateOutcome, new { e.OutcomeId, entry.TeamId, entry.AgencyId, health });
        await work.WithholdAsync(e.PersonId, e.OutcomeId, e.WithheldFrom);
    }

    private const string UpdateOutcome = """
        UPDATE OutcomeCopy SET TeamId = @TeamId, AgencyId = @AgencyId, HealthAuthored = @health WHERE Id = @OutcomeId
        """;
}
