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

public sealed partial class ProtectionService
{
    private const int LongestDays = 183;

    /// <summary>A council's team becomes involved by its duty to protect, for a time.</summary>
    // Adult Support and Protection (Scotland) Act 2007, s.4: a council must make inquiries.
    [Roles(Role.Staff)]
    public override async Task<Wire.OpenProtectionResponse> OpenProtection(
        Wire.OpenProtectionRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, teamId) = (Check.Id(request.PersonId), Check.Id(request.TeamId));
        var rationale = Check.Words(request.Rationale, 1000);
        var named = SharingService.Named(request.Practitioners, call);
        var endsOn = Check.Day(request.EndsOn);
        var today = London.Today(call.Now);
        if (endsOn < today || endsOn > today.AddDays(LongestDays))
        {
            throw Problem.Invalid("ends_on", endsOn < today ? "DAY_IN_PAST" : "DAY_TOO_FAR",
                $"The last day is today or later, and at most {LongestDays} days away.");
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterTeamAsync(teamId);
        var team = (await work.OneAsync<DutyHolder>(SelectDutyHolder, new { teamId }))!;
        if (team.Type != AgencyType.SocialWork)
        {
            throw Problem.Refused("NOT_A_DUTY_HOLDER", "This duty is the council's.", "team_id");
        }
        // The duty needs no involvement, but somebody who is there. Who is not, who is kin, and who keeps their record
        // from the council are refused alike: it would open nothing.
        if (await work.OneAsync<int>(CountKnown, new { personId }) == 0)
        {
            throw Problem.NotFound();
        }
        var teams = await SharingService.TeamsAsync(work, [teamId]);
        if (await work.RepeatedAsync<OpenedProtection>(request, personId) is { } earlier)
        {
            return Show(earlier, teams, work.Now);
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        if (await work.OneAsync<int>(CountDuties, new { personId, teamId, now = work.Now }) > 0)
        {
            throw Problem.Refused("ALREADY_OPEN", "Your team carries this duty already.");
        }
        var involvement = new Involvement
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = teamId,
            HealthAuthored = work.Health,
            Version = 1,
            LegalBasis = LegalBasis.AdultProtection,
            Evidence = rationale,
            Purpose = Involvement.AdultProtection,
            FromTime = work.Now,
            UntilTime = London.Start(endsOn.AddDays(1)),
        };
        var mark = request.Openly ? null : PrivateMark.Of(NewId.NextGuid(), involvement, rationale, work.Now);
        var opened = new OpenedProtection(
            involvement, await SharingService.OfTeamAsync(work, involvement, named), mark);
        work.Record(personId, involvement.Id, new ProtectionOpened(involvement.Id, personId, teamId), opened);
        // Before it opens, so that nobody sees it come.
        if (mark is not null)
        {
            await MarkAsync(work, mark, involvement.UntilTime);
        }
        await NoticeService.TellAllAsync(work, new Notice
        {
            PersonId = personId,
            TeamId = teamId,
            Kind = "protection_opened",
            AboutId = involvement.Id,
            SinceTime = work.Now,
        }, call.Agency!.Value);
        await SharingService.OpenAsync(work, involvement, opened.Practitioners);
        var ends = new InvolvementEnded(involvement.Id, personId, teamId, involvement.UntilTime.Value);
        await Grants.ApplyAsync(ends, work);
        work.Record(personId, involvement.Id, ends, involvement);
        await work.CommitAsync();

        return Show(opened, teams, work.Now);
    }

    /// <summary>What was recorded when a duty was opened: a repeat is answered from it.</summary>
    public sealed record OpenedProtection(
        Involvement Involvement, IReadOnlyList<NamedPractitioner> Practitioners, PrivateMark? Mark);

    private static Wire.OpenProtectionResponse Show(
        OpenedProtection opened, Dictionary<Guid, Wire.Team> teams, DateTimeOffset now) => new()
        {
            Involvement = SharingService.Show(opened.Involvement, opened.Practitioners, [], teams, now),
            PrivateMark = opened.Mark is { } mark ? Show(mark, teams, now) : null,
        };

    private sealed record DutyHolder
    {
        public AgencyType Type { get; init; }
    }

    private const string SelectDutyHolder =
        "SELECT a.Type FROM Team t INNER JOIN Agency a ON a.Id = t.AgencyId WHERE t.Id = @teamId";

    private const string CountKnown = $"""
        /*enter*/ SELECT COUNT(*) FROM AccessGrant g
        WHERE g.PersonId = @personId AND NOT EXISTS (
          SELECT 1 FROM Kin k
          WHERE k.PersonId = g.PersonId AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
          AND NOT EXISTS (
            SELECT 1 FROM Restriction w
            WHERE w.PersonId = g.PersonId AND w.Kind IS NULL AND {SharingService.KeptFromTheCaller})
        """;

    private const string CountDuties = """
        SELECT COUNT(*) FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Grantee = @teamId AND g.Purpose = 'adult_protection'
          AND (g.UntilTime IS NULL OR g.UntilTime > @now)
        """;
}
