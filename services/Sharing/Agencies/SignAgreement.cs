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
    /// <summary>The agency has signed the sharing agreement, or newer terms of it.</summary>
    [Roles(Role.AgencyAdministrator)]
    public override async Task<Wire.SignAgreementResponse> SignAgreement(
        Wire.SignAgreementRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var agencyId = Check.Id(request.AgencyId);
        var termsVersion = Check.Words(request.TermsVersion, 50);
        var signedOn = Check.HappenedOn(request.SignedOn, call.Now);

        await using var work = await database.BeginAsync(On.Agency(agencyId), call);
        var agency = await OwnAgencyAsync(work, agencyId);
        if (await work.RepeatedAsync<Agency>(request, null) is { } earlier)
        {
            return ShowSigned(earlier);
        }
        var signed = agency.Sign(termsVersion, signedOn);
        await work.WriteAsync(UpdateAgreement, signed);
        var agreement = new AgreementSigned(agencyId, agency.Type == AgencyType.Health);
        await Grants.ApplyAsync(agreement, work);
        work.Record(agencyId, agencyId, agreement, signed);
        await work.CommitAsync();

        return ShowSigned(signed);
    }

    private static Wire.SignAgreementResponse ShowSigned(Agency agency) => new()
    {
        AgencyId = agency.Id.ToString("D"),
        TermsVersion = agency.TermsVersion,
        SignedOn = agency.SignedOn?.ToString("yyyy-MM-dd", null),
    };

    private const string UpdateAgreement = """
        UPDATE Agency SET TermsVersion = @TermsVersion, SignedOn = @SignedOn,
          AgreementEndedAt = @AgreementEndedAt, AgreementEndReason = @AgreementEndReason
        WHERE Id = @Id
        """;
}
