using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Whoever supports a person who moves away does so until the day they named. A duty to keep them safe is not theirs to
/// end, and goes on.
/// </summary>
public static class OnPersonMovedAway
{
    internal const string Kind = "person_moves_away";

    /// <summary>Every involvement that lasts longer ends with that day, once, however often it is told.</summary>
    public static async Task ApplyAsync(PersonMovedAway e, Entry entry, Work work)
    {
        var moves = await work.ManyAsync<EndedByMove>(SelectEnded, new { e.PersonId });
        if (moves.Exists(m => m.MoveId == e.MoveId))
        {
            return;
        }
        // Since then somebody may have taken them up anew.
        foreach (var lasting in (await work.ManyAsync<Involvement>(SelectSupport, new { e.PersonId }))
            .Where(i => i.FromTime <= entry.RecordedAt && i.Lasts(entry.RecordedAt)))
        {
            var standing = moves.Find(m => m.InvolvementId == lasting.Id && m.SetUntil == lasting.UntilTime);
            await work.WriteAsync(InsertEnded, new
            {
                id = NewId.NextGuid(),
                e.PersonId,
                lasting.TeamId,
                e.MoveId,
                involvementId = lasting.Id,
                setUntil = London.Start(e.LastOn.AddDays(1)),
                beforeUntil = standing is null ? lasting.UntilTime : standing.BeforeUntil,
            });
            if (lasting.EndWith(e.LastOn, "The person moved away.") is { } ended
                && await SetAsync(work, ended))
            {
                await TellAsync(work, ended, entry, e.MoveId, Kind);
            }
        }
    }

    /// <summary>The end stands in every service; false where somebody else has changed it.</summary>
    internal static async Task<bool> SetAsync(Work work, Involvement changed)
    {
        if (await work.WriteAsync(SharingService.UpdateEnded, changed) == 0)
        {
            return false;
        }
        var happened = new InvolvementEnded(changed.Id, changed.PersonId, changed.TeamId, changed.UntilTime);
        await Grants.ApplyAsync(happened, work);
        work.Record(changed.PersonId, changed.Id, happened, changed);
        await ProtectionService.LookAgainAsync(work, changed.PersonId, changed.TeamId);
        return true;
    }

    internal static Task TellAsync(Work work, Involvement changed, Entry entry, Guid moveId, string kind) =>
        NoticeService.GiveAsync(work, new Notice
        {
            PersonId = changed.PersonId,
            TeamId = entry.TeamId,
            Kind = kind,
            AboutId = moveId,
            Recipient = NoticeRecipient.Team,
            ToTeamId = changed.TeamId,
            SinceTime = entry.RecordedAt,
        });

    /// <summary>What a move did to an involvement, and until when that lasts without any move.</summary>
    internal sealed record EndedByMove
    {
        public Guid MoveId { get; init; }
        public Guid InvolvementId { get; init; }
        public DateTimeOffset SetUntil { get; init; }
        public DateTimeOffset? BeforeUntil { get; init; }
    }

    internal const string SelectEnded = """
        SELECT m.MoveId, m.InvolvementId, m.SetUntil, m.BeforeUntil
        FROM EndedByMove m
        WHERE m.PersonId = @personId
        """;

    internal const string SelectSupport = $"""
        SELECT {SharingService.InvolvementColumns}
        FROM Involvement i
        WHERE i.PersonId = @personId AND i.Purpose = 'support' AND i.EnteredInError = 0
        ORDER BY i.FromTime, i.Id
        """;

    private const string InsertEnded = """
        INSERT INTO EndedByMove (Id, PersonId, TeamId, HealthAuthored, EnteredInError, MoveId, InvolvementId, SetUntil,
          BeforeUntil)
        VALUES (@id, @personId, @teamId, 0, 0, @moveId, @involvementId, @setUntil, @beforeUntil)
        """;
}
