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

public sealed partial class EmergencyService
{
    /// <summary>A record is opened to one practitioner for a while, or a second person is asked to agree.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.OpenEmergencyResponse> OpenEmergency(
        Wire.OpenEmergencyRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, teamId) = (Check.Id(request.PersonId), Check.Id(request.TeamId));
        var reason = Reason(request.Reason);
        var explanation = Emergency.Explained(Check.Words(request.Explanation, 1000));

        // Counted by practitioner, so two at once stand in line whoever they are about.
        await using var work = await database.BeginAsync(
            On.Person(personId).And(On.Caller(call.Issuer, call.Subject)), call);
        await work.EnterTeamAsync(teamId);
        if (await work.OneAsync<int>(CountOpenable, new { personId }) == 0)
        {
            throw Problem.NotFound();
        }
        var teams = await SharingService.TeamsAsync(work, [teamId]);
        if (await work.RepeatedAsync<Emergency>(request, personId) is { } earlier)
        {
            return new Wire.OpenEmergencyResponse { Emergency = Show(earlier, teams, call) };
        }
        var own = await work.ManyAsync<Emergency>(SelectOwn, new { personId });
        if (own.Find(e => e.State(call.Latest) is EmergencyState.Open or EmergencyState.Waiting) is { } standing)
        {
            work.Record(personId, standing.Id, new EmergencyAskedAgain(standing.Id, personId, teamId), standing);
            await work.CommitAsync();
            return new Wire.OpenEmergencyResponse { Emergency = Show(standing, teams, call) };
        }

        var today = await TodayAsync(work);
        var emergency = new Emergency
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = teamId,
            HealthAuthored = work.Health,
            AgencyId = call.Agency!.Value,
            Issuer = call.Issuer,
            Subject = call.Subject,
            ReasonCode = reason,
            Explanation = explanation,
            AskedAt = work.Now,
            Practitioner = await work.OneAsync<string>(SelectName, new { teamId, call.Issuer, call.Subject }),
        };
        if (Emergency.NeedsSecond(await work.OneAsync<int>(CountOpened, new { today }),
            await work.OneAsync<int>(CountOverdue, new { teamId, today })))
        {
            emergency = emergency with { Version = 1 };
            await work.WriteAsync(InsertEmergency, emergency);
            work.Record(personId, emergency.Id, new EmergencyAsked(
                emergency.Id, personId, teamId, call.Issuer, call.Subject, reason), emergency);
        }
        else
        {
            emergency = emergency.Open(work.Now, today, WorkingDays.Scotland);
            await work.WriteAsync(InsertEmergency, emergency);
            await OpenAsync(work, emergency);
        }
        await work.CommitAsync();

        return new Wire.OpenEmergencyResponse { Emergency = Show(emergency, teams, call) };
    }

    private static string Reason(string code) => code.Length == 0
        ? throw Problem.Invalid("reason", "CODE_MISSING", "Choose one of the reasons.")
        : Reasons[code] is not null
            ? code
            : throw Problem.Invalid("reason", "CODE_UNKNOWN", "This is not one of the reasons.");

    // One answer for whoever is unknown, restricted it, or is the caller or somebody close. Whoever is known here has
    // or had somebody involved.
    private const string CountOpenable = $"""
        /*enter*/ SELECT COUNT(*)
        FROM Agreement a
        WHERE a.AgencyId = @callerAgency
          AND EXISTS (SELECT 1 FROM AccessGrant g WHERE g.PersonId = @personId)
          AND NOT EXISTS (
            SELECT 1 FROM Kin k
            WHERE k.PersonId = @personId AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
          AND NOT EXISTS (
            SELECT 1 FROM Restriction w
            WHERE w.PersonId = @personId AND w.Kind IS NULL AND {SharingService.KeptFromTheCaller})
        """;

    private const string SelectOwn = $"""
        /*enter*/ SELECT {EmergencyColumns}
        FROM Emergency e
        WHERE e.PersonId = @personId AND e.EnteredInError = 0 AND {ByTheCaller}
        ORDER BY e.AskedAt DESC
        """;

    // A day ahead counts too: a clock that was ahead does not give the day twice.
    private const string CountOpened = $"""
        /*enter*/ SELECT COUNT(*) FROM Emergency e WHERE {ByTheCaller} AND e.OpenedOn >= @today
        """;

    private const string CountOverdue = """
        SELECT COUNT(*) FROM Emergency e
        WHERE e.TeamId = @teamId AND e.ReviewedAt IS NULL AND e.ReviewDueOn < @today
        """;

    private const string InsertEmergency = """
        INSERT INTO Emergency (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, AgencyId, Issuer, Subject,
          ReasonCode, Explanation, AskedAt, OpenedAt, OpenedOn, UntilTime, ReviewDueOn)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @AgencyId, @Issuer, @Subject,
          @ReasonCode, @Explanation, @AskedAt, @OpenedAt, @OpenedOn, @UntilTime, @ReviewDueOn)
        """;
}
