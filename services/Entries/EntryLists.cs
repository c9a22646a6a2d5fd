using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Entries;

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
        var (replies, next) = await SeenAsync(work, page, SelectReplies, new { personId, itemId });
        // Whoever could not see an entry learns nothing of its removal.
        work.SeesRemoved = true;
        var removals = page.Skip > 0 ? [] : await work.ManyAsync<Removal>(
            Removal.Select, new { personId, itemId, agency = default(Guid?) });
        var seen = (await own.SeenAsync(work, removals.Select(r => r.ItemId))).Select(s => s.Id).ToHashSet();
        work.Showed(personId, replies.Select(r => r.Id).Concat(seen));
        await work.CommitAsync();

        return new Wire.ListRepliesResponse
        {
            Replies = { replies.Select(r => Show(r, work.Now)) },
            Removed = { removals.Where(r => seen.Contains(r.ItemId)).Select(r => r.Show()) },
            NextPageToken = next,
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
        var (asked, next) = await SeenAsync(work, page, SelectAsked, new { teamId });
        foreach (var person in asked.GroupBy(r => r.PersonId))
        {
            work.Showed(person.Key, person.Select(r => r.Id));
        }
        await work.CommitAsync();

        return new Wire.ListCorrectionsAskedResponse
        {
            Replies = { asked.Select(r => Show(r, work.Now)) },
            NextPageToken = next,
            Notice = AlwaysSaid,
        };
    }

    private async Task<(List<Reply> Replies, string Next)> SeenAsync(Work work, Page page, string select, object of)
    {
        var said = await work.ManyAsync<Reply>(select, of);
        var seen = await own.SeenAsync(work, said.Select(r => r.ItemId).Distinct());
        var found = said.Where(r => seen.Exists(s => s.Id == r.ItemId)).Skip(page.Skip).ToList();
        return ([.. found.Take(page.Take)], page.Next(found.Count, work));
    }

    private const string SelectReplies = $"""
        SELECT {ReplyColumns} FROM Reply r
        WHERE r.PersonId = @personId AND (@itemId IS NULL OR r.ItemId = @itemId) AND {Visible}
        ORDER BY r.RecordedAt DESC, r.Id
        """;

    private const string SelectAsked = $"""
        SELECT {ReplyColumns} FROM Reply r
        WHERE r.AskedTeamId = @teamId AND r.State = 1 AND {Visible}
        ORDER BY r.RecordedAt, r.Id
        """;
}
