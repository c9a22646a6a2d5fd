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
    /// The agency shares no more: its staff and systems see nobody from now on. Its teams' involvements stay as they
    /// are, for the person to see, and open again with whatever it signs next.
    /// </summary>
    [Roles(Role.AgencyAdministrator)]
    public override async Task<Wire.EndAgreementResponse> EndAgreement(
        Wire.EndAgreementRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var agencyId = Check.Id(request.AgencyId);
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Agency(agencyId), call);
        var agency = await OwnAgencyAsync(work, agencyId);
        if (await work.RepeatedAsync<Agency>(request, null) is { } earlier)
        {
            return ShowEnded(earlier);
        }
        var ended = agency.EndAgreement(reason, work.Now);
        await work.WriteAsync(UpdateAgreement, ended);
        var happened = new AgreementEnded(agencyId);
        await Grants.ApplyAsync(happened, work);
        work.Record(agencyId, agencyId, happened, ended);
        await work.CommitAsync();

        return ShowEnded(ended);
    }

    private static Wire.EndAgreementResponse ShowEnded(Agency agency) => new()
    {
        AgencyId = agency.Id.ToString("D"),
        TermsVersion = agency.TermsVersion,
        SignedOn = agency.SignedOn?.ToString("yyyy-MM-dd", null),
        EndTime = Show(agency.AgreementEndedAt),
    };
}
