using System.Text.Json;
using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Access;

/// <summary>Why an entry was made in error; for the privacy officers concerned.</summary>
internal sealed record Mistake(MistakeReason Reason, string? Words);

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
                await work.WriteAsync(entries.Remove, new { item }) + await work.WriteAsync(RemoveReply, new { item }) > 0
                    ? new EnteredInError(item, who)
                    : throw Problem.Refused("UNDONE_OTHERWISE", "It is taken back by an rpc of its own.", "item_id"));
    }

    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<ListRemovedResponse> ListRemoved(ListRemovedRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var removed = await work.ManyAsync<Removal>(SelectRemoved, new { personId });
        // Whoever could not see the entry learns nothing of its removal.
        work.SeesRemoved = true;
        var seen = (await entries.SeenAsync(work, removed.Select(r => r.ItemId))).Select(s => s.Id).ToHashSet();
        var found = removed.Where(r => seen.Contains(r.ItemId)).Skip(page.Skip).ToList();
        work.Showed(personId, found.Take(page.Take).Select(r => r.ItemId));
        await work.CommitAsync();

        return new ListRemovedResponse
        {
            Removed = { found.Take(page.Take).Select(Show) },
            NextPageToken = page.Next(found.Count, work),
            Notice = "Some entries may be held back by law.",
        };
    }

    [Roles(Role.PrivacyOfficer)]
    public override async Task<GetRemovedResponse> GetRemoved(GetRemovedRequest request, ServerCallContext context)
    {
        var (personId, itemId) = (Check.Id(request.PersonId), Check.Id(request.ItemId));

        await using var work = await database.ReadAsync(Call.Of(context));
        var kept = await work.OneAsync<Removal>(SelectKept, new { personId, itemId }) ?? throw Problem.NotFound();
        work.Showed(personId, itemId);
        await work.CommitAsync();

        return new() { Removed = Show(kept), Words = kept.Why.Words ?? "", ContentJson = kept.Content };
    }

    private static Removed Show(Removal removal) => new()
    {
        ItemId = $"{removal.ItemId}",
        RecordTime = Columns.Text(removal.MadeAt),
        RemoveTime = Columns.Text(removal.RecordedAt),
        TeamId = $"{removal.TeamId}",
        Reason = removal.Why.Reason,
    };

    private const string RemoveReply = "UPDATE Reply SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0";

    // Whose team is a secret is not named, though what it made stands by another's words since.
    private const string SelectRemoved = """
        SELECT m.ItemId, m.RecordedAt, m.SnapshotJson, CASE WHEN /*team:m:TeamId*/ THEN m.TeamId END AS TeamId,
          (SELECT MIN(f.RecordedAt) FROM Journal f WHERE f.Stream = m.PersonId AND f.ItemId = m.ItemId) AS MadeAt,
          '' AS Content
        FROM (
          SELECT j.Stream AS PersonId, j.ItemId, j.RecordedAt, j.SnapshotJson, j.TeamId, j.Position FROM Journal j
          WHERE j.Stream = @personId AND j.Type = 'EnteredInError') m
        ORDER BY m.Position DESC
        """;

    private const string SelectKept = """
        /*enter*/ SELECT m.ItemId, m.RecordedAt, m.SnapshotJson, m.TeamId, f.RecordedAt AS MadeAt,
          c.SnapshotJson AS Content
        FROM Journal m
          INNER JOIN Journal f ON f.Position = (
            SELECT MIN(x.Position) FROM Journal x WHERE x.Stream = @personId AND x.ItemId = @itemId)
          INNER JOIN Journal c ON c.Position = (
            SELECT MAX(x.Position) FROM Journal x
            WHERE x.Stream = @personId AND x.ItemId = @itemId AND x.SnapshotType = f.SnapshotType)
        WHERE m.Stream = @personId AND m.ItemId = @itemId AND m.Type = 'EnteredInError'
          AND f.AgencyId IN (SELECT a.AgencyId FROM Agreement a WHERE a.AgencyId = @callerAgency)
        """;

    [method: Dapper.ExplicitConstructor]
    private sealed record Removal(Guid ItemId, DateTimeOffset RecordedAt, string SnapshotJson, Guid? TeamId,
        DateTimeOffset MadeAt, string Content)
    {
        public Mistake Why => JsonSerializer.Deserialize<Mistake>(SnapshotJson, LogRow.Json)!;
    }
}
