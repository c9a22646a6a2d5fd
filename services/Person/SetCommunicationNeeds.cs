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
    /// How a person best understands and is understood is recorded, or revised. Needs that the caller may not see stay
    /// as they are, beside the caller's own, so that nothing tells of them.
    /// </summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.SetCommunicationNeedsResponse> SetCommunicationNeeds(
        Wire.SetCommunicationNeedsRequest request, ServerCallContext context)
    {
        var (personId, needsId) = (Check.Id(request.PersonId), Check.OptionalId(request.CommunicationNeedsId));
        var said = Read(request);
        var withheldFrom = Check.Ids(request.WithheldFrom);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        var visible = await work.ManyAsync<CommunicationNeeds>(SelectNeeds, new { personId });
        var before = needsId is null ? null : visible.Find(n => n.Id == needsId) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<CommunicationNeeds>(request, personId) is { } earlier)
        {
            return new Wire.SetCommunicationNeedsResponse { CommunicationNeeds = Show(earlier, work) };
        }
        DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }));

        CommunicationNeeds needs;
        if (before is not null)
        {
            work.Expect(request.Etag, Show(before), Show(before, work));
            needs = said with
            {
                Id = before.Id,
                PersonId = personId,
                TeamId = before.TeamId,
                HealthAuthored = before.HealthAuthored,
                Version = before.Version + 1,
                RecordedAt = before.RecordedAt,
            };
            if (await work.WriteAsync(UpdateNeeds, needs) == 0)
            {
                throw Problem.Stale(Show(before, work));
            }
        }
        else if (visible.Count > 0)
        {
            throw Problem.Invalid("etag", "ETAG_MISSING", "Needs are recorded. Send the id and etag of what you read.");
        }
        else
        {
            needs = said with
            {
                Id = NewId.NextGuid(),
                PersonId = personId,
                TeamId = work.Team,
                HealthAuthored = work.Health,
                Version = 1,
                RecordedAt = work.Now,
            };
            await work.WriteAsync(InsertNeeds, needs);
        }
        await work.WithholdAsync(personId, needs.Id, withheldFrom);
        work.Record(personId, needs.Id, new CommunicationNeedsSet(needs.Id, personId, withheldFrom), needs);
        await work.CommitAsync();

        return new Wire.SetCommunicationNeedsResponse { CommunicationNeeds = Show(needs, work) };
    }

    private static CommunicationNeeds Read(Wire.SetCommunicationNeedsRequest request)
    {
        var needs = new CommunicationNeeds
        {
            UnderstandsBest = Check.OptionalWords(request.UnderstandsBest, 1000),
            IsUnderstoodBest = Check.OptionalWords(request.IsUnderstoodBest, 1000),
            Interpreter = Check.OptionalWords(request.Interpreter, 1000),
            Aids = Check.OptionalWords(request.Aids, 1000),
        };
        return needs is { UnderstandsBest: null, IsUnderstoodBest: null, Interpreter: null, Aids: null }
            ? throw Problem.Invalid("understands_best", "WORDS_MISSING", "Say at least one thing that helps.")
            : needs;
    }

    private const string InsertNeeds = """
        INSERT INTO CommunicationNeeds (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, UnderstandsBest,
          IsUnderstoodBest, Interpreter, Aids, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @UnderstandsBest,
          @IsUnderstoodBest, @Interpreter, @Aids, @RecordedAt)
        """;

    private const string UpdateNeeds = """
        UPDATE CommunicationNeeds
        SET UnderstandsBest = @UnderstandsBest, IsUnderstoodBest = @IsUnderstoodBest, Interpreter = @Interpreter,
          Aids = @Aids, Version = @Version
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
