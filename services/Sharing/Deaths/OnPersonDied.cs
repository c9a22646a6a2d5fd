using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Nobody acts any more for a person who died, and nothing new is begun with them. Involvements stay, and with them the
/// record stays readable to those who are involved.
/// </summary>
public static class OnPersonDied
{
    /// <summary>Every representation that lasts ends, once, however often it is told.</summary>
    public static async Task ApplyAsync(PersonDied e, Entry entry, Work work)
    {
        if (await work.OneAsync<int>(CountDeath, new { e.DeathId }) > 0)
        {
            return;
        }
        await work.WriteAsync(InsertDeath, new { e.DeathId, e.PersonId, entry.TeamId, e.DiedOn });
        await TellAsync(work, e.PersonId, e.DeathId, Died, entry.TeamId, entry.RecordedAt);
        foreach (var lasting in await work.ManyAsync<Representative>(SelectLasting, new { e.PersonId }))
        {
            if (lasting.Until <= entry.RecordedAt)
            {
                continue;
            }
            var ended = lasting.End("The person died.", byThePerson: false, entry.RecordedAt);
            if (await work.WriteAsync(RepresentativeService.UpdateEnded, ended) == 0)
            {
                continue;
            }
            await work.WriteAsync(InsertEnded, new
            {
                id = NewId.NextGuid(),
                e.PersonId,
                lasting.TeamId,
                e.DeathId,
                representativeId = lasting.Id,
            });
            var happened = new RepresentativeEnded(lasting.Id, e.PersonId, entry.RecordedAt);
            await Grants.ApplyAsync(happened, work);
            work.Record(e.PersonId, lasting.Id, happened, ended);
        }
    }

    /// <summary>
    /// Every team that is involved is told, but for the one that said so itself. Who that was stands in the record for
    /// whoever may see it; here it might be what nobody is to know.
    /// </summary>
    internal static async Task TellAsync(
        Work work, Guid personId, Guid deathId, string kind, Guid? byTeam, DateTimeOffset since)
    {
        foreach (var team in await work.ManyAsync<Guid>(SelectInvolved, new { personId, now = work.Now }))
        {
            if (team != byTeam)
            {
                await NoticeService.GiveAsync(work, new Notice
                {
                    PersonId = personId,
                    Kind = kind,
                    AboutId = deathId,
                    Recipient = NoticeRecipient.Team,
                    ToTeamId = team,
                    SinceTime = since,
                });
            }
        }
    }

    internal const string Died = "person_died";

    /// <summary>
    /// Refuses what would begin something new with a person who died, or be said in their name: PERSON_DIED.
    /// </summary>
    internal static async Task RequireLivingAsync(Work work, Guid personId)
    {
        if (await DiedAsync(work, personId))
        {
            throw Problem.NotInCopy("person", "PERSON_DIED", "The person died. The record can be read.", "person_id");
        }
    }

    /// <summary>
    /// Nobody does anything by a sign-in that was the person's: PERSON_DIED. Others go on in their own name.
    /// </summary>
    internal static Task RequireOthersAsync(Work work, Guid personId) =>
        work.Call.Role == Role.Person ? RequireLivingAsync(work, personId) : Task.CompletedTask;

    internal static async Task<bool> DiedAsync(Work work, Guid personId) =>
        await work.OneAsync<DateOnly?>(SelectDeath, new { personId }) is not null;

    private const string SelectInvolved = """
        SELECT DISTINCT g.Grantee
        FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Purpose IN ('support', 'adult_protection')
          AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @now)
        ORDER BY g.Grantee
        """;

    private const string CountDeath = "SELECT COUNT(*) FROM Death WHERE Id = @deathId";

    internal const string SelectDeath =
        "SELECT DiedOn FROM Death WHERE PersonId = @personId AND ReversedAt IS NULL";

    private const string SelectLasting = $"""
        SELECT {RepresentativeService.Columns}
        FROM Representative r
        WHERE r.PersonId = @personId AND r.EndedAt IS NULL AND r.EnteredInError = 0
        """;

    private const string InsertDeath = """
        INSERT INTO Death (Id, PersonId, TeamId, HealthAuthored, EnteredInError, DiedOn)
        VALUES (@deathId, @personId, @teamId, 0, 0, @diedOn)
        """;

    private const string InsertEnded = """
        INSERT INTO EndedByDeath (Id, PersonId, TeamId, HealthAuthored, EnteredInError, DeathId, RepresentativeId)
        VALUES (@id, @personId, @teamId, 0, 0, @deathId, @representativeId)
        """;
}
