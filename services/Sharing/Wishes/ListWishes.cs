using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    /// <summary>The wishes that the caller may see, the newest first.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff)]
    public override async Task<Wire.ListWishesResponse> ListWishes(
        Wire.ListWishesRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Wish>(SelectWishes, new { personId, take = page.Take + 1, page.Skip });
        var wishes = found.Take(page.Take).ToList();
        var names = await NamesAsync(work, wishes.Select(w => w.AboutId));
        var teams = await SharingService.TeamsAsync(work, wishes.Select(w => w.TeamId));
        work.Showed(personId, wishes.Select(w => w.Id));
        await work.CommitAsync();

        return new Wire.ListWishesResponse
        {
            Wishes = { wishes.Select(w => Show(w, names, teams)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectWishes = $"""
        {WishesVisible}
        ORDER BY x.RecordedAt DESC, x.Id /*page*/
        """;
}
