using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    /// <summary>
    /// The views about a person that the caller may see, the latest first, earlier statements included.
    /// </summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListViewsResponse> ListViews(
        Wire.ListViewsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(Math.Min(request.PageSize, MostViews), request.PageToken, work);
        var found = await work.ManyAsync<View>(SelectViews,
            new { personId, take = page.Take + 1, skip = page.Skip });
        var shown = found.Take(page.Take).ToList();
        work.Showed(personId, shown.Select(v => v.Id));
        await work.CommitAsync();

        return new Wire.ListViewsResponse
        {
            Views = { shown.Select(Show) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectViews = $"""
        SELECT {ViewColumns} FROM {ViewsVisible}
        ORDER BY v.RecordedAt DESC, v.Place, v.Id
        /*page*/
        """;
}
