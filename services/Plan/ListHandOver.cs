using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>What a team has in hand, for whoever goes on after it.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListHandOverResponse> ListHandOver(
        Wire.ListHandOverRequest request, ServerCallContext context)
    {
        var (personId, teamId) = (Check.Id(request.PersonId), Check.Id(request.TeamId));

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var outcomes = await work.ManyAsync<Outcome>(SelectOutcomes, new { personId });
        var steps = await work.ManyAsync<Step>(SelectSteps, new { personId });
        var hands = await HandsAsync(work, personId, work.Now);
        // A step of an outcome that this caller may not see hangs on it, and is not shown either.
        var seen = outcomes.Select(o => o.Id).ToHashSet();
        var items = steps
            .Where(s => s.State == StepState.Open && hands.Death is null && s.TakenByTeamId == teamId
                && (s.OutcomeId is not { } id || seen.Contains(id)))
            .OrderBy(s => s.DueOn is null).ThenBy(s => s.DueOn).ThenBy(s => s.RecordedAt).ThenBy(s => s.Id)
            .Select(s => (Item: new Wire.HandOver { Step = Show(s, hands, work) }, Of: s.Id))
            .Concat(outcomes
                .Where(o => o.State != OutcomeState.SetAside && hands.Death is null
                    && hands.Leads.GetValueOrDefault(o.Id)?.TeamId == teamId)
                .OrderBy(o => o.RecordedAt).ThenBy(o => o.Id)
                .Select(o => (
                    Item: new Wire.HandOver { Outcome = Show(o, hands.Leads[o.Id], hands, work) }, Of: o.Id)))
            .Skip(page.Skip).Take(page.Take + 1).ToList();
        var shown = items.Take(page.Take).ToList();
        work.Showed(personId, shown.Select(i => i.Of));
        await work.CommitAsync();

        return new Wire.ListHandOverResponse
        {
            Items = { shown.Select(i => i.Item) },
            NextPageToken = page.Next(items.Count, work),
        };
    }

    private static Wire.Step Show(Step step, Hands hands, Work work)
    {
        var shown = Show(step, hands.Death, work);
        shown.WithoutAnyone = step.State == StepState.Open && hands.WithoutAnyone(step.TakenByTeamId);
        return shown;
    }
}
