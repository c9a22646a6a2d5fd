using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    private static readonly JsonSerializerOptions Snapshots = new(JsonSerializerDefaults.Web);

    // RFC 3339. Without its offset a time could be meant in London or in UTC.
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>The whole plan, now or as it was; always through today's access.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetPlanResponse> GetPlan(Wire.GetPlanRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var at = AtTime(request.AtTime, call.Now);

        // What hangs on another service's items is not shown from a copy that may have missed a restriction.
        var showSources = await copies.MayShowAsync("conversation", call);
        var showProgress = await copies.MayShowAsync("review", call);

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        var outcomes = await work.ManyAsync<Outcome>(SelectOutcomes, new { personId });
        var steps = await work.ManyAsync<Step>(SelectSteps, new { personId });
        var purposes = await work.ManyAsync<Purpose>(SelectPurposes, new { personId });
        var dissents = await DissentsAsync(work, personId, at ?? work.Now);
        var blocks = await work.ManyAsync<Block>(SelectBlocks, new { personId });
        var progress = showProgress ? await work.ManyAsync<Progress>(SelectProgress, new { personId }) : [];
        var sources = showSources ? await VisibleSourcesAsync(work, personId) : [];
        var drawn = showSources ? await DrawnAsync(work, personId, at ?? work.Now) : [];
        var roles = await RolesAsync(work, personId, at ?? work.Now);
        var hands = await HandsAsync(work, personId, at ?? work.Now);
        var rankings = await RankingsAsync(work, personId, at ?? work.Now);
        var agreed = await AgreedAsync(work, personId, at ?? work.Now);
        if (at is { } moment)
        {
            var then = await work.ManyAsync<Then>(SelectThen, new { personId, at = moment });
            outcomes = AsTheyWere(then, outcomes, o => o.Id);
            var unnamed = await UnnamedAsync(work, personId);
            steps = [.. AsTheyWere(then, steps, s => s.Id).Where(s => MayBeNamed(s, unnamed))];
            purposes = AsTheyWere(then, purposes, p => p.Id);
            blocks = AsTheyWere(then, blocks, b => b.Id);
            progress = [.. progress.Where(p => p.RecordedAt <= moment)];
        }
        // A step of an outcome that this caller may not see hangs on it, and is not shown either.
        var shown = outcomes.Select(o => o.Id).ToHashSet();
        steps = [.. steps.Where(s => s.OutcomeId is not { } id || shown.Contains(id))];
        work.Showed(personId,
            [
                .. outcomes.Select(o => o.Id), .. steps.Select(s => s.Id), .. purposes.Select(p => p.Id),
                .. dissents.Select(d => d.Id), .. roles.Where(r => shown.Contains(r.Key)).Select(r => r.First().Id),
                .. agreed is null ? [] : new[] { Guid.Parse(agreed.PlanAgreementId) },
            ]);
        await work.CommitAsync();

        var plan = Show(
            new Whole(outcomes, steps, purposes, dissents, blocks, progress, sources, drawn, roles, hands, rankings),
            work);
        plan.Agreed = agreed;
        return plan;
    }

    // All that the caller may see of a plan, at the time for which it is asked.
    private sealed record Whole(List<Outcome> Outcomes, List<Step> Steps, List<Purpose> Purposes,
        List<PurposeDissent> Dissents, List<Block> Blocks, List<Progress> Progress, HashSet<Guid> Sources,
        List<DrawnStrength> Drawn, ILookup<Guid, ChosenRole> Roles, Hands Hands, List<Ranking> Rankings);

    private static Wire.GetPlanResponse Show(Whole plan, Work work)
    {
        var byId = plan.Outcomes.ToDictionary(o => o.Id);
        var newestOrder = plan.Rankings.FirstOrDefault();
        var towards = plan.Steps.ToLookup(s => s.OutcomeId);
        var response = new Wire.GetPlanResponse
        {
            Purpose = plan.Purposes.OrderBy(p => p.RecordedAt).LastOrDefault() is { } purpose
                ? Show(purpose, plan.Dissents) : null,
            Change = plan.Progress.Where(p => p is { OutcomeId: null, NeedsToChange: not null })
                .OrderBy(p => p.HappenedOn).ThenBy(p => p.RecordedAt).LastOrDefault() is not { } newest ? null : new()
            {
                ReviewId = newest.ReviewId.ToString("D"),
                ReviewedOn = Show(newest.HappenedOn),
                NeedsToChange = newest.NeedsToChange!.Value,
                Reason = newest.Reason ?? "",
            },
            Ranked = Show(plan.Rankings, plan.Outcomes),
        };
        foreach (var outcome in Ranking.InOrder(newestOrder, plan.Outcomes))
        {
            var shown = WithStrengths(
                WithTopic(Show(outcome, plan.Hands.Leads.GetValueOrDefault(outcome.Id), plan.Hands, work)), plan.Drawn);
            shown.BlockedBy.AddRange(
                Block.InTheWayOf(outcome.Id, plan.Blocks, byId, plan.Progress).Select(i => i.ToString("D")));
            shown.SourceId = Source(outcome.SourceId, plan.Sources);
            shown.Balance = Show(ContributionBalance.Of([.. towards[outcome.Id]]));
            shown.ChosenRole = plan.Roles[outcome.Id].FirstOrDefault() is { } chosen ? Show(chosen) : null;
            shown.Critical = Ranking.IsCritical(newestOrder, outcome);
            response.Outcomes.Add(shown);
        }
        foreach (var step in plan.Steps.OrderBy(s => s.Party).ThenBy(s => s.RecordedAt))
        {
            var shown = Show(step, plan.Hands, work);
            shown.SourceId = Source(
                step.SourceId ?? (step.OutcomeId is { } id ? byId[id].SourceId : null), plan.Sources);
            response.Steps.Add(shown);
        }
        return response;
    }

    private static Wire.ContributionBalance? Show(ContributionBalance? balance) => balance is null ? null : new()
    {
        Person = balance.Person,
        Family = balance.Family,
        Community = balance.Community,
        Others = balance.Others,
        Teams = balance.Teams,
        Counted = ContributionBalance.Counted,
        OnlyServices = balance.OnlyServices,
    };

    private static string Source(Guid? id, HashSet<Guid> visible) =>
        id is { } given && visible.Contains(given) ? given.ToString("D") : "";

    private static List<T> AsTheyWere<T>(List<Then> then, List<T> visibleNow, Func<T, Guid> id)
    {
        var ids = visibleNow.Select(id).ToHashSet();
        return [.. from row in then
                   where row.SnapshotType == typeof(T).Name && ids.Contains(row.ItemId)
                   select JsonSerializer.Deserialize<T>(row.SnapshotJson, Snapshots)!];
    }

    // A step may have been a team's once that this caller is not told of now.
    private static bool MayBeNamed(Step step, HashSet<Guid> unnamed) =>
        step.TakenByTeamId is not { } team || !unnamed.Contains(team);

    private static async Task<HashSet<Guid>> UnnamedAsync(Work work, Guid personId) =>
        [.. await work.ManyAsync<Guid>(SelectUnnamed, new { personId })];

    private static DateTimeOffset? AtTime(string given, DateTimeOffset now)
    {
        if (given.Length == 0)
        {
            return null;
        }
        if (!DateTimeOffset.TryParseExact(given, TimeFormats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at))
        {
            throw Problem.Invalid("at_time", "TIME_MALFORMED", "A time looks like 2026-03-14T15:09:26Z.");
        }
        return at <= now ? at : throw Problem.Invalid("at_time", "TIME_IN_FUTURE", "That time has not come yet.");
    }

    private const string SelectOutcomes = $"""
        SELECT {OutcomeColumns}
        FROM Outcome o
        WHERE o.PersonId = @personId AND /*access:o:outcome*/
        """;

    private const string SelectSteps = $"""
        SELECT {StepColumns}
        FROM Step s
        WHERE s.PersonId = @personId AND /*access:s:step*/ AND /*team:s:TakenByTeamId*/
        """;

    private const string SelectPurposes = $"""
        SELECT {PurposeColumns}
        FROM Purpose p
        WHERE p.PersonId = @personId AND /*access:p:purpose*/
        """;

    private const string SelectProgress = """
        SELECT r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.ReviewId, r.OutcomeId, r.Travel,
          r.HappenedOn, r.NeedsToChange, r.Reason, r.RecordedAt
        FROM Progress r
        WHERE r.PersonId = @personId AND /*access:r:progress*/
        """;

    private const string SelectUnnamed = """
        SELECT DISTINCT g.Grantee FROM AccessGrant g WHERE g.PersonId = @personId AND NOT /*team:g:Grantee*/
        """;

    // The newest state of each thing by that time; which of them may be shown is decided by today's tables. What a team
    // wrote then that is a secret now is not told: for this caller, the state before it is the newest.
    private const string SelectThen = """
        SELECT j.ItemId, j.SnapshotType, j.SnapshotJson
        FROM (
          SELECT r.ItemId, r.SnapshotType, r.SnapshotJson, r.Position
          FROM Journal r WHERE r.Stream = @personId) j
        WHERE j.SnapshotJson IS NOT NULL AND j.Position = (
          SELECT MAX(k.Position)
          FROM (
            SELECT q.Stream AS PersonId, q.ItemId, q.SnapshotType, q.TeamId, q.Position, q.RecordedAt
            FROM Journal q WHERE q.Stream = @personId) k
          WHERE k.ItemId = j.ItemId AND k.SnapshotType = j.SnapshotType AND k.RecordedAt <= @at AND /*team:k:TeamId*/)
        """;

    private sealed record Then
    {
        public Guid ItemId { get; init; }
        public string SnapshotType { get; init; } = "";
        public string SnapshotJson { get; init; } = "";
    }
}
