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

public sealed partial class SharingService
{
    /// <summary>An entry or a kind is opened to an involved team that does not read it by default.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.OpenRecordResponse> OpenRecord(
        Wire.OpenRecordRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, toTeamId) = (Check.Id(request.PersonId), Check.Id(request.TeamId));
        var itemId = Check.OptionalId(request.ItemId);
        if ((request.Kind == Wire.RecordKind.Unspecified) == (itemId is null))
        {
            throw Problem.Invalid("kind", "ONE_OF_KIND_AND_ITEM", "Name either a kind or one entry.");
        }
        var kind = itemId is null ? (RecordKind?)(int)Check.Code(request.Kind) : null;
        var reason = call.Role == Role.Person
            ? Check.OptionalWords(request.Reason, 1000)
            : Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var teams = await TeamsAsync(work, [work.Team, toTeamId]);
        if (await work.RepeatedAsync<Opening>(request, personId) is { } earlier)
        {
            return new Wire.OpenRecordResponse { Opening = Show(earlier, teams) };
        }
        await OnPersonDied.RequireOthersAsync(work, personId);
        if (work.Team is { } own && await work.OneAsync<int>(CountNamed, new { personId, own }) == 0)
        {
            throw Problem.Refused("NOT_NAMED", "Only somebody named as working with the person may open it.");
        }
        if (await work.OneAsync<int>(CountInvolved, new { personId, toTeamId }) == 0)
        {
            throw Problem.Refused("TEAM_NOT_INVOLVED", "It can be opened only to a team that is involved.", "team_id");
        }
        var opening = new Opening
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Version = 1,
            ToTeamId = toTeamId,
            Kind = kind,
            ItemId = itemId,
            Reason = reason,
            OpenedAt = work.Now,
        };
        await work.WriteAsync(InsertOpening, opening);
        var opened = new RecordOpened(
            opening.Id, personId, toTeamId, kind is { } k ? Code(k) : null, itemId, work.Team);
        await Grants.ApplyAsync(opened, work);
        work.Record(personId, opening.Id, opened, opening);
        await work.CommitAsync();

        return new Wire.OpenRecordResponse { Opening = Show(opening, teams) };
    }

    // As the access rule spells the kinds.
    private static string Code(RecordKind kind) => kind switch
    {
        RecordKind.Conversation => "conversation",
        RecordKind.Concern => "concern",
        _ => "referral_reason",
    };

    private static Wire.Opening Show(Opening opening, Dictionary<Guid, Wire.Team> teams) => new()
    {
        OpeningId = opening.Id.ToString("D"),
        PersonId = opening.PersonId.ToString("D"),
        ToTeam = Find(teams, opening.ToTeamId),
        Kind = (Wire.RecordKind)(int)(opening.Kind ?? 0),
        ItemId = opening.ItemId?.ToString("D") ?? "",
        Reason = opening.Reason ?? "",
        ByTeam = Find(teams, opening.TeamId),
        OpenTime = Show(opening.OpenedAt),
        CloseTime = Show(opening.ClosedAt),
    };

    private const string CountNamed = """
        SELECT COUNT(*)
        FROM Involvement i INNER JOIN NamedPractitioner n ON n.InvolvementId = i.Id
        WHERE i.PersonId = @personId AND i.TeamId = @own
          AND (i.UntilTime IS NULL OR i.UntilTime > @now)
          AND n.Issuer = @callerIssuer AND n.Subject = @callerSubject AND /*access:i:involvement*/
        """;

    internal const string CountInvolved = """
        SELECT COUNT(*)
        FROM Involvement i
        WHERE i.PersonId = @personId AND i.TeamId = @toTeamId AND (i.UntilTime IS NULL OR i.UntilTime > @now)
          AND /*access:i:involvement*/
        """;

    private const string InsertOpening = """
        INSERT INTO Opening (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, ToTeamId, Kind, ItemId,
          Reason, OpenedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @ToTeamId, @Kind, @ItemId,
          @Reason, @OpenedAt)
        """;
}
