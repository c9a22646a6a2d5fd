using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class NoticeService
{
    /// <summary>What a team has to bring to people outside the platform.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.ListDeliveriesResponse> ListDeliveries(
        Wire.ListDeliveriesRequest request, ServerCallContext context)
    {
        var (teamId, personId) = (Check.Id(request.TeamId), Check.OptionalId(request.PersonId));

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterTeamAsync(teamId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = await work.ManyAsync<Notice>(SelectTasks,
            new { teamId, personId, take = page.Take + 1, page.Skip });
        var notices = found.Take(page.Take).ToList();
        var tries = (await work.ManyAsync<NoticeDelivery>(SelectTries,
            new { ids = Each.Of(notices.Select(n => n.Id)) })).ToLookup(t => t.NoticeId);
        var teams = await SharingService.TeamsAsync(work,
            notices.SelectMany(n => TeamIds(n).Concat(tries[n.Id].Select(t => (Guid?)t.TeamId))));
        foreach (var person in notices.GroupBy(n => n.PersonId))
        {
            work.Showed(person.Key, person.Select(n => n.Id));
        }
        await work.CommitAsync();

        return new Wire.ListDeliveriesResponse
        {
            Tasks =
            {
                notices.Select(n => new Wire.DeliveryTask
                {
                    Notice = Show(n, teams),
                    Tries = { tries[n.Id].Select(t => Show(t, teams)) },
                }),
            },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private static Wire.Delivery Show(NoticeDelivery delivery, Dictionary<Guid, Wire.Team> teams) => new()
    {
        NoticeId = delivery.NoticeId.ToString("D"),
        Outcome = delivery.Done ? Wire.DeliveryOutcome.Done : Wire.DeliveryOutcome.NotDone,
        Way = (Wire.DeliveryWay)(int)(delivery.Way ?? 0),
        Reason = delivery.Reason ?? "",
        ByTeam = SharingService.Find(teams, delivery.TeamId),
        RecordTime = SharingService.Show(delivery.RecordedAt),
    };

    // From whom the person keeps what is nobody's to bring, and what is told of a private involvement is nobody else's
    // before it is shown. The team is involved now, and leads if any does. The mark says that the caller may see it at
    // all.
    private const string ATaskOfTheTeam = $"""
        n.Recipient = 1 AND n.SinceTime <= @now AND n.Kind NOT IN ('restriction_set', 'restriction_lifted')
          AND NOT EXISTS (
            SELECT 1 FROM PrivateMark pm
            WHERE pm.InvolvementId = n.AboutId AND pm.EndedAt IS NULL AND pm.TeamId <> @teamId)
          AND EXISTS (
            SELECT 1 FROM AccessGrant g
            WHERE g.PersonId = n.PersonId AND g.Grantee = @teamId AND {ToldOf} AND {LeadsIfAnyDoes})
          AND /*access:n:notice*/
        """;

    private const string SelectTasks = $"""
        SELECT {NoticeColumns}
        FROM Notice n
        WHERE n.DeliveredAt IS NULL AND n.SeenAt IS NULL AND n.UntilTime IS NULL
          AND NOT EXISTS (SELECT 1 FROM Death dd WHERE dd.PersonId = n.PersonId AND dd.ReversedAt IS NULL)
          AND (@personId IS NULL OR n.PersonId = @personId) AND {ATaskOfTheTeam}
        ORDER BY n.SinceTime, n.Id /*page*/
        """;

    private const string SelectTries = """
        SELECT d.Id, d.PersonId, d.TeamId, d.HealthAuthored, d.EnteredInError, d.NoticeId, d.Done, d.Way, d.Reason,
          d.RecordedAt
        FROM NoticeDelivery d
        WHERE d.NoticeId IN (/*each:@ids*/) AND /*access:d:notice*/
        ORDER BY d.RecordedAt, d.Id
        """;
}
