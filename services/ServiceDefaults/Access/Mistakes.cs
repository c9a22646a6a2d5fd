using System.Text.Json;
using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Access;

/// <summary>Why an entry was made in error, the snapshot of <see cref="EnteredInError"/>.</summary>
/// <param name="Reason">For whoever could see the entry.</param>
/// <param name="Words">More about it, for the privacy officers concerned.</param>
public sealed record Mistake(MistakeReason Reason, string? Words);

// Withheld at once from all but the privacy officers concerned. Nothing is deleted: the row and its history stay.
internal sealed partial class WithholdingService
{
    [Roles(Role.Person | Role.Staff | Role.PrivacyOfficer)]
    public override Task<EnterInErrorResponse> EnterInError(EnterInErrorRequest request, ServerCallContext call)
    {
        var reason = Check.Code(request.Reason);
        var words = reason == MistakeReason.Other
            ? Check.Words(request.Words, 1000) : Check.OptionalWords(request.Words, 1000);
        return OnAsync<EnterInErrorResponse>(request, request.PersonId, request.ItemId, new Mistake(reason, words),
            entries.With, call, async (work, who, item) =>
        {
            var rows = await work.WriteAsync(entries.Remove, new { who, item });
            return rows + await work.WriteAsync(RemoveReply, new { item }) > 0 ? new EnteredInError(item, who)
                : throw Problem.Refused("UNDONE_OTHERWISE", "It is taken back by an rpc of its own.", "item_id");
        });
    }

    private const string RemoveReply = "UPDATE Reply SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0";
}

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
