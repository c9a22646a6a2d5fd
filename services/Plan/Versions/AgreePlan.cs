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
    /// <summary>The person agrees to the plan as they were shown it; without the person asked there is none.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.AgreePlanResponse> AgreePlan(
        Wire.AgreePlanRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var agreement = Read(request.Agreement, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (call.Role == Role.Representative && !work.AgreesFor)
        {
            throw Problem.Denied("OUT_OF_SCOPE", "You may speak for them, but not agree in their place.");
        }
        var history = await HistoryAsync(work, personId);
        if (await work.RepeatedAsync<PlanAgreement>(request, personId) is { } earlier)
        {
            return new Wire.AgreePlanResponse { PlanAgreement = Show(earlier, history, work.Now) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var at = TimeOf(request.Version, "version", personId, work);
        if (!history.IsVersion(at))
        {
            // What it was made of has been hidden since.
            throw NoVersion("version");
        }
        var agreed = new PlanAgreement
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            VersionAt = at,
            AgreedBy = agreement.By,
            AskedHow = agreement.AskedHow,
            AgreedHow = agreement.How,
            SpokenBy = agreement.SpokenBy,
            AgreedOn = agreement.On,
            AgreementWrittenBy = agreement.WrittenBy,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertPlanAgreement, agreed);
        await work.WithholdAsync(personId, agreed.Id, withheldFrom);
        work.Record(personId, agreed.Id,
            new PlanAgreed(agreed.Id, personId, Code(agreement.By), agreement.On, withheldFrom), agreed);
        await work.CommitAsync();

        return new Wire.AgreePlanResponse { PlanAgreement = Show(agreed, history, work.Now) };
    }

    // By that time, the newest.
    private static async Task<Wire.PlanAgreement?> AgreedAsync(Work work, Guid personId, DateTimeOffset at)
    {
        var agreements = await work.ManyAsync<PlanAgreement>(SelectPlanAgreements, new { personId });
        return agreements.Where(a => a.RecordedAt <= at).MaxBy(a => a.RecordedAt) is not { } newest ? null
            : Show(newest, await HistoryAsync(work, personId), at);
    }

    // By what the viewer sees: the time of what is hidden from them would tell that there is something.
    private static Wire.PlanAgreement? Show(PlanAgreement agreed, PlanHistory history, DateTimeOffset at) =>
        history.NewestBy(agreed.VersionAt) is not { } own ? null : new()
        {
            PlanAgreementId = agreed.Id.ToString("D"),
            PersonId = agreed.PersonId.ToString("D"),
            VersionTime = Show(own),
            Agreement = Show(agreed.Agreement),
            RecordTime = Show(agreed.RecordedAt),
            ChangedSince = history.At(at).Since(history.At(own), isPerson: false).Any(),
        };

    private const string SelectPlanAgreements = """
        SELECT a.Id, a.PersonId, a.TeamId, a.HealthAuthored, a.EnteredInError, a.VersionAt, a.AgreedBy, a.AskedHow,
          a.AgreedHow, a.SpokenBy, a.AgreedOn, a.AgreementWrittenBy, a.RecordedAt
        FROM PlanAgreement a
        WHERE a.PersonId = @personId AND /*access:a:outcome*/
        """;

    private const string InsertPlanAgreement = """
        INSERT INTO PlanAgreement (Id, PersonId, TeamId, HealthAuthored, EnteredInError, VersionAt, AgreedBy, AskedHow,
          AgreedHow, SpokenBy, AgreedOn, AgreementWrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @VersionAt, @AgreedBy, @AskedHow,
          @AgreedHow, @SpokenBy, @AgreedOn, @AgreementWrittenBy, @RecordedAt)
        """;
}
