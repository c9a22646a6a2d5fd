using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class ProtectionService
{
    /// <summary>The reason was looked at again, and holds.</summary>
    [Roles(Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.ReviewPrivateResponse> ReviewPrivate(
        Wire.ReviewPrivateRequest request, ServerCallContext context)
    {
        var (personId, privateMarkId) = (Check.Id(request.PersonId), Check.Id(request.PrivateMarkId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        var mark = await OwnMarkAsync(work, personId, privateMarkId);
        var teams = await SharingService.TeamsAsync(work, [mark.TeamId]);
        if (await work.RepeatedAsync<PrivateMark>(request, personId) is { } earlier)
        {
            return new Wire.ReviewPrivateResponse { PrivateMark = Show(earlier, teams, work.Now) };
        }
        var reviewed = mark.Review(reason, work.Now);
        if (await work.WriteAsync(UpdateReviewed, reviewed) == 0)
        {
            throw Problem.Unavailable("CHANGED_MEANWHILE", "Somebody changed it just now. Try again.");
        }
        work.Record(personId, privateMarkId,
            new PrivateMarkReviewed(mark.InvolvementId, personId, mark.TeamId), reviewed);
        await NoticeService.EndAsync(work, personId, privateMarkId, ReviewDue);
        await RemindAsync(work, reviewed);
        await work.CommitAsync();

        return new Wire.ReviewPrivateResponse { PrivateMark = Show(reviewed, teams, work.Now) };
    }

    private const string UpdateReviewed = """
        UPDATE PrivateMark SET Version = @Version, Reason = @Reason, ReviewDueOn = @ReviewDueOn
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
