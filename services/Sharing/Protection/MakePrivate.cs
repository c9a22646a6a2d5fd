using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class ProtectionService
{
    /// <summary>A team's involvement becomes a secret, and so does what the team recorded.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.MakePrivateResponse> MakePrivate(
        Wire.MakePrivateRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, involvementId) = (Check.Id(request.PersonId), Check.Id(request.InvolvementId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var involvement = await work.OneAsync<Involvement>(
            SharingService.SelectOwnInvolvement, new { personId, involvementId }) ?? throw Problem.NotFound();
        await work.EnterTeamAsync(involvement.TeamId);
        var teams = await SharingService.TeamsAsync(work, [involvement.TeamId]);
        if (await work.RepeatedAsync<PrivateMark>(request, personId) is { } earlier)
        {
            return new Wire.MakePrivateResponse { PrivateMark = Show(earlier, teams, work.Now) };
        }
        if (await work.OneAsync<int>(CountMarks, new { involvementId }) > 0)
        {
            throw Problem.Refused("ALREADY_PRIVATE", "It is private already.");
        }
        var mark = PrivateMark.Of(NewId.NextGuid(), involvement, reason, work.Now);
        await MarkAsync(work, mark, involvement.UntilTime);
        await work.CommitAsync();

        return new Wire.MakePrivateResponse { PrivateMark = Show(mark, teams, work.Now) };
    }

    private const string CountMarks =
        "SELECT COUNT(*) FROM PrivateMark p WHERE p.InvolvementId = @involvementId AND p.EndedAt IS NULL";
}
