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
    private const string Kind = "person_moves_away";

    /// <summary>Every involvement that lasts longer ends with that day, once, however often it is told.</summary>
    public static async Task ApplyAsync(PersonMovedAway e, Entry entry, Work work)
    {
        if (await work.OneAsync<int>(CountTold, new { e.PersonId, e.MoveId, kind = Kind }) > 0)
        {
            return;
        }
        // Since then somebody may have taken them up anew.
        var before = (await work.ManyAsync<Involvement>(SelectSupport, new { e.PersonId }))
            .Where(i => i.FromTime <= entry.RecordedAt);
        foreach (var ended in before.Select(i => i.EndWith(e.LastOn, "The person moved away.")).OfType<Involvement>())
        {
            if (await work.WriteAsync(SharingService.UpdateEnded, ended) == 0)
            {
                continue;
            }
            var happened = new InvolvementEnded(ended.Id, e.PersonId, ended.TeamId, ended.UntilTime!.Value);
            await Grants.ApplyAsync(happened, work);
            work.Record(e.PersonId, ended.Id, happened, ended);
            await ProtectionService.LookAgainAsync(work, e.PersonId, ended.TeamId);
            await NoticeService.GiveAsync(work, new Notice
            {
                PersonId = e.PersonId,
                TeamId = entry.TeamId,
                Kind = Kind,
                AboutId = e.MoveId,
                Recipient = NoticeRecipient.Team,
                ToTeamId = ended.TeamId,
                SinceTime = entry.RecordedAt,
            });
        }
    }

    private const string CountTold =
        "SELECT COUNT(*) FROM Notice WHERE PersonId = @personId AND AboutId = @moveId AND Kind = @kind";

    private const string SelectSupport = $"""
        SELECT {SharingService.InvolvementColumns}
        FROM Involvement i
        WHERE i.PersonId = @personId AND i.Purpose = 'support' AND i.EnteredInError = 0
        ORDER BY i.FromTime, i.Id
        """;
}
