using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class MergeService
{
    /// <summary>A privacy officer asks whether two records are one person's.</summary>
    [Roles(Role.PrivacyOfficer)]
    public override async Task<Wire.ProposeMergeResponse> ProposeMerge(
        Wire.ProposeMergeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, otherPersonId) = (Check.Id(request.PersonId), Check.Id(request.OtherPersonId));
        var reason = Check.Words(request.Reason, 1000);
        if (personId == otherPersonId)
        {
            throw Problem.Invalid("other_person_id", "SAME_RECORD", "It is one record.");
        }

        await using var work = await database.BeginAsync(On.People(personId, otherPersonId), call);
        var concern = await ConcernAsync(work, personId, otherPersonId);
        if (await work.RepeatedAsync<Merge>(request, personId, otherPersonId) is { } earlier)
        {
            return new Wire.ProposeMergeResponse { Merge = Show(earlier) };
        }
        if (await work.OneAsync<int?>(SelectStanding, new { personId, otherPersonId }) is { } standing)
        {
            throw (MergeState)standing == MergeState.Joined
                ? Problem.Refused("ALREADY_JOINED", "They are joined already.")
                : Problem.Refused("ALREADY_PROPOSED", "It is asked already.");
        }
        var merge = new Merge
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            Version = 1,
            OtherPersonId = otherPersonId,
            State = MergeState.Waiting,
            Reason = reason,
            AgencyId = call.Agency!.Value,
            ProposedIssuer = call.Issuer,
            ProposedSubject = call.Subject,
            WithPerson = concern.WithPerson,
            WithOther = concern.WithOther,
            ProposedAt = work.Now,
        };
        await work.WriteAsync(InsertMerge, merge);
        work.Record(personId, merge.Id, new MergeProposed(merge.Id, personId), merge);
        work.Record(otherPersonId, merge.Id, new MergeProposed(merge.Id, otherPersonId), merge);
        await TellAsync(work, merge, "merge_waiting");
        await work.CommitAsync();

        return new Wire.ProposeMergeResponse { Merge = Show(merge) };
    }

    // Joined through a third counts as well.
    private const string SelectStanding = """
        SELECT CASE
          WHEN EXISTS (
            SELECT 1 FROM AccessGrant g
            WHERE g.PersonId = @personId AND g.Grantee = @otherPersonId AND g.Purpose = 'self' AND g.UntilTime IS NULL)
          THEN 2
          WHEN EXISTS (
            SELECT 1 FROM PersonMerge e
            WHERE e.State = 1 AND e.EnteredInError = 0 AND e.PersonId IN (@personId, @otherPersonId)
              AND e.OtherPersonId IN (@personId, @otherPersonId))
          THEN 1 END AS State
        """;

    private const string InsertMerge = """
        INSERT INTO PersonMerge (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, OtherPersonId, State,
          Reason, AgencyId, ProposedIssuer, ProposedSubject, WithPerson, WithOther, ProposedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @OtherPersonId, @State,
          @Reason, @AgencyId, @ProposedIssuer, @ProposedSubject, @WithPerson, @WithOther, @ProposedAt)
        """;
}
