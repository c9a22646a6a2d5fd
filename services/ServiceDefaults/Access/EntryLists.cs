using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Access;

// What hangs on an entry that the caller may not see is left out before anything is counted or paged.
internal sealed partial class EntryService
{
    private const string AlwaysSaid = "Some entries may be held back by law.";

    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListRepliesResponse> ListReplies(
        Wire.ListRepliesRequest request, ServerCallContext context)
    {
        var (personId, itemId) = (Check.Id(request.PersonId), Check.OptionalId(request.ItemId));

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var hung = await work.ManyAsync<Guid>(SelectHung, new { personId, itemId });
        var found = await work.ManyAsync<Reply>(SelectReplies,
            new { personId, items = await SeenIdsAsync(work, hung), take = page.Take + 1, page.Skip });
        work.Showed(personId, found.Take(page.Take).Select(r => r.Id));
        await work.CommitAsync();

        return new Wire.ListRepliesResponse
        {
            Replies = { found.Take(page.Take).Select(r => Show(r, work.Now)) },
            NextPageToken = page.Next(found.Count, work),
            Notice = AlwaysSaid,
        };
    }

    [Roles(Role.Staff)]
    public override async Task<Wire.ListCorrectionsAskedResponse> ListCorrectionsAsked(
        Wire.ListCorrectionsAskedRequest request, ServerCallContext context)
    {
        var teamId = Check.Id(request.TeamId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterTeamAsync(teamId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var hung = await work.ManyAsync<Guid>(SelectHungAsked, new { teamId });
        var found = await work.ManyAsync<Reply>(SelectAsked,
            new { teamId, items = await SeenIdsAsync(work, hung), take = page.Take + 1, page.Skip });
        foreach (var person in found.Take(page.Take).GroupBy(r => r.PersonId))
        {
            work.Showed(person.Key, person.Select(r => r.Id));
        }
        await work.CommitAsync();

        return new Wire.ListCorrectionsAskedResponse
        {
            Replies = { found.Take(page.Take).Select(r => Show(r, work.Now)) },
            NextPageToken = page.Next(found.Count, work),
            Notice = AlwaysSaid,
        };
    }

    private async Task<string> SeenIdsAsync(Work work, IEnumerable<Guid> items) =>
        Each.Of((await SeenAsync(work, items)).Select(s => s.Id));

    private const string SelectHung = $"""
        SELECT DISTINCT r.ItemId FROM Reply r
        WHERE r.PersonId = @personId AND (@itemId IS NULL OR r.ItemId = @itemId) AND {Visible}
        """;

    private const string SelectReplies = $"""
        SELECT {ReplyColumns} FROM Reply r
        WHERE r.PersonId = @personId AND r.ItemId IN (/*each:@items*/) AND {Visible}
        ORDER BY r.RecordedAt DESC, r.Id /*page*/
        """;

    private const string SelectHungAsked = $"""
        SELECT DISTINCT r.ItemId FROM Reply r WHERE r.AskedTeamId = @teamId AND r.State = 1 AND {Visible}
        """;

    private const string SelectAsked = $"""
        SELECT {ReplyColumns} FROM Reply r
        WHERE r.AskedTeamId = @teamId AND r.State = 1 AND ({Owed} OR (r.ItemId IN (/*each:@items*/) AND {Visible}))
        ORDER BY r.RecordedAt, r.Id /*page*/
        """;
}
