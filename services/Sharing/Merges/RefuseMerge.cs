using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class MergeService
{
    /// <summary>The two are two people's, or whoever asked takes it back.</summary>
    [Roles(Role.Person | Role.PrivacyOfficer)]
    public override async Task<Wire.RefuseMergeResponse> RefuseMerge(
        Wire.RefuseMergeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, mergeId) = (Check.Id(request.PersonId), Check.Id(request.MergeId));
        var reason = Check.Words(request.Reason, 1000);
        var on = await OnAllAsync(call, mergeId);

        await using var work = await database.BeginAsync(on, call);
        var (asked, _) = await FindAsync(work, personId, mergeId);
        if (await work.RepeatedAsync<Merge>(request, asked.PersonId, asked.OtherPersonId) is { } earlier)
        {
            return new Wire.RefuseMergeResponse { Merge = Show(earlier) };
        }
        await RequireLivingAsync(work, asked);
        var merge = asked.Refuse(reason, work.Now);
        if (await work.WriteAsync(UpdateMerge, merge) == 0)
        {
            throw Merge.NotWaiting();
        }
        work.Record(merge.PersonId, mergeId, new MergeRefused(mergeId, merge.PersonId), merge);
        work.Record(merge.OtherPersonId, mergeId, new MergeRefused(mergeId, merge.OtherPersonId), merge);
        await EndTellingAsync(work, merge);
        await work.CommitAsync();

        return new Wire.RefuseMergeResponse { Merge = Show(merge) };
    }
}
