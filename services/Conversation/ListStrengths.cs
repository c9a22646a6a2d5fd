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
    /// <summary>The strengths of a person that the caller may see, the latest first.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListStrengthsResponse> ListStrengths(
        Wire.ListStrengthsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Strength>(SelectStrengths,
            new { personId, take = page.Take + 1, skip = page.Skip });
        var shown = found.Take(page.Take).ToList();
        work.Showed(personId, shown.Select(s => s.Id));
        await work.CommitAsync();

        return new Wire.ListStrengthsResponse
        {
            Strengths = { shown.Select(Show) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectStrengths = $"""
        SELECT {StrengthColumns} FROM {StrengthsVisible}
        ORDER BY s.RecordedAt DESC, s.Place, s.Id
        /*page*/
        """;
}
