using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Reviews;

/// <summary>An outcome is there to be reviewed, by those who may see it.</summary>
public static class OnOutcomeProposed
{
    /// <summary>Keeps whose it is, who recorded it, and from whom it is withheld.</summary>
    public static async Task ApplyAsync(OutcomeProposed e, Entry entry, Work work)
    {
        // An agency that is not known here yet might be a health body: until it is known, nothing of it is released.
        var health = entry.AgencyId is { } agencyId
            && (await work.OneAsync<bool?>(SelectHealth, new { agencyId }) ?? true);
        await work.WriteAsync(DeleteOutcome, new { e.OutcomeId });
        await work.WriteAsync(InsertOutcome, new { e.OutcomeId, e.PersonId, entry.TeamId, entry.AgencyId, health });
        await work.WithholdAsync(e.PersonId, e.OutcomeId, e.WithheldFrom);
    }

    internal const string SelectHealth = "SELECT Health FROM KnownAgency WHERE AgencyId = @agencyId";

    private const string DeleteOutcome = "DELETE FROM OutcomeCopy WHERE Id = @outcomeId";

    private const string InsertOutcome = """
        INSERT INTO OutcomeCopy (Id, PersonId, TeamId, AgencyId, HealthAuthored, EnteredInError)
        VALUES (@OutcomeId, @PersonId, @TeamId, @AgencyId, @health, 0)
        """;
}
