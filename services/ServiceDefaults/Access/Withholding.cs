using PersonalOutcomes.Database;

namespace PersonalOutcomes.Access;

/// <summary>
/// What the owner of an item says of who may see it, and every service that follows the owner: from whom it is
/// withheld, and who took part in it.
/// </summary>
public static class Withholding
{
    /// <summary>
    /// Withholds an item from agencies or teams, from birth or later; the item's owner calls this in the item's own
    /// transaction, and every service that follows the owner does the same with the event.
    /// </summary>
    public static async Task WithholdAsync(this Work work, Guid person, Guid item, IEnumerable<Guid> grantees)
    {
        foreach (var grantee in grantees)
        {
            await work.WriteAsync(DeleteWithheld, new { item, grantee });
            await work.WriteAsync(InsertWithheld, new { item, grantee, person });
        }
    }

    /// <summary>From whom an item is withheld: what is made of it is withheld from them as well.</summary>
    public static Task<List<Guid>> WithheldFromAsync(this Work work, Guid item) =>
        work.ManyAsync<Guid>(SelectWithheld, new { item });

    /// <summary>Notes the teams whose practitioners took part in an item.</summary>
    public static async Task TookPartAsync(this Work work, Guid person, Guid item, IEnumerable<Guid> teams)
    {
        foreach (var team in teams)
        {
            await work.WriteAsync(DeleteTakingPart, new { item, team });
            await work.WriteAsync(InsertTakingPart, new { item, team, person });
        }
    }

    private const string DeleteWithheld = "DELETE FROM Withheld WHERE ItemId = @item AND Grantee = @grantee";

    private const string InsertWithheld =
        "INSERT INTO Withheld (ItemId, Grantee, PersonId) VALUES (@item, @grantee, @person)";

    private const string SelectWithheld = "SELECT w.Grantee FROM Withheld w WHERE w.ItemId = @item";

    private const string DeleteTakingPart = "DELETE FROM TakingPart WHERE ItemId = @item AND TeamId = @team";

    private const string InsertTakingPart =
        "INSERT INTO TakingPart (ItemId, TeamId, PersonId) VALUES (@item, @team, @person)";
}
