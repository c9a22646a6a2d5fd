using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>
    /// One person cares for another, and both have a record. By a team that is involved with both, since nobody else
    /// may know of both records. Neither record tells of the other but by what its own circle says.
    /// </summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.LinkCarerResponse> LinkCarer(
        Wire.LinkCarerRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, carerId) = (Check.Id(request.PersonId), Check.Id(request.CarerPersonId));
        var carerAs = Check.Id(request.CarerCircleMemberId);
        var caredForAs = Check.Id(request.CaredForCircleMemberId);
        var word = request.Voice is { } voice ? CarerLink.Word(Read(voice, call), "voice") : null;
        var carersWord = request.CarerVoice is { } carers
            ? CarerLink.Word(Read(carers, call, "carer_voice"), "carer_voice") : null;
        if (personId == carerId)
        {
            throw Problem.Invalid("carer_person_id", "SAME_PERSON", "A carer is somebody else.");
        }
        if (word is null && carersWord is null)
        {
            throw Problem.Invalid("voice", "CODE_MISSING", "Say which of the two wants it.");
        }

        await using var work = await database.BeginAsync(On.People(personId, carerId), call);
        await work.EnterAsync(carerId);
        var team = work.Team;
        await work.EnterAsync(personId);
        // Nothing goes from one of the caller's teams to somebody whom only another of them knows.
        if (team != work.Team
            || await work.OneAsync<CircleMember>(SelectCircleMember, new { personId, memberId = carerAs })
                is not { RemovedAt: null }
            || await work.OneAsync<CircleMember>(SelectCircleMember, new { personId = carerId, memberId = caredForAs })
                is not { RemovedAt: null })
        {
            throw Problem.NotFound();
        }
        var links = await work.ManyAsync<CarerLink>(SelectCarerLinks, new { personId });
        if (await work.RepeatedAsync<CarerLink>(request, personId, carerId) is { } repeated)
        {
            return new Wire.LinkCarerResponse
            {
                CarerLink = Show(links.Find(l => l.LinkId == repeated.LinkId) ?? throw Problem.NotFound(final: true)),
            };
        }

        DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }));
        DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId = carerId }));
        var standing = links.Find(l => !l.Cares && l.OtherPersonId == carerId);
        var linkId = standing?.LinkId ?? NewId.NextGuid();
        var own = standing ?? NewSide(personId, carerAs, cares: false);
        var carer = (await work.ManyAsync<CarerLink>(SelectCarerLinks, new { personId = carerId }))
            .Find(l => l.LinkId == linkId) ?? NewSide(carerId, caredForAs, cares: true);
        var (saidOwn, saidCarer) = CarerLink.Complete(own, carer, word, carersWord);
        if (standing is null)
        {
            await work.WriteAsync(InsertCarerLink, saidOwn);
            await work.WriteAsync(InsertCarerLink, saidCarer);
        }
        foreach (var (before, side) in new[] { (own, saidOwn), (carer, saidCarer) })
        {
            if (standing is not null && before != side)
            {
                await work.WriteAsync(UpdateCarerLinkSaid, side);
            }
            if (standing is null || before != side)
            {
                work.Record(side.PersonId, side.Id, new CarerLinked(
                    side.Id, side.PersonId, side.Cares, side.SaidBy is not null), side);
            }
        }
        var shown = (await work.ManyAsync<CarerLink>(SelectCarerLinks, new { personId }))
            .Find(l => l.LinkId == linkId)!;
        await work.CommitAsync();

        return new Wire.LinkCarerResponse { CarerLink = Show(shown) };

        CarerLink NewSide(Guid on, Guid circleMemberId, bool cares) => new()
        {
            Id = NewId.NextGuid(),
            PersonId = on,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            LinkId = linkId,
            CircleMemberId = circleMemberId,
            Cares = cares,
            RecordedAt = work.Now,
        };
    }

    private static Wire.CarerLink Show(CarerLink link) => new()
    {
        CarerLinkId = link.Id.ToString("D"),
        Cares = link.Cares,
        CircleMemberId = link.CircleMemberId.ToString("D"),
        Name = link.Name,
        Relation = link.Relation,
        Voice = link.Voice is { } voice ? Show(voice) : null,
        SaidByBoth = link is { SaidBy: not null, OtherSaid: true },
        OtherPersonId = link.OtherPersonId?.ToString("D") ?? "",
        RecordTime = Time(link.RecordedAt),
    };

    // A link hangs on the entry of this record's own circle, and on the other one's side of it, which has to stand too.
    // That there is another record is nobody's to know until both want it, but for those who may see both.
    internal const string CarerLinksVisible = """
        CarerLink l
          INNER JOIN CircleMember c ON c.Id = l.CircleMemberId AND c.RemovedAt IS NULL AND /*access:c:circle*/
          INNER JOIN CarerLink o
            ON o.LinkId = l.LinkId AND o.Id <> l.Id AND o.EndedAt IS NULL AND o.EnteredInError = 0
          LEFT JOIN Person p ON p.Id = o.PersonId AND /*access:p:person*/
        WHERE /*access:l:carer_link*/ AND ((l.SaidBy IS NOT NULL AND o.SaidBy IS NOT NULL) OR p.Id IS NOT NULL)
        """;

    internal const string CarerLinkColumns = """
        l.Id, l.PersonId, l.TeamId, l.HealthAuthored, l.EnteredInError, l.LinkId, l.CircleMemberId, l.Cares, l.SaidBy,
          l.SaidByName, l.How, l.WrittenBy, l.RecordedAt, l.EndedAt, c.Name, c.Relation,
          CASE WHEN o.SaidBy IS NULL THEN 0 ELSE 1 END AS OtherSaid, p.Id AS OtherPersonId
        """;

    private const string SelectCarerLinks = $"""
        SELECT {CarerLinkColumns} FROM {CarerLinksVisible}
          AND l.PersonId = @personId AND l.EndedAt IS NULL
        ORDER BY l.Cares, l.RecordedAt, l.Id
        """;

    private const string InsertCarerLink = """
        INSERT INTO CarerLink (Id, PersonId, TeamId, HealthAuthored, EnteredInError, LinkId, CircleMemberId, Cares,
          SaidBy, SaidByName, How, WrittenBy, RecordedAt, EndedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @LinkId, @CircleMemberId, @Cares,
          @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt, @EndedAt)
        """;

    private const string UpdateCarerLinkSaid = """
        UPDATE CarerLink SET SaidBy = @SaidBy, SaidByName = @SaidByName, How = @How, WrittenBy = @WrittenBy
        WHERE Id = @Id AND SaidBy IS NULL
        """;
}
