using Grpc.Core;
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
    /// <summary>The person agrees an outcome; without the person asked there is no agreement.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.AgreeOutcomeResponse> AgreeOutcome(
        Wire.AgreeOutcomeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var agreement = Read(request.Agreement, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (call.Role == Role.Representative && !work.AgreesFor)
        {
            throw Problem.Denied("OUT_OF_SCOPE", "You may speak for them, but not agree in their place.");
        }
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Outcome>(request, personId) is { } earlier)
        {
            return new Wire.AgreeOutcomeResponse { Outcome = Show(earlier, work) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        work.Expect(request.Etag, Show(outcome), Show(outcome, work));
        var agreed = outcome.Agree(agreement, work.Health);
        if (await work.WriteAsync(UpdateAgreed, agreed) == 0)
        {
            throw Problem.Stale(Show(outcome, work));
        }
        work.Record(personId, outcomeId,
            new OutcomeAgreed(outcomeId, personId, Code(agreement.By), agreement.On), agreed);
        await work.CommitAsync();

        return new Wire.AgreeOutcomeResponse { Outcome = Show(agreed, work) };
    }

    private static string Code(AgreedBy by) => by switch
    {
        AgreedBy.Person => "person",
        AgreedBy.Representative => "representative",
        _ => "could_not_say",
    };

    private const string UpdateAgreed = """
        UPDATE Outcome
        SET State = @State, Version = @Version, AgreedBy = @AgreedBy, AskedHow = @AskedHow, AgreedHow = @AgreedHow,
          SpokenBy = @SpokenBy, AgreedOn = @AgreedOn, AgreementWrittenBy = @AgreementWrittenBy,
          HealthAuthored = @HealthAuthored
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
