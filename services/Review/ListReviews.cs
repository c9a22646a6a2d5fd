using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ReviewService
{
    /// <summary>The reviews with a person that the caller may see, the newest day first.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListReviewsResponse> ListReviews(
        Wire.ListReviewsRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var mayShowProgress = await copies.MayShowAsync(Plan, call);

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize <= 0 ? MostReviews : Math.Min(request.PageSize, MostReviews),
            request.PageToken, work);
        var found = await work.ManyAsync<Review>(SelectReviews,
            new { personId, take = page.Take + 1, skip = page.Skip });
        var shown = found.Take(page.Take).ToList();
        var progress = mayShowProgress
            ? await work.ManyAsync<Progress>(SelectProgressOfReviews,
                new { personId, reviewIds = Each.Of(shown.Select(r => r.Id)) })
            : [];
        var beside = await BesideAsync(work, personId, shown.Select(r => r.Id), progress);
        var death = await OnPersonDied.OfAsync(work, personId);
        work.Showed(personId, [.. shown.Select(r => r.Id), .. progress.Select(p => p.Id)]);
        await work.CommitAsync();

        return new Wire.ListReviewsResponse
        {
            Reviews = { shown.Select(r => Show(r.WithoutWhatIsOver(death), progress, beside)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectReviews = $"""
        {ReviewsVisible}
        ORDER BY r.HappenedOn DESC, r.RecordedAt DESC, r.Id
        /*page*/
        """;
}
