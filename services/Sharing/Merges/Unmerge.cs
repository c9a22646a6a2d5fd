using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class MergeService
{
    /// <summary>Two records that were joined by mistake are two again.</summary>
    [Roles(Role.PrivacyOfficer)]
    public override async Task<Wire.UnmergeResponse> Unmerge(Wire.UnmergeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, mergeId) = (Check.Id(request.PersonId), Check.Id(request.MergeId));
        var reason = Check.Words(request.Reason, 1000);
        var on = await OnAllAsync(call, mergeId);

        await using var work = await database.BeginAsync(on, call);
        var (joined, _) = await FindAsync(work, personId, mergeId);
        if (await work.RepeatedAsync<Merge>(request, joined.PersonId, joined.OtherPersonId) is { } earlier)
        {
            return new Wire.UnmergeResponse { Merge = Show(earlier) };
        }
        await RequireAllAsync(work, mergeId, on);
        var later = await work.OneAsync<int>(CountLater, joined) > 0;
        var parted = joined.Part(reason, later, work.Now);
        if (await work.WriteAsync(UpdateMerge, parted) == 0)
        {
            throw Problem.Refused("NOT_JOINED", "They are not joined.");
        }
        await SamePerson.PartAsync(work, parted);
        await TellAsync(work, parted, "merge_parted");
        await work.CommitAsync();

        return new Wire.UnmergeResponse { Merge = Show(parted) };
    }

    // A joining that came later and holds through this one: it made somebody one with either of these two by way of
    // others than the two that it joined.
    private const string CountLater = """
        SELECT COUNT(*)
        FROM AccessGrant g INNER JOIN PersonMerge e ON e.Id = g.Id
        WHERE g.PersonId IN (@PersonId, @OtherPersonId) AND g.Purpose = 'self' AND g.UntilTime IS NULL
          AND e.Id <> @Id AND g.PersonId NOT IN (e.PersonId, e.OtherPersonId)
        """;
}
