using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>The operator enters an agency; until it has signed the agreement it has access to nothing.</summary>
    [Roles(Role.Operator)]
    public override async Task<Wire.RegisterAgencyResponse> RegisterAgency(
        Wire.RegisterAgencyRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var agency = new Agency
        {
            Id = Check.Id(request.AgencyId),
            Name = Check.Words(request.Name, 200),
            Type = (AgencyType)(int)Check.Code(request.Type),
            RecordedAt = call.Now,
        };

        await using var work = await database.BeginAsync(On.Agency(agency.Id), call);
        if (await work.RepeatedAsync<Agency>(request, null) is { } earlier)
        {
            return new Wire.RegisterAgencyResponse { Agency = Show(earlier) };
        }
        if (await work.OneAsync<Agency>(SelectAgency, new { agencyId = agency.Id }) is not null)
        {
            throw Problem.Refused("AGENCY_EXISTS", "This agency is entered already.", "agency_id");
        }
        await work.WriteAsync(InsertAgency, agency);
        work.Record(agency.Id, agency.Id, new AgencyRegistered(agency.Id, Code(agency.Type)), agency);
        await work.CommitAsync();

        return new Wire.RegisterAgencyResponse { Agency = Show(agency) };
    }

    private static string Code(AgencyType type) => type switch
    {
        AgencyType.Health => "health",
        AgencyType.SocialWork => "social_work",
        AgencyType.Housing => "housing",
        AgencyType.Voluntary => "voluntary",
        _ => "care_provider",
    };

    private static Wire.Agency Show(Agency agency) => new()
    {
        AgencyId = agency.Id.ToString("D"),
        Name = agency.Name,
        Type = (Wire.AgencyType)(int)agency.Type,
    };

    private const string SelectAgency = """
        SELECT Id, Name, Type, TermsVersion, SignedOn, AgreementEndedAt, AgreementEndReason, RecordedAt
        FROM Agency
        WHERE Id = @agencyId
        """;

    private const string InsertAgency =
        "INSERT INTO Agency (Id, Name, Type, RecordedAt) VALUES (@Id, @Name, @Type, @RecordedAt)";
}
