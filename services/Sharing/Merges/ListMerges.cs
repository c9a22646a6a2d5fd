using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class MergeService
{
    /// <summary>What was asked and settled about joining records.</summary>
    [Roles(Role.Person | Role.PrivacyOfficer)]
    public override async Task<Wire.ListMergesResponse> ListMerges(
        Wire.ListMergesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var officer = call.Role == Role.PrivacyOfficer;
        var personId = officer ? Check.OptionalId(request.PersonId) : Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(call);
        if (!officer)
        {
            await work.EnterAsync(personId!.Value);
        }
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Merge>(SelectMerges,
            new { personId, officer, take = page.Take + 1, page.Skip });
        var merges = found.Take(page.Take).ToList();
        foreach (var person in merges.SelectMany(m => new[] { m.PersonId, m.OtherPersonId }).Distinct())
        {
            work.Showed(person, merges.Where(m => m.PersonId == person || m.OtherPersonId == person).Select(m => m.Id));
        }
        await work.CommitAsync();

        return new Wire.ListMergesResponse
        {
            Merges = { merges.Select(Show) },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private const string SelectMerges = $"""
        /*enter*/ SELECT {MergeColumns}
        FROM PersonMerge e
        WHERE e.EnteredInError = 0 AND (@personId IS NULL OR @personId IN (e.PersonId, e.OtherPersonId))
          AND (@officer = 0 OR EXISTS (
            SELECT 1 FROM AccessGrant g
            WHERE g.PersonId IN (e.PersonId, e.OtherPersonId) AND {IsTheOfficersConcern}))
        ORDER BY e.ProposedAt DESC, e.Id /*page*/
        """;
}
