using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>
    /// A team's work with a person ends, now or after a last day, and with it what the team may see: by the time that
    /// stands in the grant, in every service.
    /// </summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.EndInvolvementResponse> EndInvolvement(
        Wire.EndInvolvementRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, involvementId) = (Check.Id(request.PersonId), Check.Id(request.InvolvementId));
        var reason = Check.Words(request.Reason, 1000);
        var lastOn = Check.OptionalDay(request.LastOn);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        // By membership of its team, not by the access that it gives: a repeat comes when that has ended.
        var involvement = await work.OneAsync<Involvement>(SelectOwnInvolvement, new { personId, involvementId })
            ?? throw Problem.NotFound();
        await work.EnterTeamAsync(involvement.TeamId);
        var origins = await OriginsAsync(work, personId, [involvement.ReferralId]);
        var teams = await TeamsAsync(work, [involvement.TeamId, .. origins.Values.Select(r => r.TeamId)]);
        if (await work.RepeatedAsync<Involvement>(request, personId) is { } earlier)
        {
            return new Wire.EndInvolvementResponse { Involvement = Show(earlier, [], origins, teams, work.Now) };
        }
        var ended = involvement.End(reason, lastOn, work.Now);
        if (await work.WriteAsync(UpdateEnded, ended) == 0)
        {
            throw Problem.Refused("NOT_INVOLVED", "It has ended already.");
        }
        var happened = new InvolvementEnded(involvementId, personId, involvement.TeamId, ended.UntilTime!.Value);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, involvementId, happened, ended);
        await ProtectionService.LookAgainAsync(work, personId, ended.TeamId);
        await work.CommitAsync();

        return new Wire.EndInvolvementResponse { Involvement = Show(ended, [], origins, teams, work.Now) };
    }

    internal const string SelectOwnInvolvement = $"""
        /*enter*/ SELECT {InvolvementColumns}
        FROM Involvement i
        WHERE i.Id = @involvementId AND i.PersonId = @personId AND i.EnteredInError = 0
          AND NOT EXISTS (
            SELECT 1 FROM Kin k
            WHERE k.PersonId = i.PersonId AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
          AND EXISTS (
            SELECT 1 FROM Member m INNER JOIN Agreement a ON a.AgencyId = m.AgencyId
            WHERE m.Grantee = i.TeamId AND m.Issuer = @callerIssuer AND m.Subject = @callerSubject
              AND m.Capacity = @callerCapacity AND m.AgencyId = @callerAgency
              AND m.FromTime <= @now AND (m.UntilTime IS NULL OR m.UntilTime > @latest))
        """;

    internal const string UpdateEnded = """
        UPDATE Involvement SET Version = @Version, UntilTime = @UntilTime, EndReason = @EndReason
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
