using Grpc.Core;
using MassTransit;
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
    /// <summary>A team says that it owns the personal plan, and by which rule.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.SayOwnsPlanResponse> SayOwnsPlan(
        Wire.SayOwnsPlanRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var rule = request.Rule.Length == 0
            ? throw Problem.Invalid("rule", "CODE_MISSING", "Say by which rule.")
            : rules.Lines.GetValueOrDefault(request.Rule)
                ?? throw Problem.Invalid("rule", "CODE_UNKNOWN", "This is not one of the rules.");
        var startedOn = Check.HappenedOn(request.StartedOn, call.Now);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<OwnedPlan>(request, personId) is { } earlier)
        {
            return new Wire.SayOwnsPlanResponse { Plan = Show(earlier) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        if (await work.OneAsync<OwnedPlan>(SelectOwned, new { personId, work.Team }) is not null)
        {
            throw Problem.Refused("OWNED_ALREADY", "Your team owns it. Give it up first.", "person_id");
        }
        var plan = new OwnedPlan
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            RuleCode = rule.Code,
            FirstDays = rule.FirstDays,
            ThenMonths = rule.ThenMonths,
            StartedOn = startedOn,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertOwned, plan);
        work.Record(personId, plan.Id, new PlanOwned(plan.Id, personId, plan.RuleCode), plan);
        await work.CommitAsync();

        return new Wire.SayOwnsPlanResponse { Plan = Show(plan) };
    }

    private const string InsertOwned = """
        INSERT INTO OwnedPlan (Id, PersonId, TeamId, HealthAuthored, EnteredInError, RuleCode, FirstDays, ThenMonths,
          StartedOn, RecordedAt, GivenUpAt, GivenUpReason)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @RuleCode, @FirstDays, @ThenMonths,
          @StartedOn, @RecordedAt, @GivenUpAt, @GivenUpReason)
        """;
}
