using Grpc.Core;
using MassTransit;
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
    /// <summary>A team brought the person a notice, or could not.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.RecordDeliveryResponse> RecordDelivery(
        Wire.RecordDeliveryRequest request, ServerCallContext context)
    {
        var (personId, noticeId) = (Check.Id(request.PersonId), Check.Id(request.NoticeId));
        var done = Check.Code(request.Outcome) == Wire.DeliveryOutcome.Done;
        var way = done || request.Way != Wire.DeliveryWay.Unspecified
            ? (DeliveryWay?)(int)Check.Code(request.Way)
            : null;
        var reason = done ? Check.OptionalWords(request.Reason, 1000) : Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        var notice = await work.OneAsync<Notice>(SelectTask, new { personId, noticeId, teamId = work.Team })
            ?? throw Problem.NotFound();
        var teams = await SharingService.TeamsAsync(work, [work.Team]);
        if (await work.RepeatedAsync<NoticeDelivery>(request, personId) is { } earlier)
        {
            return new Wire.RecordDeliveryResponse { Delivery = Show(earlier, teams) };
        }
        var delivery = new NoticeDelivery
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team!.Value,
            HealthAuthored = work.Health,
            NoticeId = noticeId,
            Done = done,
            Way = done ? way : null,
            Reason = done ? null : reason,
            RecordedAt = work.Now,
        };
        var delivered = notice.Deliver(delivery);
        if (done && await work.WriteAsync(UpdateDelivered, delivered) == 0)
        {
            throw Problem.Refused("ALREADY_DELIVERED", "The person has it already.");
        }
        await work.WriteAsync(InsertDelivery, delivery);
        work.Record(personId, noticeId, new NoticeDelivered(noticeId, personId, delivery.TeamId, done), delivery);
        await work.CommitAsync();

        return new Wire.RecordDeliveryResponse { Delivery = Show(delivery, teams) };
    }

    private const string SelectTask = $"""
        SELECT {NoticeColumns}
        FROM Notice n
        WHERE n.Id = @noticeId AND n.PersonId = @personId AND {ATaskOfTheTeam}
        """;

    private const string UpdateDelivered = """
        UPDATE Notice SET Version = @Version, DeliveredAt = @DeliveredAt WHERE Id = @Id AND Version = @Version - 1
        """;

    private const string InsertDelivery = """
        INSERT INTO NoticeDelivery (Id, PersonId, TeamId, HealthAuthored, EnteredInError, NoticeId, Done, Way, Reason,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @NoticeId, @Done, @Way, @Reason,
          @RecordedAt)
        """;
}
