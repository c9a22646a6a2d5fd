using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class ProtectionService
{
    /// <summary>The mark ends, and everything that it kept back shows.</summary>
    [Roles(Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.ShowPrivateResponse> ShowPrivate(
        Wire.ShowPrivateRequest request, ServerCallContext context)
    {
        var (personId, privateMarkId) = (Check.Id(request.PersonId), Check.Id(request.PrivateMarkId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        var mark = await OwnMarkAsync(work, personId, privateMarkId);
        var teams = await SharingService.TeamsAsync(work, [mark.TeamId]);
        if (await work.RepeatedAsync<PrivateMark>(request, personId) is { } earlier)
        {
            return new Wire.ShowPrivateResponse { PrivateMark = Show(earlier, teams, work.Now) };
        }
        var ended = mark.Show(reason, work.Now);
        if (await work.WriteAsync(UpdateShown, ended) == 0)
        {
            throw Problem.Refused("NOT_PRIVATE", "It is private no more.");
        }
        await NoticeService.EndAsync(work, personId, privateMarkId, ReviewDue);
        // A team may be involved twice; it stays a secret while either mark holds.
        if (await work.OneAsync<int>(CountOthers, new { personId, mark.TeamId, privateMarkId }) == 0)
        {
            var happened = new InvolvementShown(mark.InvolvementId, personId, mark.TeamId);
            await Grants.ApplyAsync(happened, work);
            work.Record(personId, privateMarkId, happened, ended);
        }
        else
        {
            work.Record(personId, privateMarkId,
                new PrivateMarkEnded(mark.InvolvementId, personId, mark.TeamId), ended);
        }
        await work.CommitAsync();

        return new Wire.ShowPrivateResponse { PrivateMark = Show(ended, teams, work.Now) };
    }

    private const string UpdateShown = """
        UPDATE PrivateMark SET Version = @Version, EndedAt = @EndedAt, EndReason = @EndReason
        WHERE Id = @Id AND Version = @Version - 1
        """;

    private const string CountOthers = """
        SELECT COUNT(*) FROM PrivateMark p
        WHERE p.PersonId = @personId AND p.TeamId = @teamId AND p.EndedAt IS NULL AND p.Id <> @privateMarkId
        """;
}
