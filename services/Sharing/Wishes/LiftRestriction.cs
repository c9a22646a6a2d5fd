using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
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
        if (Check.OptionalId(request.FromId) is { } fromId)
        {
            return await LiftAllAsync(request, fromId, call);
        }
        var (personId, restrictionId) = (Check.Id(request.PersonId), Check.Id(request.RestrictionId));
        if (request.Kind.Length > 0)
        {
            throw Problem.Invalid("kind", "KIND_OF_WHOM", "A kind goes with whoever it is kept from.");
        }
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
        var happened = new RestrictionsLifted(personId, [restrictionId]);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, restrictionId, happened, lifted);
        await SamePerson.LiftAsync(work, happened);
        await TellPersonAsync(work, personId, restrictionId, "restriction_lifted");
        await work.CommitAsync();

        return new Wire.LiftRestrictionResponse { Restriction = ShowLifted(lifted, names, teams, work) };
    }

    // "The one that keeps it from them": whoever writes it down does not know whether there is one, nor is told.
    private async Task<Wire.LiftRestrictionResponse> LiftAllAsync(
        Wire.LiftRestrictionRequest request, Guid fromId, Call call)
    {
        var (personId, kind) = (Check.Id(request.PersonId), Kind(request.Kind));
        if (request.RestrictionId.Length > 0)
        {
            throw Problem.Invalid("restriction_id", "ONE_OF_ID_AND_FROM", "Name it, or from whom it keeps.");
        }
        var voice = OwnVoice(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        await RequireKnownAsync(work, personId, fromId, await NamesAsync(work, [fromId]));
        await RequireOfOthersAsync(work, fromId, "from_id");
        if (await work.RepeatedAsync<KeptNoLonger>(request, personId) is null)
        {
            await OnPersonDied.RequireLivingAsync(work, personId);
            var records = await SamePerson.RecordsAsync(work, personId);
            var holding = await work.ManyAsync<Restriction>(SelectHolding,
                new { records = Each.Of(records), fromId, kind });
            foreach (var lifted in holding.Select(r => r.Lift(voice, work.Now)))
            {
                await work.WriteAsync(UpdateLifted, lifted);
            }
            // Told once, whether there was one, several or none.
            await TellPersonAsync(work, personId, fromId, "restriction_lifted");
            await SamePerson.LiftAsync(work, records, holding.Select(r => r.Id),
                new KeptNoLonger(fromId, kind, voice.How, voice.WrittenBy));
            await work.CommitAsync();
        }
        return new Wire.LiftRestrictionResponse();
    }

    /// <summary>What the person said: that something is kept from somebody no more.</summary>
    public sealed record KeptNoLonger(Guid FromId, string? Kind, string[] How, Writer WrittenBy);

    // Nobody writes down that something is kept from themselves no more. It is told before anything is looked for.
    private static async Task RequireOfOthersAsync(Work work, Guid fromId, string field)
    {
        if (work.Team is not null && await work.OneAsync<int>(CountOwn, new { fromId }) > 0)
        {
            throw Problem.Refused("YOUR_OWN",
                "What is kept from your own is ended by the person, or through somebody else.", field);
        }
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

    private const string CountOwn = """
        /*enter*/ SELECT COUNT(*) FROM Member m
        WHERE m.Issuer = @callerIssuer AND m.Subject = @callerSubject
          AND (m.Grantee = @fromId OR m.AgencyId = @fromId OR @callerAgency = @fromId)
        """;

    // By the person's word in every record of theirs, whoever wrote it down then; nobody is shown it.
    private const string SelectHolding = $"""
        SELECT {RestrictionColumns}
        FROM SaidRestriction r
        WHERE r.PersonId IN (/*each:@records*/) AND r.FromId = @fromId AND r.LiftedAt IS NULL
          AND (r.Kind = @kind OR (r.Kind IS NULL AND @kind IS NULL))
        """;

    private const string UpdateLifted = """
        UPDATE SaidRestriction SET Version = @Version, LiftedHow = @LiftedHow, LiftedAt = @LiftedAt
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
