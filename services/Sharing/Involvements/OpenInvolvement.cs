using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

// What an accepted referral, a registration and a duty to protect do alike.
public sealed partial class SharingService
{
    /// <summary>
    /// Those named, with their names and roles as they stand in the team. FAILED_PRECONDITION NOT_IN_TEAM for anybody
    /// who is not in it.
    /// </summary>
    internal static async Task<List<NamedPractitioner>> OfTeamAsync(
        Work work, Involvement involvement, IEnumerable<NamedPractitioner> named, string field = "practitioners")
    {
        var found = new List<NamedPractitioner>();
        foreach (var practitioner in named)
        {
            var member = await work.OneAsync<StaffMember>(SelectStaff,
                new { involvement.TeamId, practitioner.Issuer, practitioner.Subject });
            if (member is not { UntilTime: null, Capacity: Capacity.Staff })
            {
                throw Problem.Refused("NOT_IN_TEAM", "Name people of the team that is involved.", field);
            }
            found.Add(practitioner with
            {
                Id = NewId.NextGuid(),
                InvolvementId = involvement.Id,
                PersonId = involvement.PersonId,
                TeamId = involvement.TeamId,
                HealthAuthored = involvement.HealthAuthored,
                Name = member.Name,
                Role = practitioner.Role.Length > 0 ? practitioner.Role : member.Role,
            });
        }
        return found;
    }

    internal static async Task OpenAsync(
        Work work, Involvement involvement, IEnumerable<NamedPractitioner> practitioners)
    {
        await work.WriteAsync(InsertInvolvement, involvement);
        foreach (var practitioner in practitioners)
        {
            await work.WriteAsync(InsertNamed, practitioner);
        }
        var opened = new InvolvementOpened(
            involvement.Id, involvement.PersonId, involvement.TeamId, involvement.Purpose, involvement.FromTime);
        await Grants.ApplyAsync(opened, work);
        work.Record(involvement.PersonId, involvement.Id, opened, involvement);
    }

    private const string InsertInvolvement = """
        INSERT INTO Involvement (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, ReferralId, LegalBasis,
          Evidence, Purpose, FromTime, UntilTime)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @ReferralId, @LegalBasis,
          @Evidence, @Purpose, @FromTime, @UntilTime)
        """;

    private const string InsertNamed = """
        INSERT INTO NamedPractitioner (Id, InvolvementId, PersonId, TeamId, HealthAuthored, EnteredInError, Issuer,
          Subject, Role, Offer)
        VALUES (@Id, @InvolvementId, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Issuer,
          @Subject, @Role, @Offer)
        """;
}
