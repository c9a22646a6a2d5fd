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
    /// <summary>The shared purpose in a new wording; the earlier ones stay.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.SayPurposeResponse> SayPurpose(
        Wire.SayPurposeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var words = Check.Words(request.Words, 1000);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var voice = Read(request.Voice, call);
        var agreement = request.Agreement is null ? null : Read(request.Agreement, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<Purpose>(request, personId) is { } earlier)
        {
            return new Wire.SayPurposeResponse { Purpose = Show(earlier) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var purpose = new Purpose
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Words = words,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            AgreedBy = agreement?.By,
            AskedHow = agreement?.AskedHow,
            AgreedHow = agreement?.How,
            SpokenBy = agreement?.SpokenBy,
            AgreedOn = agreement?.On,
            AgreementWrittenBy = agreement?.WrittenBy,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertPurpose, purpose);
        await work.WithholdAsync(personId, purpose.Id, withheldFrom);
        work.Record(personId, purpose.Id,
            new PurposeSaid(purpose.Id, personId, agreement is not null, withheldFrom), purpose);
        await work.CommitAsync();

        return new Wire.SayPurposeResponse { Purpose = Show(purpose) };
    }

    private static Wire.Purpose Show(Purpose purpose) => new()
    {
        PurposeId = purpose.Id.ToString("D"),
        Words = purpose.Words,
        Voice = Show(purpose.Voice),
        Agreement = Show(purpose.Agreement),
        RecordTime = Show(purpose.RecordedAt),
    };

    private const string InsertPurpose = """
        INSERT INTO Purpose (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Words, SaidBy, SaidByName, How,
          WrittenBy, AgreedBy, AskedHow, AgreedHow, SpokenBy, AgreedOn, AgreementWrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Words, @SaidBy, @SaidByName, @How,
          @WrittenBy, @AgreedBy, @AskedHow, @AgreedHow, @SpokenBy, @AgreedOn, @AgreementWrittenBy, @RecordedAt)
        """;
}
