using System.Text.Json;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Access;

/// <summary>Why an entry was made in error, the snapshot of <see cref="EnteredInError"/>.</summary>
/// <param name="Reason">For whoever could see the entry.</param>
/// <param name="Words">More about it, for the privacy officers concerned.</param>
public sealed record Mistake(MistakeReason Reason, string? Words);

/// <summary>That an entry was entered in error, as the journal tells it.</summary>
[method: Dapper.ExplicitConstructor]
internal sealed record Removal(
    Guid ItemId, DateTimeOffset MadeAt, DateTimeOffset RemovedAt, string Why, string Content, Guid? Team)
{
    public Removed Show(bool isOfficers = false)
    {
        var mistake = JsonSerializer.Deserialize<Mistake>(Why, LogRow.Json)!;
        return new Removed
        {
            ItemId = $"{ItemId}",
            RecordTime = Columns.Text(MadeAt),
            RemoveTime = Columns.Text(RemovedAt),
            TeamId = $"{Team}",
            Reason = mistake.Reason,
            Words = isOfficers ? mistake.Words ?? "" : "",
            ContentJson = isOfficers ? Content : "",
        };
    }

    // The newest first; of those in which an agency had a hand, where one is given. Whose team is a secret is not
    // named, though what it made stands by another's words since.
    internal const string Select = """
        SELECT m.ItemId, m.MadeAt, m.RemovedAt, m.Why, m.Content, CASE WHEN /*team:m:TeamId*/ THEN m.TeamId END AS Team
        FROM Removal m
        WHERE m.PersonId = @personId AND (@itemId IS NULL OR m.ItemId = @itemId) AND (@agency IS NULL OR @agency IN (
          SELECT x.AgencyId FROM Journal x
          WHERE x.Stream = @personId AND x.ItemId = m.ItemId AND x.Type <> 'EnteredInError'))
        ORDER BY m.Position DESC
        """;
}
