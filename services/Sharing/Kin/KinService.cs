using PersonalOutcomes.Database;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>What staff declare of themselves and those close to them: one operation a file.</summary>
public sealed partial class KinService(IDatabase database) : Wire.KinService.KinServiceBase
{
    private const string Columns = """
        k.Id, k.PersonId, k.TeamId, k.HealthAuthored, k.EnteredInError, k.Version, k.Issuer, k.Subject, k.AgencyId,
          k.Relation, k.DeclaredAt, k.WithdrawnAt, k.Reason, (
            SELECT MAX(s.Name) FROM Staff s INNER JOIN Team t ON t.Id = s.TeamId
            WHERE s.Issuer = k.Issuer AND s.Subject = k.Subject AND t.AgencyId = k.AgencyId) AS StaffName
        """;

    private static Wire.Kinship Show(Kinship kinship) => new()
    {
        KinshipId = kinship.Id.ToString("D"),
        PersonId = kinship.PersonId.ToString("D"),
        Relation = (Wire.KinRelation)(int)kinship.Relation,
        StaffName = kinship.StaffName ?? "",
        DeclareTime = SharingService.Show(kinship.DeclaredAt),
    };
}
