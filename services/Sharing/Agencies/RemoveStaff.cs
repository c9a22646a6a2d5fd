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
    /// <summary>Somebody leaves a team; what they saw through it closes at once.</summary>
    [Roles(Role.AgencyAdministrator)]
    public override async Task<Wire.RemoveStaffResponse> RemoveStaff(
        Wire.RemoveStaffRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var teamId = Check.Id(request.TeamId);
        var issuer = Check.OptionalWords(request.Issuer, 200) ?? call.Issuer;
        var subject = Check.Words(request.Subject, 200);

        await using var work = await database.BeginAsync(On.Team(teamId), call);
        var team = await OwnTeamAsync(work, teamId);
        if (await work.RepeatedAsync<StaffMember>(request, null) is { } earlier)
        {
            return new Wire.RemoveStaffResponse { UntilTime = Show(earlier.UntilTime) };
        }
        var member = await work.OneAsync<StaffMember>(SelectStaff, new { teamId, issuer, subject });
        if (member is not { UntilTime: null })
        {
            throw Problem.NotFound(final: true);
        }
        var left = new StaffLeft(issuer, subject, teamId, work.Now);
        await work.WriteAsync(UpdateLeft, left);
        await Grants.ApplyAsync(left, work);
        work.Record(team.AgencyId, teamId, left, member with { UntilTime = work.Now });
        await work.CommitAsync();

        return new Wire.RemoveStaffResponse { UntilTime = Show(work.Now) };
    }

    private const string UpdateLeft = """
        UPDATE Staff SET UntilTime = @Until
        WHERE TeamId = @TeamId AND Issuer = @Issuer AND Subject = @Subject AND UntilTime IS NULL
        """;
}
