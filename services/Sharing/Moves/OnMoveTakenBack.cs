using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// A person stays after all: what ended by the move lasts as it did before, unless its team has set a day of its own
/// since, or another move stands.
/// </summary>
public static class OnMoveTakenBack
{
    /// <summary>Brings back what the move ended, once, however often it is told.</summary>
    public static async Task ApplyAsync(MoveTakenBack e, Entry entry, Work work)
    {
        var moves = await work.ManyAsync<OnPersonMovedAway.EndedByMove>(
            OnPersonMovedAway.SelectEnded, new { e.PersonId });
        await work.WriteAsync(DeleteEnded, new { e.PersonId, e.MoveId });
        await NoticeService.EndAsync(work, e.PersonId, e.MoveId, OnPersonMovedAway.Kind);
        foreach (var involvement in await work.ManyAsync<Involvement>(
            OnPersonMovedAway.SelectSupport, new { e.PersonId }))
        {
            var ended = moves.Find(m => m.MoveId == e.MoveId && m.InvolvementId == involvement.Id);
            if (ended is null || involvement.UntilTime != ended.SetUntil)
            {
                continue;
            }
            var until = moves.Where(m => m.MoveId != e.MoveId && m.InvolvementId == involvement.Id)
                .Select(m => (DateTimeOffset?)m.SetUntil).Append(ended.BeforeUntil).Min();
            if (until != ended.SetUntil && await OnPersonMovedAway.SetAsync(work, involvement.Last(until)))
            {
                await OnPersonMovedAway.TellAsync(work, involvement, entry, e.MoveId, "move_taken_back");
            }
        }
    }

    private const string DeleteEnded = "DELETE FROM EndedByMove WHERE PersonId = @personId AND MoveId = @moveId";
}
