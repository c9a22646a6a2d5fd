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
        var (replies, next) = await ListAsync(work, page, SelectReplies, personId, hung);
        work.Showed(personId, replies.Select(r => r.Id));
        await work.CommitAsync();

        return new() { Replies = { Show(replies, work) }, NextPageToken = next, Notice = AlwaysSaid };
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
        var (asked, next) = await ListAsync(work, page, SelectAsked, teamId, hung);
        foreach (var person in asked.GroupBy(r => r.PersonId))
        {
            work.Showed(person.Key, person.Select(r => r.Id));
        }
        await work.CommitAsync();

        return new() { Replies = { Show(asked, work) }, NextPageToken = next, Notice = AlwaysSaid };
    }

    private async Task<(List<Reply> Replies, string Next)> ListAsync(
        Work work, Page page, string select, Guid of, List<Guid> hung)
    {
        var items = Each.Of((await entries.SeenAsync(work, hung)).Select(s => s.Id));
        var found = await work.ManyAsync<Reply>(select, new { of, items, take = page.Take + 1, page.Skip });
        return ([.. found.Take(page.Take)], page.Next(found.Count, work));
    }

    private static IEnumerable<Wire.Reply> Show(List<Reply> replies, Work work) =>
        replies.Select(r => Show(r, work.Now));

    private const string SelectHung = $"""
        SELECT DISTINCT r.ItemId FROM Reply r
        WHERE r.PersonId = @personId AND (@itemId IS NULL OR r.ItemId = @itemId) AND {Visible}
        """;

    private const string SelectReplies = $"""
        SELECT {ReplyColumns} FROM Reply r
        WHERE r.PersonId = @of AND r.ItemId IN (/*each:@items*/) AND {Visible}
        ORDER BY r.RecordedAt DESC, r.Id /*page*/
        """;

    private const string SelectHungAsked = $"""
        SELECT DISTINCT r.ItemId FROM Reply r WHERE r.AskedTeamId = @teamId AND r.State = 1 AND {Visible}
        """;

    private const string SelectAsked = $"""
        SELECT {ReplyColumns} FROM Reply r
        WHERE r.AskedTeamId = @of AND r.State = 1 AND r.ItemId IN (/*each:@items*/) AND {Visible}
        ORDER BY r.RecordedAt, r.Id /*page*/
        """;
}
