using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ScaleService
{
    /// <summary>The scales of a person's record that the caller may see, each in its newest version.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListScalesResponse> ListScales(
        Wire.ListScalesRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        // Few of them, and which is the newest is found among those that the caller may see.
        var found = Scale.Newest(await work.ManyAsync<Scale>(SelectScales, new { personId }))
            .Skip(page.Skip).Take(page.Take + 1).ToList();
        var shown = found.Take(page.Take).ToList();
        work.Showed(personId, shown.Select(s => s.Id));
        await work.CommitAsync();

        return new Wire.ListScalesResponse
        {
            Scales = { shown.Select(Show) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectScales = $"SELECT {ScaleColumns} FROM {ScalesVisible} ORDER BY s.RecordedAt, s.Id";
}
