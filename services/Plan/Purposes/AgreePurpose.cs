using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>The person agrees the shared purpose, once what matters to them is in.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.AgreePurposeResponse> AgreePurpose(
        Wire.AgreePurposeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, purposeId) = (Check.Id(request.PersonId), Check.Id(request.PurposeId));
        var agreement = Read(request.Agreement, call);
        var without = WithoutView(request.WithoutViewReason, request.HeardHow);
        await RequireLevelViewsAsync(agreement, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (call.Role == Role.Representative && !work.AgreesFor)
        {
            throw Problem.Denied("OUT_OF_SCOPE", "You may speak for them, but not agree in their place.");
        }
        var purposes = await work.ManyAsync<Purpose>(SelectPurposes, new { personId });
        var purpose = purposes.Find(p => p.Id == purposeId) ?? throw Problem.NotFound();
        var dissents = await DissentsAsync(work, personId, work.Now);
        if (await work.RepeatedAsync<Purpose>(request, personId) is { } earlier)
        {
            return new Wire.AgreePurposeResponse { Purpose = Show(earlier, dissents) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        if (purposes.Exists(p => p.RecordedAt > purpose.RecordedAt))
        {
            throw Problem.Refused("SAID_ANEW", "It has been put into new words since.", "purpose_id");
        }
        await RequireOpenAsync(work, personId, purpose.TeamId);
        var agreed = purpose.Agree(agreement, await IsViewInAsync(work, personId), without, work.Health);
        await work.WriteAsync(UpdateAgreedPurpose, agreed);
        work.Record(personId, purposeId, new PurposeAgreed(
            purposeId, personId, Code(agreement.By), agreement.On, agreed.WithoutViewReason is not null), agreed);
        await work.CommitAsync();

        return new Wire.AgreePurposeResponse { Purpose = Show(agreed, dissents) };
    }

    private static WithoutView? WithoutView(string reason, IReadOnlyCollection<string> heardHow) =>
        reason.Length == 0 && heardHow.Count == 0 ? null : new(
            Check.Words(reason, 1000, "request.without_view_reason"), Voice.Channel(heardHow, "heard_how"));

    // A view of which this service has missed that it is withheld from the caller would let them in where others wait.
    private async Task RequireLevelViewsAsync(Agreement? agreement, Call call)
    {
        if (agreement is not null && !await copies.MayShowAsync("conversation", call))
        {
            throw Copies.NotLevel();
        }
    }

    // One that the caller may not see does not count for them: they learn nothing of it by being let agree.
    private static async Task<bool> IsViewInAsync(Work work, Guid personId) =>
        await work.OneAsync<int>(CountPersonsViews, new { personId }) > 0;

    private const string CountPersonsViews = """
        SELECT COUNT(*) FROM Source s
        WHERE s.PersonId = @personId AND s.IsPersonsVoice = 1 AND s.Kind = 'view'
          AND /*access:s:view*/ AND /*access:s:what_matters*/
        """;

    private const string UpdateAgreedPurpose = """
        UPDATE Purpose
        SET AgreedBy = @AgreedBy, AskedHow = @AskedHow, AgreedHow = @AgreedHow, SpokenBy = @SpokenBy,
          AgreedOn = @AgreedOn, AgreementWrittenBy = @AgreementWrittenBy, WithoutViewReason = @WithoutViewReason,
          HeardHow = @HeardHow, HealthAuthored = @HealthAuthored
        WHERE Id = @Id AND AgreedBy IS NULL
        """;
}
