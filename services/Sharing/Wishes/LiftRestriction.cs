using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    /// <summary>The person ends a restriction, by themselves or through somebody from whom it keeps nothing.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.LiftRestrictionResponse> LiftRestriction(
        Wire.LiftRestrictionRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, restrictionId) = (Check.Id(request.PersonId), Check.Id(request.RestrictionId));
        var voice = OwnVoice(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var restriction = await work.OneAsync<Restriction>(SelectRestriction, new { personId, restrictionId })
            ?? throw Problem.NotFound();
        var names = await NamesAsync(work, [restriction.FromId]);
        var teams = await SharingService.TeamsAsync(work, [restriction.TeamId]);
        if (await work.RepeatedAsync<Restriction>(request, personId) is { } earlier)
        {
            return new Wire.LiftRestrictionResponse { Restriction = ShowLifted(earlier, names, teams, work) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        var lifted = restriction.Lift(voice, work.Now);
        if (await work.WriteAsync(UpdateLifted, lifted) == 0)
        {
            throw Restriction.AlreadyLifted();
        }
        var happened = new RestrictionLifted(restrictionId, personId);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, restrictionId, happened, lifted);
        await SamePerson.LiftAsync(work, happened);
        await TellPersonAsync(work, personId, restrictionId, "restriction_lifted");
        await work.CommitAsync();

        return new Wire.LiftRestrictionResponse { Restriction = ShowLifted(lifted, names, teams, work) };
    }

    // What was said when it was set is between the person and whoever wrote it down then.
    private static Wire.Restriction ShowLifted(Restriction lifted, Dictionary<Guid, string> names,
        Dictionary<Guid, Wire.Team> teams, Work work) =>
        Show(work.Team is null ? lifted : lifted with { Words = null }, names, teams);

    internal const string RestrictionColumns = """
        r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.Version, r.FromId, r.Kind, r.Words, r.How,
          r.WrittenBy, r.RecordedAt, r.LiftedHow, r.LiftedAt
        """;

    // Whoever knows its id was told it by the person; but nobody ends what is kept from themselves.
    private const string SelectRestriction = $"""
        SELECT {RestrictionColumns}
        FROM SaidRestriction r
        WHERE r.Id = @restrictionId AND r.PersonId = @personId
          AND (/*access:r:self*/ OR (/*access:r:wish*/
            AND r.FromId <> @callerAgency AND r.FromId NOT IN (
              SELECT m.Grantee FROM Member m WHERE m.Issuer = @callerIssuer AND m.Subject = @callerSubject)))
        """;

    private const string UpdateLifted = """
        UPDATE SaidRestriction SET Version = @Version, LiftedHow = @LiftedHow, LiftedAt = @LiftedAt
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
