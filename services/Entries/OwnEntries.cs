using System.Security.Cryptography;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Entries;

/// <summary>What a service keeps of a record, for the rpcs that serve an entry of whatever kind.</summary>
/// <param name="Select">
/// By the access rule of each kind: gives Id, PersonId and TeamId (who recorded it) of those among <c>@items</c> that
/// the caller may see.
/// </param>
/// <param name="SelectDeath">Gives a row while it stands that <c>@personId</c> died.</param>
/// <param name="Remove">
/// Marks the entry <c>@item</c> of the person <c>@who</c>, and what is a part of it, as entered in error.
/// </param>
/// <param name="Move">
/// Records the entry anew in the right record, as it was said; false for a kind that is not moved by itself.
/// </param>
public sealed record OwnEntries(string Select, string SelectDeath, string Remove, Func<Work, Moving, Task<bool>> Move)
{
    /// <summary>
    /// What hangs on an entry and is withheld with it, where the statement that shows it does not ask for the entry
    /// itself: gives the ids of what hangs directly on <c>@item</c>.
    /// </summary>
    public string? Hanging { get; init; }

    /// <summary>Gives the ids of the person's entries that were made in error if <c>@item</c> was.</summary>
    public string? With { get; init; }

    /// <summary>Nothing is said or decided in the name of who died. PERSON_DIED.</summary>
    internal async Task RequireLivingAsync(Work work, Guid personId, string field, string words)
    {
        if ((await work.ManyAsync<object>(SelectDeath, new { personId })).Count > 0)
        {
            throw Problem.NotInCopy("person", "PERSON_DIED", words, field);
        }
    }

    internal Task<List<Seen>> SeenAsync(Work work, IEnumerable<Guid> items) =>
        work.ManyAsync<Seen>(Select, new { items = Each.Of(items) });
}

/// <summary>An entry on its way to the right record.</summary>
/// <param name="PersonId">In whose record it is by mistake.</param>
/// <param name="ItemId">The entry.</param>
/// <param name="ToPersonId">Whose it is.</param>
/// <param name="WithheldFrom">From whom it is withheld in the right record.</param>
public sealed record Moving(Guid PersonId, Guid ItemId, Guid ToPersonId, Guid[] WithheldFrom)
{
    /// <summary>
    /// The id that an entry has, or would have, in the right record: always the same, so that what is moved one after
    /// the other finds together again.
    /// </summary>
    public Guid NewId(Guid item) =>
        new(SHA256.HashData([.. item.ToByteArray(), .. ToPersonId.ToByteArray()]).AsSpan(0, 16));

    /// <summary>The same for what an entry hangs on; null where it hangs on nothing.</summary>
    public Guid? NewId(Guid? item) => item is { } one ? NewId(one) : null;
}

/// <summary>One that the caller may see.</summary>
[method: Dapper.ExplicitConstructor]
internal sealed record Seen(Guid Id, Guid PersonId, Guid? TeamId);
