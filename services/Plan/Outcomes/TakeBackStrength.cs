using Grpc.Core;
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
    /// <summary>An outcome is no longer built on a strength.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.TakeBackStrengthResponse> TakeBackStrength(
        Wire.TakeBackStrengthRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var strengthId = Check.Id(request.StrengthId);
        if (!await copies.MayShowAsync("conversation", call))
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        var drawn = await DrawnAsync(work, personId, work.Now);
        if (await work.RepeatedAsync<DrawnStrength>(request, personId) is not null)
        {
            return new Wire.TakeBackStrengthResponse { Outcome = WithStrengths(Show(outcome, work), drawn) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        // Said twice by two who did not see each other's, it is taken back as one.
        var standing = drawn.FindAll(d => d.OutcomeId == outcomeId && d.StrengthId == strengthId);
        if (standing.Count == 0)
        {
            throw Problem.NotInCopy("conversation", "NOT_DRAWN_ON", "The outcome does not draw on it.", "strength_id");
        }
        foreach (var one in standing)
        {
            var back = one with { TakenBackAt = work.Now };
            await work.WriteAsync(UpdateTakenBack, back);
            work.Record(personId, one.Id, new StrengthTakenBack(outcomeId, personId, strengthId), back);
        }
        await work.CommitAsync();

        return new Wire.TakeBackStrengthResponse
        {
            Outcome = WithStrengths(Show(outcome, work), [.. drawn.Except(standing)]),
        };
    }

    private const string UpdateTakenBack =
        "UPDATE DrawnStrength SET TakenBackAt = @TakenBackAt WHERE Id = @Id AND TakenBackAt IS NULL";
}
