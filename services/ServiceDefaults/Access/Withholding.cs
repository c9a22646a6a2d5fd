using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Access;

/// <summary>
/// What the owner of an item says of who may see it, and every service that follows the owner: from whom it is
/// withheld, and who took part in it.
/// </summary>
public static class Withholding
{
    /// <summary>Sharing's list of what a record is made of, by kind.</summary>
    internal static readonly Vocabulary Kinds = Vocabulary.Of(typeof(Withholding).Assembly, "kinds");

    /// <summary>What every service does with what the owner of an item decides about it later.</summary>
    public static void Follow(Handlers.Of owner) => owner
        .On<ItemWithheld>((e, work) => work.WithholdAsync(e.PersonId, e.ItemId, e.WithheldFrom))
        .On<ItemShown>((e, work) => work.ShowAsync(e.ItemId, e.ShownTo))
        .On<ItemReleased>((e, work) => work.ReleaseAsync(e.PersonId, e.ItemId));

    /// <summary>
    /// Withholds an item from agencies or teams, from birth or later; the item's owner calls this in the item's own
    /// transaction, and every service that follows the owner does the same with the event.
    /// </summary>
    public static async Task WithholdAsync(this Work work, Guid person, Guid item, IEnumerable<Guid> grantees)
    {
        await work.ShowAsync(item, grantees);
        foreach (var grantee in grantees)
        {
            await work.WriteAsync(InsertWithheld, new { item, grantee, person });
        }
    }

    /// <summary>Withholds an item from agencies or teams no more.</summary>
    public static Task ShowAsync(this Work work, Guid item, IEnumerable<Guid> grantees) =>
        work.WriteAsync(DeleteWithheld, new { item, grantees = Each.Of(grantees) });

    /// <summary>Those who see the record under a duty to protect may see this item of a health body.</summary>
    internal static Task ReleaseAsync(this Work work, Guid person, Guid item) =>
        work.WriteAsync(SetReleased, new { item, person });

    /// <summary>
    /// Whether what is recorded as this type may hold anything of a kind that is kept from the caller, or of the kind
    /// that is for the person alone.
    /// </summary>
    internal static async Task<bool> IsHiddenAsync(this Work work, Guid person, string type, string self = "self") =>
        (await work.ManyAsync<string>(SelectKinds, new { person })).Append(self)
            .Any(kind => Kinds[kind]?["recorded_as"].Split(' ').Contains(type) == true);

    /// <summary>From whom an item is withheld: what is made of it is withheld from them as well.</summary>
    public static Task<List<Guid>> WithheldFromAsync(this Work work, Guid item) =>
        work.ManyAsync<Guid>(SelectWithheld, new { item });

    /// <summary>Notes the teams whose practitioners took part in an item.</summary>
    public static async Task TookPartAsync(this Work work, Guid person, Guid item, IEnumerable<Guid> teams)
    {
        foreach (var team in teams)
        {
            await work.WriteAsync(SetTakingPart, new { item, team, person });
        }
    }

    private const string DeleteWithheld =
        "DELETE FROM Withheld WHERE ItemId = @item AND Grantee IN (/*each:@grantees*/)";

    private const string InsertWithheld =
        "INSERT INTO Withheld (ItemId, Grantee, PersonId) VALUES (@item, @grantee, @person)";

    private const string SelectWithheld = "SELECT w.Grantee FROM Withheld w WHERE w.ItemId = @item";

    private const string SetReleased =
        "DELETE FROM Released WHERE ItemId = @item; INSERT INTO Released (ItemId, PersonId) VALUES (@item, @person)";

    private const string SelectKinds = $"""
        /*enter*/ SELECT COALESCE(w.Kind, '') FROM Restriction w
        WHERE w.PersonId = @person AND {AccessMark.FromTheCaller}
        """;

    private const string SetTakingPart = """
        DELETE FROM TakingPart WHERE ItemId = @item AND TeamId = @team;
        INSERT INTO TakingPart (ItemId, TeamId, PersonId) VALUES (@item, @team, @person)
        """;
}
