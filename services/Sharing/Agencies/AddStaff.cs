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
    // A team is people who know each other's work, so it is never a whole agency.
    private int MostInTeam => configuration.GetValue("Sharing:MostInTeam", 60);

    /// <summary>An administrator enters a member of one of their agency's teams.</summary>
    [Roles(Role.AgencyAdministrator)]
    public override async Task<Wire.AddStaffResponse> AddStaff(Wire.AddStaffRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var member = new StaffMember
        {
            TeamId = Check.Id(request.TeamId),
            Issuer = Check.OptionalWords(request.Issuer, 200) ?? call.Issuer,
            Subject = Check.Words(request.Subject, 200),
            Capacity = request.Capacity == Wire.Capacity.Unspecified
                ? Capacity.Staff
                : (Capacity)(int)Check.Code(request.Capacity),
            Name = Check.Words(request.Name, 200),
            Role = Check.Words(request.Role, 200),
            FromTime = call.Now,
        };

        await using var work = await database.BeginAsync(On.Team(member.TeamId), call);
        var team = await OwnTeamAsync(work, member.TeamId);
        if (await work.RepeatedAsync<StaffMember>(request, null) is { } earlier)
        {
            return new Wire.AddStaffResponse { Member = Show(earlier) };
        }
        var current = await work.OneAsync<StaffMember>(SelectStaff, member);
        if (current is { UntilTime: null })
        {
            throw Problem.Refused("ALREADY_IN_TEAM", "They are in this team already.", "subject");
        }
        if (await work.OneAsync<int>(CountStaff, member) >= MostInTeam)
        {
            throw Problem.Refused("TEAM_FULL", $"A team has at most {MostInTeam} members.", "team_id");
        }
        await work.WriteAsync(DeleteStaff, member);
        await work.WriteAsync(InsertStaff, member);
        var joined = new StaffJoined(member.Issuer, member.Subject, team.Id, team.AgencyId,
            member.Capacity == Capacity.System ? "system" : "staff", member.FromTime);
        await Grants.ApplyAsync(joined, work);
        work.Record(team.AgencyId, team.Id, joined, member);
        await work.CommitAsync();

        return new Wire.AddStaffResponse { Member = Show(member) };
    }

    private static Wire.StaffMember Show(StaffMember member) => new()
    {
        TeamId = member.TeamId.ToString("D"),
        Issuer = member.Issuer,
        Subject = member.Subject,
        Capacity = (Wire.Capacity)(int)member.Capacity,
        Name = member.Name,
        Role = member.Role,
    };

    private const string SelectStaff = """
        SELECT TeamId, Issuer, Subject, Capacity, Name, Role, FromTime, UntilTime
        FROM Staff
        WHERE TeamId = @TeamId AND Issuer = @Issuer AND Subject = @Subject
        """;

    private const string CountStaff = "SELECT COUNT(*) FROM Staff WHERE TeamId = @TeamId AND UntilTime IS NULL";

    private const string DeleteStaff =
        "DELETE FROM Staff WHERE TeamId = @TeamId AND Issuer = @Issuer AND Subject = @Subject";

    private const string InsertStaff = """
        INSERT INTO Staff (TeamId, Issuer, Subject, Capacity, Name, Role, FromTime)
        VALUES (@TeamId, @Issuer, @Subject, @Capacity, @Name, @Role, @FromTime)
        """;
}
