using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>That a person died was a mistake: what ended by it, and only that, lasts as before.</summary>
public static class OnDeathReversed
{
    /// <summary>Brings back what the death ended, once, however often it is told.</summary>
    public static async Task ApplyAsync(DeathReversed e, Entry entry, Work work)
    {
        if (await work.WriteAsync(UpdateReversed, new { e.DeathId, entry.RecordedAt }) == 0)
        {
            return;
        }
        await NoticeService.EndAsync(work, e.PersonId, e.DeathId, OnPersonDied.Died);
        await OnPersonDied.TellAsync(work, e.PersonId, e.DeathId, "death_reversed", entry.TeamId, entry.RecordedAt);
        foreach (var ended in await work.ManyAsync<Representative>(SelectEnded, new { e.PersonId, e.DeathId }))
        {
            var lasting = ended.Revive();
            if (await work.WriteAsync(RepresentativeService.UpdateEnded, lasting) == 0)
            {
                continue;
            }
            if (lasting is not { Issuer: { } issuer, Subject: { } subject })
            {
                work.Record(e.PersonId, lasting.Id, new RepresentativeNamed(lasting.Id, e.PersonId), lasting);
                continue;
            }
            var happened = new RepresentativeBound(lasting.Id, e.PersonId, issuer, subject,
                lasting.Scope.ToString().ToLowerInvariant(), London.Start(lasting.StartsOn), lasting.Until);
            await Grants.ApplyAsync(happened, work);
            work.Record(e.PersonId, lasting.Id, happened, lasting);
        }
    }

    private const string UpdateReversed =
        "UPDATE Death SET ReversedAt = @recordedAt WHERE Id = @deathId AND ReversedAt IS NULL";

    private const string SelectEnded = $"""
        SELECT {RepresentativeService.Columns}
        FROM Representative r INNER JOIN EndedByDeath d ON d.RepresentativeId = r.Id
        WHERE d.PersonId = @personId AND d.DeathId = @deathId
        """;
}
