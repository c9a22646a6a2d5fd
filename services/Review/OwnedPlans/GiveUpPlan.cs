using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class PlanOwnerService
{
    /// <summary>A team owns the personal plan no more.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.GiveUpPlanResponse> GiveUpPlan(
        Wire.GiveUpPlanRequest request, ServerCallContext context)
    {
        var (personId, reason) = (Check.Id(request.PersonId), Check.OptionalWords(request.Reason, 500));

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<OwnedPlan>(request, personId) is { } earlier)
        {
            return new Wire.GiveUpPlanResponse { Plan = Show(earlier) };
        }

        var owned = await work.OneAsync<OwnedPlan>(SelectOwned, new { personId, work.Team })
            ?? throw Problem.Refused("NOT_OWNED", "Your team does not own it.", "person_id");
        var plan = owned with { GivenUpAt = work.Now, GivenUpReason = reason };
        await work.WriteAsync(UpdateOwned, plan);
        work.Record(personId, plan.Id, new PlanGivenUp(plan.Id, personId), plan);
        await work.CommitAsync();

        return new Wire.GiveUpPlanResponse { Plan = Show(plan) };
    }

    private const string UpdateOwned = """
        UPDATE OwnedPlan SET GivenUpAt = @GivenUpAt, GivenUpReason = @GivenUpReason
        WHERE Id = @Id AND GivenUpAt IS NULL
        """;
}
