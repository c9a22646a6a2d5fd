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
    /// <summary>An outcome is built on a strength of the person.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.DrawOnStrengthResponse> DrawOnStrength(
        Wire.DrawOnStrengthRequest request, ServerCallContext context)
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
            return new Wire.DrawOnStrengthResponse { Outcome = WithStrengths(Show(outcome, work), drawn) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        if (await work.OneAsync<int>(CountStrength, new { personId, strengthId }) == 0)
        {
            throw Problem.NotInCopy("conversation", "STRENGTH_NOT_THEIRS", "It is not one of this person's strengths.",
                "strength_id");
        }
        if (drawn.Exists(d => d.OutcomeId == outcomeId && d.StrengthId == strengthId))
        {
            throw Problem.Refused("ALREADY_DRAWN_ON", "The outcome draws on it already.", "strength_id");
        }
        var strength = new DrawnStrength
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            OutcomeId = outcomeId,
            StrengthId = strengthId,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertDrawn, strength);
        work.Record(personId, strength.Id, new StrengthDrawnOn(outcomeId, personId, strengthId), strength);
        await work.CommitAsync();

        return new Wire.DrawOnStrengthResponse { Outcome = WithStrengths(Show(outcome, work), [.. drawn, strength]) };
    }

    // What stood at that time, of the strengths that the caller may see. Not asked from a copy that may have missed a
    // restriction.
    private static async Task<List<DrawnStrength>> DrawnAsync(Work work, Guid personId, DateTimeOffset at) =>
        [.. (await work.ManyAsync<DrawnStrength>(SelectDrawn, new { personId })).Where(d => d.Stood(at))];

    private static Wire.Outcome WithStrengths(Wire.Outcome shown, List<DrawnStrength> drawn)
    {
        shown.StrengthIds.AddRange(drawn.Where(d => d.OutcomeId == Guid.Parse(shown.OutcomeId))
            .OrderBy(d => d.RecordedAt).ThenBy(d => d.Id).Select(d => d.StrengthId.ToString("D")).Distinct());
        return shown;
    }

    private const string CountStrength = """
        SELECT COUNT(*) FROM Source s
        WHERE s.Id = @strengthId AND s.PersonId = @personId AND s.Kind = 'strength' AND /*access:s:strength*/
        """;

    private const string SelectDrawn = """
        SELECT d.Id, d.PersonId, d.TeamId, d.HealthAuthored, d.EnteredInError, d.OutcomeId, d.StrengthId,
          d.RecordedAt, d.TakenBackAt
        FROM DrawnStrength d
        WHERE d.PersonId = @personId AND /*access:d:outcome*/
          AND EXISTS (
            SELECT 1 FROM Source s WHERE s.Id = d.StrengthId AND s.Kind = 'strength' AND /*access:s:strength*/)
        """;

    private const string InsertDrawn = """
        INSERT INTO DrawnStrength (Id, PersonId, TeamId, HealthAuthored, EnteredInError, OutcomeId, StrengthId,
          RecordedAt, TakenBackAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @OutcomeId, @StrengthId,
          @RecordedAt, @TakenBackAt)
        """;
}
