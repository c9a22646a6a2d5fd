using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ReviewService
{
    /// <summary>One review, as the caller may see it.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetReviewResponse> GetReview(
        Wire.GetReviewRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, reviewId) = (Check.Id(request.PersonId), Check.Id(request.ReviewId));
        var mayShowProgress = await copies.MayShowAsync(Plan, call);

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        var review = await work.OneAsync<Review>(SelectReview, new { personId, reviewId })
            ?? throw Problem.NotFound();
        var progress = mayShowProgress
            ? await work.ManyAsync<Progress>(SelectProgressOfReviews, new { personId, reviewIds = Each.Of([reviewId]) })
            : [];
        var beside = await BesideAsync(work, personId, [reviewId], progress);
        var death = await OnPersonDied.OfAsync(work, personId);
        work.Showed(personId, [reviewId, .. progress.Select(p => p.Id)]);
        await work.CommitAsync();

        return new Wire.GetReviewResponse { Review = Show(review.WithoutWhatIsOver(death), progress, beside) };
    }

    private const string SelectReview = $"{ReviewsVisible} AND r.Id = @reviewId";
}
