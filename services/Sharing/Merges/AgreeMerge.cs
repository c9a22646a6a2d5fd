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
    /// <summary>A second agrees that two records are one person's, and they are joined.</summary>
    [Roles(Role.Person | Role.PrivacyOfficer)]
    public override async Task<Wire.AgreeMergeResponse> AgreeMerge(
        Wire.AgreeMergeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, mergeId) = (Check.Id(request.PersonId), Check.Id(request.MergeId));
        var on = await OnAllAsync(call, mergeId);

        await using var work = await database.BeginAsync(on, call);
        var (asked, concern) = await FindAsync(work, personId, mergeId);
        if (await work.RepeatedAsync<Merge>(request, asked.PersonId, asked.OtherPersonId) is { } earlier)
        {
            return new Wire.AgreeMergeResponse { Merge = Show(earlier) };
        }
        await RequireLivingAsync(work, asked);
        await RequireAllAsync(work, mergeId, on);
        var merge = concern is not null
            ? asked.Agree(call.Issuer, call.Subject, call.Agency!.Value, concern, work.Now)
            : asked.AgreeAs(await work.OneAsync<Guid?>(SelectOwn, new { asked.PersonId, asked.OtherPersonId })
                ?? throw Problem.NotFound(), work.Now);
        if (await work.WriteAsync(UpdateMerge, merge) == 0)
        {
            throw Merge.NotWaiting();
        }
        work.Record(merge.PersonId, mergeId, new MergeAgreed(mergeId, merge.PersonId), merge);
        work.Record(merge.OtherPersonId, mergeId, new MergeAgreed(mergeId, merge.OtherPersonId), merge);
        if (merge.State == MergeState.Joined)
        {
            await SamePerson.JoinAsync(work, merge);
            await EndTellingAsync(work, merge);
            await TellAsync(work, merge, "merge_joined");
        }
        await work.CommitAsync();

        return new Wire.AgreeMergeResponse { Merge = Show(merge) };
    }

    // A sign-in is bound to one record: that one it agrees for, and no other.
    private const string SelectOwn = """
        /*enter*/ SELECT m.Grantee FROM Member m
        WHERE m.Issuer = @callerIssuer AND m.Subject = @callerSubject AND m.Capacity = 'self'
          AND m.Grantee IN (@personId, @otherPersonId)
        """;
}
