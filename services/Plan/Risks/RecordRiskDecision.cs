using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class RiskService
{
    /// <summary>What the person does though it may go wrong; in force at once, with nobody's approval.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.RecordRiskDecisionResponse> RecordRiskDecision(
        Wire.RecordRiskDecisionRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var told = Told(request.Decision, request.Voice, request.Agreement, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var death = await OnPersonDied.OfAsync(work, personId);
        await RequireOutcomeAsync(work, personId, told.OutcomeId);
        if (await work.RepeatedAsync<RiskDecision>(request, personId) is { } earlier)
        {
            return new Wire.RecordRiskDecisionResponse { RiskDecision = Show(earlier, [], death, work) };
        }
        Death.RequireNone(death);

        var decision = Of(told, work, personId);
        decision = decision with { FirstId = decision.Id, Number = 1 };
        await work.WriteAsync(InsertRiskDecision, decision);
        await work.WithholdAsync(personId, decision.Id, withheldFrom);
        work.Record(personId, decision.Id, Happened(decision, withheldFrom), decision);
        await work.CommitAsync();

        return new Wire.RecordRiskDecisionResponse { RiskDecision = Show(decision, [], death, work) };
    }

    private static RiskDecision Told(
        Wire.NewRiskDecision? decision, Wire.Voice? said, Wire.Agreement? agreed, Call call)
    {
        var (told, voice) = (Read(decision, call), PlanService.Read(said, call));
        // What the person records by their own sign-in is agreed by them.
        var agreement = PlanService.Read(agreed ?? (call.Role == Role.Person ? new() : null), call);
        return told with
        {
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            AgreedBy = agreement.By,
            AskedHow = agreement.AskedHow,
            AgreedHow = agreement.How,
            SpokenBy = agreement.SpokenBy,
            AgreedOn = agreement.On,
            AgreementWrittenBy = agreement.WrittenBy,
        };
    }

    private static RiskDecision Of(RiskDecision told, Work work, Guid personId) => told with
    {
        Id = NewId.NextGuid(),
        PersonId = personId,
        TeamId = work.Team,
        HealthAuthored = work.Health,
        Version = 1,
        RecordedAt = work.Now,
    };

    internal static RiskDecided Happened(RiskDecision decision, Guid[] withheldFrom) => new(
        decision.Id, decision.PersonId, decision.OutcomeId, decision.Number == 1 ? null : decision.FirstId,
        decision.Judgement == Judgement.ReasonableAndModerate, decision.ReviewOn, decision.Voice.IsPersons,
        withheldFrom);

    internal const string InsertRiskDecision = """
        INSERT INTO RiskDecision (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, FirstId, Number, Wants,
          OutcomeId, CouldGoWrong, LostByStopping, Judgement, Reasons, SaferBy, OthersJson, SupportedByRole, ReviewOn,
          SaidBy, SaidByName, How, WrittenBy, AgreedBy, AskedHow, AgreedHow, SpokenBy, AgreedOn, AgreementWrittenBy,
          EndedReason, Learnt, EndedAt, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @FirstId, @Number, @Wants,
          @OutcomeId, @CouldGoWrong, @LostByStopping, @Judgement, @Reasons, @SaferBy, @OthersJson, @SupportedByRole,
          @ReviewOn, @SaidBy, @SaidByName, @How, @WrittenBy, @AgreedBy, @AskedHow, @AgreedHow, @SpokenBy, @AgreedOn,
          @AgreementWrittenBy, @EndedReason, @Learnt, @EndedAt, @RecordedAt)
        """;
}
