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
    /// <summary>The check-ins with a person that the caller may see, the newest day first.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListCheckInsResponse> ListCheckIns(
        Wire.ListCheckInsRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.OptionalId(request.OutcomeId));
        var mayShowOutcomes = await copies.MayShowAsync(Plan, call);
        if (outcomeId is not null && !mayShowOutcomes)
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        if (outcomeId is { } about && !await IsTheirsAsync(work, personId, about))
        {
            throw Problem.NotFoundInCopy(Plan);
        }
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<CheckIn>(SelectCheckIns,
            new { personId, outcomeId, mayShowOutcomes, take = page.Take + 1, skip = page.Skip });
        var shown = found.Take(page.Take).ToList();
        work.Showed(personId, shown.Select(c => c.Id));
        await work.CommitAsync();

        return new Wire.ListCheckInsResponse
        {
            CheckIns = { shown.Select(Show) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string CheckInColumns = """
        ci.Id, ci.PersonId, ci.TeamId, ci.HealthAuthored, ci.EnteredInError, ci.OutcomeId, ci.HappenedOn, ci.Words,
          ci.SaidBy, ci.SaidByName, ci.How, ci.Travel, ci.WrittenBy, ci.RecordedAt
        """;

    // What is about an outcome hangs on it, and is for those who may see both.
    private const string SelectCheckIns = $"""
        SELECT {CheckInColumns}
        FROM CheckIn ci
        WHERE ci.PersonId = @personId AND /*access:ci:progress*/
          AND (@outcomeId IS NULL OR ci.OutcomeId = @outcomeId)
          AND (ci.OutcomeId IS NULL OR (@mayShowOutcomes = 1 AND EXISTS (
            SELECT 1 FROM OutcomeCopy o WHERE o.Id = ci.OutcomeId AND /*access:o:outcome*/)))
        ORDER BY ci.HappenedOn DESC, ci.RecordedAt DESC, ci.Id
        /*page*/
        """;
}
