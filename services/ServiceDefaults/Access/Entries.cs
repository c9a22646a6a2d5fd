using PersonalOutcomes.Database;

namespace PersonalOutcomes.Access;

/// <summary>What a service keeps of a record, for the rpcs that serve an entry of whatever kind.</summary>
/// <param name="Select">
/// By the access rule of each kind: gives Id, PersonId and TeamId (who recorded it) of those among <c>@items</c> that
/// the caller may see.
/// </param>
/// <param name="SelectDeath">Gives a row while it stands that <c>@personId</c> died.</param>
/// <param name="Remove">
/// Marks the entry <c>@item</c> of the person <c>@who</c>, and what is a part of it, as entered in error.
/// </param>
public sealed record Entries(string Select, string SelectDeath, string Remove)
{
    /// <summary>
    /// What hangs on an entry and is withheld with it, where the statement that shows it does not ask for the entry
    /// itself: gives the ids of what hangs directly on <c>@item</c>.
    /// </summary>
    public string? Hanging { get; init; }

    /// <summary>Gives the ids of the person's entries that were made in error if <c>@item</c> was.</summary>
    public string? With { get; init; }

    internal Task<List<Seen>> SeenAsync(Work work, IEnumerable<Guid> items) =>
        work.ManyAsync<Seen>(Select, new { items = Each.Of(items) });
}

/// <summary>One that the caller may see.</summary>
[method: Dapper.ExplicitConstructor]
internal sealed record Seen(Guid Id, Guid PersonId, Guid? TeamId);
