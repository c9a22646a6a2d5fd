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
    /// <summary>That an outcome cannot be achieved is taken back: it stands again as it did.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.TakeBackCannotBeAchievedResponse> TakeBackCannotBeAchieved(
        Wire.TakeBackCannotBeAchievedRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Outcome>(request, personId) is { } earlier)
        {
            return new Wire.TakeBackCannotBeAchievedResponse { Outcome = Show(earlier, work) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        work.Expect(request.Etag, Show(outcome), Show(outcome, work));
        var back = outcome.TakeBackCannotBeAchieved();
        if (await work.WriteAsync(UpdateCannotBeAchieved, back) == 0)
        {
            throw Problem.Stale(Show(outcome, work));
        }
        work.Record(personId, outcomeId, new OutcomeUnachievableTakenBack(outcomeId, personId), back);
        await work.CommitAsync();

        return new Wire.TakeBackCannotBeAchievedResponse { Outcome = Show(back, work) };
    }
}
