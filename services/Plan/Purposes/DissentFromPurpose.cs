using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>Somebody says that they see the shared purpose differently; it stays beside that wording.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.DissentFromPurposeResponse> DissentFromPurpose(
        Wire.DissentFromPurposeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, purposeId) = (Check.Id(request.PersonId), Check.Id(request.PurposeId));
        var words = Check.Words(request.Words, 1000);
        var voice = Read(request.Voice, call);
        var withheldFrom = Check.Ids(request.WithheldFrom);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var purpose = (await work.ManyAsync<Purpose>(SelectPurposes, new { personId })).Find(p => p.Id == purposeId)
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<PurposeDissent>(request, personId) is { } earlier)
        {
            return new Wire.DissentFromPurposeResponse { Dissent = Show(earlier) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var dissent = new PurposeDissent
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            PurposeId = purpose.Id,
            Words = words,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertDissent, dissent);
        await work.WithholdAsync(personId, dissent.Id, withheldFrom);
        work.Record(personId, dissent.Id, Happened(dissent, withheldFrom), dissent);
        await work.CommitAsync();

        return new Wire.DissentFromPurposeResponse { Dissent = Show(dissent) };
    }

    private static PurposeDissented Happened(PurposeDissent dissent, Guid[] withheldFrom) => new(
        dissent.Id, dissent.PersonId, dissent.PurposeId, dissent.Voice.IsPersons, withheldFrom);

    private static Wire.Dissent Show(PurposeDissent dissent) => new()
    {
        DissentId = dissent.Id.ToString("D"),
        PurposeId = dissent.PurposeId.ToString("D"),
        Words = dissent.Words,
        Voice = Show(dissent.Voice),
        RecordTime = Show(dissent.RecordedAt),
        TeamId = dissent.TeamId?.ToString("D") ?? "",
    };

    // Up to that time, in the order in which it was said.
    private static async Task<List<PurposeDissent>> DissentsAsync(Work work, Guid personId, DateTimeOffset at) =>
        [.. (await work.ManyAsync<PurposeDissent>(SelectDissents, new { personId })).Where(d => d.RecordedAt <= at)];

    // Of a wording that the caller may not see nobody differs either.
    private const string SelectDissents = """
        SELECT d.Id, d.PersonId, d.TeamId, d.HealthAuthored, d.EnteredInError, d.PurposeId, d.Words, d.SaidBy,
          d.SaidByName, d.How, d.WrittenBy, d.RecordedAt
        FROM PurposeDissent d
        WHERE d.PersonId = @personId AND /*access:d:purpose*/
          AND EXISTS (SELECT 1 FROM Purpose p WHERE p.Id = d.PurposeId AND /*access:p:purpose*/)
        ORDER BY d.RecordedAt, d.Id
        """;

    private const string InsertDissent = """
        INSERT INTO PurposeDissent (Id, PersonId, TeamId, HealthAuthored, EnteredInError, PurposeId, Words, SaidBy,
          SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @PurposeId, @Words, @SaidBy,
          @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
