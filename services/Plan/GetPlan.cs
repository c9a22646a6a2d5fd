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
        var blocks = await work.ManyAsync<Block>(SelectBlocks, new { personId });
        var progress = showProgress ? await work.ManyAsync<Progress>(SelectProgress, new { personId }) : [];
        var sources = showSources ? await VisibleSourcesAsync(work, personId) : [];
        var hands = await HandsAsync(work, personId, at ?? work.Now);
        var rankings = await RankingsAsync(work, personId, at ?? work.Now);
        var agreed = await AgreedAsync(work, personId, at ?? work.Now);
        if (at is { } moment)
        {
            var then = await work.ManyAsync<Then>(SelectThen, new { personId, at = moment });
            outcomes = AsTheyWere(then, outcomes, o => o.Id);
            steps = AsTheyWere(then, steps, s => s.Id);
            purposes = AsTheyWere(then, purposes, p => p.Id);
            blocks = AsTheyWere(then, blocks, b => b.Id);
            progress = [.. progress.Where(p => p.RecordedAt <= moment)];
        }
        // A step of an outcome that this caller may not see hangs on it, and is not shown either.
        var shown = outcomes.Select(o => o.Id).ToHashSet();
        steps = [.. steps.Where(s => s.OutcomeId is not { } id || shown.Contains(id))];
        work.Showed(personId,
            [.. outcomes.Select(o => o.Id), .. steps.Select(s => s.Id), .. purposes.Select(p => p.Id),
                .. agreed is null ? [] : new[] { Guid.Parse(agreed.PlanAgreementId) }]);
        await work.CommitAsync();

        var shownPlan = Show(outcomes, steps, purposes, blocks, progress, sources, hands, rankings, work);
        shownPlan.Agreed = agreed;
        return shownPlan;
    }

    private static Wire.GetPlanResponse Show(List<Outcome> outcomes, List<Step> steps, List<Purpose> purposes,
        List<Block> blocks, List<Progress> progress, HashSet<Guid> sources, Hands hands, List<Ranking> rankings,
        Work work)
    {
        var byId = outcomes.ToDictionary(o => o.Id);
        var newestOrder = rankings.FirstOrDefault();
        var towards = steps.ToLookup(s => s.OutcomeId);
        var response = new Wire.GetPlanResponse
        {
            Purpose = purposes.OrderBy(p => p.RecordedAt).LastOrDefault() is { } purpose ? Show(purpose) : null,
            Change = progress.Where(p => p is { OutcomeId: null, NeedsToChange: not null })
                .OrderBy(p => p.HappenedOn).ThenBy(p => p.RecordedAt).LastOrDefault() is not { } newest ? null : new()
            {
                ReviewId = newest.ReviewId.ToString("D"),
                ReviewedOn = Show(newest.HappenedOn),
                NeedsToChange = newest.NeedsToChange!.Value,
                Reason = newest.Reason ?? "",
            },
            Ranked = Show(rankings, outcomes),
        };
        foreach (var outcome in Ranking.InOrder(newestOrder, outcomes))
        {
            var shown = Show(outcome, hands.Leads.GetValueOrDefault(outcome.Id), hands, work);
            shown.BlockedBy.AddRange(Block.InTheWayOf(outcome.Id, blocks, byId, progress).Select(i => i.ToString("D")));
            shown.SourceId = Source(outcome.SourceId, sources);
            shown.Balance = Show(ContributionBalance.Of([.. towards[outcome.Id]]));
            shown.Critical = Ranking.IsCritical(newestOrder, outcome);
            response.Outcomes.Add(shown);
        }
        foreach (var step in steps.OrderBy(s => s.Party).ThenBy(s => s.RecordedAt))
        {
            var shown = Show(step, hands, work);
            shown.SourceId = Source(
                step.SourceId ?? (step.OutcomeId is { } id ? byId[id].SourceId : null), sources);
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

    private const string SelectPurposes = """
        SELECT p.Id, p.PersonId, p.TeamId, p.HealthAuthored, p.EnteredInError, p.Words, p.SaidBy, p.SaidByName, p.How,
          p.WrittenBy, p.AgreedBy, p.AskedHow, p.AgreedHow, p.SpokenBy, p.AgreedOn, p.AgreementWrittenBy, p.RecordedAt
        FROM Purpose p
        WHERE p.PersonId = @personId AND /*access:p:purpose*/
        """;

    private const string SelectProgress = """
        SELECT r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.ReviewId, r.OutcomeId, r.Travel,
          r.HappenedOn, r.NeedsToChange, r.Reason, r.RecordedAt
        FROM Progress r
        WHERE r.PersonId = @personId AND /*access:r:progress*/
        """;

    // The newest state of each thing by that time; which of them may be shown is decided by today's tables. What a team
    // wrote then that is a secret now is not told, though somebody else has written it anew since.
    private const string SelectThen = """
        SELECT j.ItemId, j.SnapshotType, j.SnapshotJson
        FROM (
          SELECT r.Stream AS PersonId, r.ItemId, r.SnapshotType, r.SnapshotJson, r.TeamId, r.Position
          FROM Journal r WHERE r.Stream = @personId) j
        WHERE j.SnapshotJson IS NOT NULL AND j.Position = (
          SELECT MAX(k.Position) FROM Journal k
          WHERE k.Stream = @personId AND k.ItemId = j.ItemId AND k.SnapshotType = j.SnapshotType
            AND k.RecordedAt <= @at) AND /*team:j:TeamId*/
        """;

    private sealed record Then
    {
        public Guid ItemId { get; init; }
        public string SnapshotType { get; init; } = "";
        public string SnapshotJson { get; init; } = "";
    }
}
