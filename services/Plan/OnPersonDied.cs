using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Plans;

/// <summary>That a person died, as Person tells it; while it stands nothing new is planned for them.</summary>
internal sealed record Death
{
    /// <summary>The day.</summary>
    public DateOnly DiedOn { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>PERSON_DIED for anything new.</summary>
    public static void RequireNone(Death? death)
    {
        if (death is not null)
        {
            throw Died("person_id");
        }
    }

    /// <summary>
    /// PERSON_DIED, but for what was done up to the day they died: that is told by others, and not by a sign-in that
    /// was theirs, or of somebody who acted for them.
    /// </summary>
    public static void RequireBefore(Death? death, DateOnly? doneOn, Role by)
    {
        if (doneOn is null || by is Role.Person or Role.Representative)
        {
            RequireNone(death);
        }
        else if (doneOn > death?.DiedOn)
        {
            throw Died("done_on");
        }
    }

    private static Problem Died(string field) =>
        Problem.NotInCopy("person", "PERSON_DIED", "The person died. The plan stays as they left it.", field);
}

/// <summary>A plan of somebody who died stays as they left it; what was open in it is shown as ended.</summary>
public static class OnPersonDied
{
    /// <summary>One row a death, however often it is told.</summary>
    public static async Task ApplyAsync(PersonDied e, Entry entry, Work work)
    {
        if (await work.OneAsync<int>(CountDeath, new { e.DeathId }) == 0)
        {
            await work.WriteAsync(InsertDeath,
                new { e.DeathId, e.PersonId, entry.TeamId, e.DiedOn, entry.RecordedAt });
        }
    }

    /// <summary>The death that stands, asked after the caller was let in; null for the living.</summary>
    internal static Task<Death?> OfAsync(Work work, Guid personId) =>
        work.OneAsync<Death>(SelectDeath, new { personId });

    private const string CountDeath = "SELECT COUNT(*) FROM Death WHERE Id = @deathId";

    internal const string SelectDeath =
        "SELECT DiedOn, RecordedAt FROM Death WHERE PersonId = @personId AND ReversedAt IS NULL";

    private const string InsertDeath = """
        INSERT INTO Death (Id, PersonId, TeamId, HealthAuthored, EnteredInError, DiedOn, RecordedAt)
        VALUES (@deathId, @personId, @teamId, 0, 0, @diedOn, @recordedAt)
        """;
}

/// <summary>That a person died was a mistake: the plan is as before.</summary>
public static class OnDeathReversed
{
    /// <summary>Once, however often it is told.</summary>
    public static Task ApplyAsync(DeathReversed e, Entry entry, Work work) =>
        work.WriteAsync(UpdateReversed, new { e.DeathId, entry.RecordedAt });

    private const string UpdateReversed =
        "UPDATE Death SET ReversedAt = @recordedAt WHERE Id = @deathId AND ReversedAt IS NULL";
}
