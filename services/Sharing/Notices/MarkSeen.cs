using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class NoticeService
{
    /// <summary>Somebody for whom a notice is has seen it.</summary>
    [Roles(Role.Person | Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.MarkSeenResponse> MarkSeen(
        Wire.MarkSeenRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, noticeId) = (Check.Id(request.PersonId), Check.Id(request.NoticeId));
        var (lead, officer) = Rank(call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var notice = await work.OneAsync<Notice>(SelectMine, new { personId, noticeId, lead, officer })
            ?? throw Problem.NotFound();
        var teams = await SharingService.TeamsAsync(work, TeamIds(notice));
        if (await work.RepeatedAsync<Notice>(request, personId) is { } earlier)
        {
            return new Wire.MarkSeenResponse { Notice = Show(earlier, teams) };
        }
        await OnPersonDied.RequireOthersAsync(work, personId);
        if (notice.ToTeamId is { } team)
        {
            await work.EnterTeamAsync(team);
        }
        var name = await work.OneAsync<string>(SelectName,
            new { teamId = notice.ToTeamId, call.Issuer, call.Subject });
        var seen = notice.See(call.Issuer, call.Subject, name, work.Now);
        if (await work.WriteAsync(UpdateSeen, seen) == 0)
        {
            throw Problem.Refused("ALREADY_SEEN", "It has been seen already.");
        }
        work.Record(personId, noticeId, new NoticeSeen(noticeId, personId), seen);
        await work.CommitAsync();

        return new Wire.MarkSeenResponse { Notice = Show(seen, teams) };
    }

    private const string SelectMine = $"""
        SELECT {NoticeColumns}
        FROM Notice n
        WHERE n.Id = @noticeId AND n.PersonId = @personId AND {Mine}
        """;

    private const string SelectName =
        "SELECT Name FROM Staff WHERE TeamId = @teamId AND Issuer = @issuer AND Subject = @subject";

    private const string UpdateSeen = """
        UPDATE Notice
        SET Version = @Version, SeenAt = @SeenAt, SeenIssuer = @SeenIssuer, SeenSubject = @SeenSubject
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
