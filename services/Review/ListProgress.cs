using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ReviewService
{
    /// <summary>How it went with one outcome over time: each rating beside its story.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListProgressResponse> ListProgress(
        Wire.ListProgressRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        if (!await copies.MayShowAsync(Plan, call))
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        var outcomeIds = Each.Of([outcomeId]);
        if ((await work.ManyAsync<Guid>(SelectOutcomes, new { personId, outcomeIds })).Count == 0)
        {
            throw Problem.NotFoundInCopy(Plan);
        }
        var page = Page.Of(Math.Min(request.PageSize, MostProgress), request.PageToken, work);
        var found = await work.ManyAsync<Progress>(SelectProgress,
            new { personId, outcomeId, take = page.Take + 1, skip = page.Skip });
        var shown = found.Take(page.Take).ToList();
        var beside = await BesideAsync(work, personId, shown.Select(p => p.ReviewId).Distinct(), shown);
        work.Showed(personId, shown.Select(p => p.Id));
        await work.CommitAsync();

        return new Wire.ListProgressResponse
        {
            Progress = { shown.Select(p => Show(p, beside)) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectProgress = $"""
        {ProgressVisible} AND p.OutcomeId = @outcomeId
        ORDER BY p.HappenedOn DESC, p.RecordedAt DESC, p.Id
        /*page*/
        """;
}
