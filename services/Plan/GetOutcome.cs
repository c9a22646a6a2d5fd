using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>One outcome, as the caller may see it.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetOutcomeResponse> GetOutcome(
        Wire.GetOutcomeRequest request, ServerCallContext context)
    {
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));

        var call = Call.Of(context);
        var showSources = await copies.MayShowAsync("conversation", call);
        var showProgress = await copies.MayShowAsync("review", call);

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        var earlier = await work.ManyAsync<EarlierStatement>(SelectEarlierStatements, new { personId, outcomeId });
        var outcomes = await work.ManyAsync<Outcome>(SelectOutcomes, new { personId });
        var steps = await work.ManyAsync<Step>(SelectSteps, new { personId });
        var blocks = await work.ManyAsync<Block>(SelectBlocks, new { personId });
        var progress = showProgress ? await work.ManyAsync<Progress>(SelectProgress, new { personId }) : [];
        var sources = showSources ? await VisibleSourcesAsync(work, personId) : [];
        var drawn = showSources ? await DrawnAsync(work, personId, work.Now) : [];
        var roles = (await RolesAsync(work, personId, work.Now))[outcomeId].ToList();
        var hands = await HandsAsync(work, personId, work.Now);
        var rankings = await RankingsAsync(work, personId, work.Now);
        work.Showed(personId, [outcomeId, .. roles.Select(r => r.Id)]);
        await work.CommitAsync();

        var shown = WithStrengths(
            WithTopic(Show(outcome, hands.Leads.GetValueOrDefault(outcomeId), hands, work)), drawn);
        shown.BlockedBy.AddRange(Block.InTheWayOf(outcomeId, blocks, outcomes.ToDictionary(o => o.Id), progress)
            .Select(id => id.ToString("D")));
        shown.SourceId = Source(outcome.SourceId, sources);
        shown.Balance = Show(ContributionBalance.Of([.. steps.Where(s => s.OutcomeId == outcomeId)]));
        shown.ChosenRole = roles.FirstOrDefault() is { } chosen ? Show(chosen) : null;
        shown.Critical = Ranking.IsCritical(rankings.FirstOrDefault(), outcome);
        return new Wire.GetOutcomeResponse
        {
            Outcome = shown,
            EarlierRoles = { roles.Skip(1).Select(Show) },
            EarlierStatements =
            {
                earlier.Select(e => new Wire.EarlierStatement
                {
                    Statement = e.Statement,
                    Why = e.Why ?? "",
                    Voice = Show(e.Voice),
                    RecordTime = Show(e.RecordedAt),
                }),
            },
        };
    }

    // What hangs on an outcome is shown to whoever may see the outcome, which was asked before.
    private const string SelectEarlierStatements = """
        SELECT e.Id, e.PersonId, e.TeamId, e.HealthAuthored, e.EnteredInError, e.OutcomeId, e.Statement, e.Why,
          e.SaidBy,
          e.SaidByName, e.How, e.WrittenBy, e.RecordedAt
        FROM EarlierStatement e
        WHERE e.OutcomeId = @outcomeId AND e.PersonId = @personId AND /*access:e:outcome*/
        ORDER BY e.RecordedAt DESC
        """;
}
