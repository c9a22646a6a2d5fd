using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// What of this service is moved to the right record: wishes. Whatever let somebody in, or kept them out, did so where
/// it stood, and is said anew.
/// </summary>
public sealed partial class WishService
{
    /// <summary>Records it there as it was said. PERSON_DIED for what was said in the name of who died.</summary>
    internal static async Task<bool> MoveAsync(Work work, Moving moving)
    {
        var (personId, to) = (moving.PersonId, moving.ToPersonId);
        if (await work.OneAsync<Wish>(SelectWish, new { personId, earlierId = moving.ItemId }) is not { } wish)
        {
            return false;
        }
        if (wish.SaidBy is Speaker.Person or Speaker.Representative)
        {
            await OnPersonDied.RequireLivingAsync(work, to);
        }
        var took = await work.OneAsync<Wish>(SelectEarlier, new { personId, moving.ItemId });
        var moved = wish with { Id = moving.NewId(wish.Id), PersonId = to, EarlierId = moving.NewId(took!.EarlierId) };
        await work.WriteAsync(InsertWish, moved);
        await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
        work.Record(to, moved.Id, new WishRecorded(moved.Id, to, moved.Voice.IsPersons, moving.WithheldFrom), moved);
        return true;
    }

    // Whose place it takes also when that one is not there any more because it has been moved.
    private const string SelectEarlier = """
        SELECT x.Id, x.EarlierId FROM Wish x WHERE x.Id = @ItemId AND x.PersonId = @personId AND /*access:x:wish*/
        """;
}
