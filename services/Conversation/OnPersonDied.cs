using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>That a person died, as Person tells it; while it stands nothing new is heard from them.</summary>
internal sealed record Death
{
    /// <summary>The day.</summary>
    public DateOnly DiedOn { get; init; }

    /// <summary>
    /// Nobody writes by a sign-in that was the person's, or of somebody who acted for them. PERSON_DIED.
    /// </summary>
    public static void RequireOthers(Death? death, Role by)
    {
        if (death is not null && by is Role.Person or Role.Representative)
        {
            throw Died("person_id");
        }
    }

    /// <summary>Nothing is owed to who died. PERSON_DIED.</summary>
    public static void RequireNone(Death? death)
    {
        if (death is not null)
        {
            throw Died("person_id");
        }
    }

    /// <summary>What was with the person was so up to the day they died. PERSON_DIED.</summary>
    public static void RequireBefore(Death? death, DateOnly happenedOn)
    {
        if (happenedOn > death?.DiedOn)
        {
            throw Died("happened_on");
        }
    }

    /// <summary>
    /// Others may tell of the person at any time; what the person said comes with the conversation in which they said
    /// it. PERSON_DIED.
    /// </summary>
    public static void RequireHeard(Death? death, Speaker saidBy, Conversation? conversation)
    {
        if (death is not null && saidBy == Speaker.Person && !(conversation?.HappenedOn <= death.DiedOn))
        {
            throw Died("voice.said_by");
        }
    }

    private static Problem Died(string field) => Problem.NotInCopy("person", "PERSON_DIED",
        "The person died. What they said before can be written down, with the talk in which they said it.", field);
}

/// <summary>After that day nothing is heard from a person who died; others may still tell of them.</summary>
public static class OnPersonDied
{
    /// <summary>One row a death, however often it is told.</summary>
    public static async Task ApplyAsync(PersonDied e, Entry entry, Work work)
    {
        if (await work.OneAsync<int>(CountDeath, new { e.DeathId }) == 0)
        {
            await work.WriteAsync(InsertDeath, new { e.DeathId, e.PersonId, entry.TeamId, e.DiedOn });
        }
    }

    /// <summary>The death that stands, asked after the caller was let in; null for the living.</summary>
    internal static Task<Death?> OfAsync(Work work, Guid personId) =>
        work.OneAsync<Death>(SelectDeath, new { personId });

    private const string CountDeath = "SELECT COUNT(*) FROM Death WHERE Id = @deathId";

    internal const string SelectDeath = "SELECT DiedOn FROM Death WHERE PersonId = @personId AND ReversedAt IS NULL";

    private const string InsertDeath = """
        INSERT INTO Death (Id, PersonId, TeamId, HealthAuthored, EnteredInError, DiedOn)
        VALUES (@deathId, @personId, @teamId, 0, 0, @diedOn)
        """;
}

/// <summary>That a person died was a mistake: everything is as before.</summary>
public static class OnDeathReversed
{
    /// <summary>Once, however often it is told.</summary>
    public static Task ApplyAsync(DeathReversed e, Entry entry, Work work) =>
        work.WriteAsync(UpdateReversed, new { e.DeathId, entry.RecordedAt });

    private const string UpdateReversed =
        "UPDATE Death SET ReversedAt = @recordedAt WHERE Id = @deathId AND ReversedAt IS NULL";
}
