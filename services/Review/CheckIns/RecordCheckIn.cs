using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ReviewService
{
    /// <summary>How things are, between two reviews: it takes a minute and owes nothing.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.RecordCheckInResponse> RecordCheckIn(
        Wire.RecordCheckInRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.OptionalId(request.OutcomeId));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var told = Read(request, outcomeId, call);
        if (outcomeId is not null && !await copies.MayShowAsync(Plan, call))
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (outcomeId is { } about && !await IsTheirsAsync(work, personId, about))
        {
            throw Problem.NotInCopy(Plan, "OUTCOME_NOT_THEIRS", "It is not one of this person's outcomes.",
                "outcome_id");
        }
        if (await work.RepeatedAsync<CheckIn>(request, personId) is { } earlier)
        {
            return new Wire.RecordCheckInResponse { CheckIn = Show(earlier) };
        }

        var checkIn = told.Given(await OnPersonDied.OfAsync(work, personId), call.Role) with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertCheckIn, checkIn);
        await work.WithholdAsync(personId, checkIn.Id, withheldFrom);
        work.Record(personId, checkIn.Id, Happened(checkIn, withheldFrom), checkIn);
        await work.CommitAsync();

        return new Wire.RecordCheckInResponse { CheckIn = Show(checkIn) };
    }

    private static CheckIn Read(Wire.RecordCheckInRequest request, Guid? outcomeId, Call call)
    {
        var happenedOn = Check.HappenedOn(request.HappenedOn, call.Now);
        var (words, voice) = Read(request.Said ?? new(), call, "said")!.Value;
        return new CheckIn
        {
            OutcomeId = outcomeId,
            HappenedOn = happenedOn,
            Words = words,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            Travel = request.Travel == Wire.Travel.Unspecified
                ? Travel.NotSaid
                : (Travel)(int)Check.Code(request.Travel),
            WrittenBy = Voice.WriterOf(call),
        };
    }

    private static CheckInRecorded Happened(CheckIn checkIn, Guid[] withheldFrom) => new(checkIn.Id, checkIn.PersonId,
        checkIn.OutcomeId, checkIn.HappenedOn, Code(checkIn.Travel), Code((Speaker?)checkIn.SaidBy)!, withheldFrom);

    private static async Task<bool> IsTheirsAsync(Work work, Guid personId, Guid outcomeId) =>
        (await work.ManyAsync<Guid>(SelectOutcomes, new { personId, outcomeIds = Each.Of([outcomeId]) })).Count > 0;

    private static Wire.CheckIn Show(CheckIn checkIn) => new()
    {
        CheckInId = checkIn.Id.ToString("D"),
        PersonId = checkIn.PersonId.ToString("D"),
        HappenedOn = checkIn.HappenedOn.ToString("yyyy-MM-dd"),
        Said = Show(checkIn.Words, checkIn.Voice),
        OutcomeId = checkIn.OutcomeId?.ToString("D") ?? "",
        Travel = (Wire.Travel)(int)checkIn.Travel,
        TeamId = checkIn.TeamId?.ToString("D") ?? "",
        RecordTime = Show(checkIn.RecordedAt),
    };

    private const string InsertCheckIn = """
        INSERT INTO CheckIn (Id, PersonId, TeamId, HealthAuthored, EnteredInError, OutcomeId, HappenedOn, Words, SaidBy,
          SaidByName, How, Travel, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @OutcomeId, @HappenedOn, @Words, @SaidBy,
          @SaidByName, @How, @Travel, @WrittenBy, @RecordedAt)
        """;
}
