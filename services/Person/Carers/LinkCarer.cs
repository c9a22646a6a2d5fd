using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
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
        // On the word of one alone, the other could learn of a record that they know nothing of.
        var word = CarerLink.Word(Read(request.Voice, call), "voice");
        var carersWord = CarerLink.Word(Read(request.CarerVoice, call, "carer_voice"), "carer_voice");
        if (personId == carerId)
        {
            throw Problem.Invalid("carer_person_id", "SAME_PERSON", "A carer is somebody else.");
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
        if (links.Exists(l => !l.Cares && l.OtherPersonId == carerId))
        {
            throw Problem.Refused("ALREADY_LINKED", "It is recorded already that they care for them.",
                "carer_person_id");
        }
        // On the record where it is no secret, what this team writes would tell that it is on the other one too.
        if (await work.OneAsync<int>(CountSecret, new { personId, carerId, work.Team }) > 0)
        {
            throw Problem.Refused("KEPT_SECRET", "Your team is kept secret on one of the two records.", "person_id");
        }
        var linkId = NewId.NextGuid();
        foreach (var side in new[]
        {
            NewSide(personId, carerAs, cares: false, word), NewSide(carerId, caredForAs, cares: true, carersWord),
        })
        {
            await work.WriteAsync(InsertCarerLink, side);
            work.Record(side.PersonId, side.Id, new CarerLinked(side.Id, side.PersonId, side.Cares), side);
        }
        // What would be hidden from its own writer at once is not written.
        var shown = (await work.ManyAsync<CarerLink>(SelectCarerLinks, new { personId }))
            .Find(l => l.LinkId == linkId) ?? throw Problem.NotFound();
        await work.CommitAsync();

        return new Wire.LinkCarerResponse { CarerLink = Show(shown) };

        CarerLink NewSide(Guid on, Guid circleMemberId, bool cares, Voice said) => new()
        {
            Id = NewId.NextGuid(),
            PersonId = on,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            LinkId = linkId,
            CircleMemberId = circleMemberId,
            Cares = cares,
            SaidBy = said.SaidBy,
            SaidByName = said.SaidByName,
            How = said.How,
            WrittenBy = said.WrittenBy,
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
        Voice = Show(link.Voice),
        OtherPersonId = link.OtherPersonId?.ToString("D") ?? "",
        RecordTime = Time(link.RecordedAt),
    };

    // A link hangs on the entry of this record's own circle, and on the other one's side of it, which has to stand too.
    // Whose the other record is, those read who may see that record and the link on it.
    internal const string CarerLinksVisible = """
        CarerLink l
          INNER JOIN CircleMember c ON c.Id = l.CircleMemberId AND c.RemovedAt IS NULL AND /*access:c:circle*/
          INNER JOIN CarerLink o
            ON o.LinkId = l.LinkId AND o.Id <> l.Id AND o.EndedAt IS NULL AND o.EnteredInError = 0
          LEFT JOIN Person p ON p.Id = o.PersonId AND /*access:p:person*/ AND /*access:o:carer_link*/
            AND EXISTS (
              SELECT 1 FROM CircleMember oc
              WHERE oc.Id = o.CircleMemberId AND oc.RemovedAt IS NULL AND /*access:oc:circle*/)
        WHERE /*access:l:carer_link*/
        """;

    internal const string CarerLinkColumns = """
        l.Id, l.PersonId, l.TeamId, l.HealthAuthored, l.EnteredInError, l.LinkId, l.CircleMemberId, l.Cares, l.SaidBy,
          l.SaidByName, l.How, l.WrittenBy, l.RecordedAt, l.EndedAt, c.Name, c.Relation,
          p.Id AS OtherPersonId
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

    private const string CountSecret = """
        SELECT COUNT(*) FROM PrivateTeam pt WHERE pt.TeamId = @team AND pt.PersonId IN (@personId, @carerId)
        """;
}
