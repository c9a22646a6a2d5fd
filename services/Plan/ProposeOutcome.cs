using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>Something that matters is said, and waits for the person's agreement.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ProposeOutcomeResponse> ProposeOutcome(
        Wire.ProposeOutcomeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var statement = Check.Words(request.Statement);
        var why = Check.OptionalWords(request.Why);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var sourceId = Check.OptionalId(request.SourceId);
        if (request.Direction != Wire.Direction.Unspecified)
        {
            Check.Code(request.Direction);
        }
        if (request.Whose != Wire.Whose.Unspecified)
        {
            Check.Code(request.Whose);
        }
        var carerName = request.Whose == Wire.Whose.Carer
            ? Check.Words(request.CarerName, 200) : Check.OptionalWords(request.CarerName, 200);
        if (carerName is not null && request.Whose != Wire.Whose.Carer)
        {
            throw Problem.Invalid("carer_name", "WORDS_GIVEN", "Say that it is the carer's own, or leave this out.");
        }
        var voice = Read(request.Voice, call);
        if (sourceId is not null && !await copies.MayShowAsync("conversation", call))
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<Outcome>(request, personId) is { } earlier)
        {
            return new Wire.ProposeOutcomeResponse { Outcome = Show(earlier, work) };
        }
        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        await RequireSourceAsync(work, personId, sourceId);

        var outcome = new Outcome
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Version = 1,
            State = OutcomeState.Proposed,
            Statement = statement,
            Why = why,
            Direction = (Direction)(int)request.Direction,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            SourceId = sourceId,
            Whose = request.Whose == Wire.Whose.Carer ? Whose.Carer : Whose.Person,
            CarerName = carerName,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertOutcome, outcome);
        await work.WithholdAsync(personId, outcome.Id, withheldFrom);
        work.Record(personId, outcome.Id,
            new OutcomeProposed(outcome.Id, personId, Code(outcome.Direction), voice.IsPersons, sourceId,
                withheldFrom), outcome);
        await work.CommitAsync();

        return new Wire.ProposeOutcomeResponse { Outcome = Show(outcome, work) };
    }

    private static string? Code(Direction direction) => direction switch
    {
        Direction.Keep => "keep",
        Direction.GetBack => "get_back",
        Direction.Change => "change",
        _ => null,
    };

    private const string InsertOutcome = """
        INSERT INTO Outcome (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, State, Statement, Why,
          Direction, SaidBy, SaidByName, How, WrittenBy, SourceId, AgreedBy, AskedHow, AgreedHow, SpokenBy, AgreedOn,
          AgreementWrittenBy, SetAsideReason, CannotReason, ToldBy, ToldHow, ToldOn, ToldSaid, ToldSaidBy,
          ToldSaidByName, ToldSaidHow, ToldWrittenBy, WhyNoWords, CannotRecordedAt, Topic, Whose, CarerName,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @State, @Statement, @Why,
          @Direction, @SaidBy, @SaidByName, @How, @WrittenBy, @SourceId, @AgreedBy, @AskedHow, @AgreedHow, @SpokenBy,
          @AgreedOn, @AgreementWrittenBy, @SetAsideReason, @CannotReason, @ToldBy, @ToldHow, @ToldOn, @ToldSaid,
          @ToldSaidBy, @ToldSaidByName, @ToldSaidHow, @ToldWrittenBy, @WhyNoWords, @CannotRecordedAt, @Topic,
          @Whose, @CarerName, @RecordedAt)
        """;
}
