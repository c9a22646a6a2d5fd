using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

/// <summary>
/// Risk decisions, one operation a file; this file holds how one is read from a request, found, and shown.
/// </summary>
public sealed partial class RiskService(IDatabase database) : Wire.RiskService.RiskServiceBase
{
    private const int MostInAList = 20;

    // What is decided, but for whose words it is and who agreed.
    private static RiskDecision Read(Wire.NewRiskDecision? decision, Call call)
    {
        var given = decision ?? new();
        return new RiskDecision
        {
            Wants = Check.Words(given.Wants, field: "request.decision.wants"),
            OutcomeId = Check.OptionalId(given.OutcomeId, "request.decision.outcome_id"),
            CouldGoWrong = Read(given.CouldGoWrong, "could_go_wrong"),
            LostByStopping = Read(given.LostByStopping, "lost_by_stopping"),
            Judgement = (Judgement)(int)Check.Code(given.Judgement, "request.decision.judgement"),
            Reasons = Check.Words(given.Reasons, field: "request.decision.reasons"),
            SaferBy = Read(given.SaferBy, "safer_by"),
            SupportedByRole = Check.OptionalWords(given.SupportedByRole, 200, "request.decision.supported_by_role")
                // What the person decides by their own sign-in needs nobody's permission.
                ?? (call.Role == Role.Person ? null : throw Problem.Invalid("decision.supported_by_role",
                    "ROLE_MISSING", "Name the role in your organisation that stands behind you.")),
            ReviewOn = Check.Day(given.ReviewOn, "request.decision.review_on") is var day
                && day >= London.Today(call.Now)
                ? day
                : throw Problem.Invalid("decision.review_on", "DAY_IN_PAST", "It can be today or later."),
        }.WithOthers([.. Few(given.Others, "others").Select((o, i) => Read(o, $"request.decision.others[{i}]"))])
            .WithBothColumns();
    }

    private static OtherSay Read(Wire.OtherSay other, string path)
    {
        var agrees = Check.Code(other.Assent, $"{path}.assent") == Wire.Assent.Yes;
        // Who does not agree is heard in their own words.
        return new OtherSay(Check.Words(other.Who, 200, $"{path}.who"), agrees, agrees
            ? Check.OptionalWords(other.Words, 1000, $"{path}.words")
            : Check.Words(other.Words, 1000, $"{path}.words"));
    }

    private static string[] Read(IReadOnlyCollection<string> words, string field) =>
        [.. Few(words, field).Select((w, i) => Check.Words(w, 1000, $"request.decision.{field}[{i}]"))];

    private static IReadOnlyCollection<T> Few<T>(IReadOnlyCollection<T> given, string field) =>
        given.Count <= MostInAList ? given
            : throw Problem.Invalid($"decision.{field}", "TOO_MANY", $"At most {MostInAList}.");

    private static Task<List<RiskDecision>> SeenAsync(Work work, Guid personId) =>
        work.ManyAsync<RiskDecision>(SelectRiskDecisions, new { personId });

    private static async Task RequireOutcomeAsync(Work work, Guid personId, Guid? outcomeId)
    {
        if (outcomeId is not null
            && await work.OneAsync<Outcome>(PlanService.SelectOutcome, new { personId, outcomeId }) is null)
        {
            throw Problem.Refused(
                "OUTCOME_NOT_THEIRS", "It is not one of this person's outcomes.", "decision.outcome_id");
        }
    }

    // What hangs on an outcome is shown to whoever may see the outcome.
    internal const string SelectRiskDecisions = """
        SELECT r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.Version, r.FirstId, r.Number, r.Wants,
          r.OutcomeId, r.CouldGoWrong, r.LostByStopping, r.Judgement, r.Reasons, r.SaferBy, r.OthersJson,
          r.SupportedByRole, r.ReviewOn, r.SaidBy, r.SaidByName, r.How, r.WrittenBy, r.AgreedBy, r.AskedHow,
          r.AgreedHow, r.SpokenBy, r.AgreedOn, r.AgreementWrittenBy, r.EndedReason, r.Learnt, r.EndedAt, r.RecordedAt
        FROM RiskDecision r
        WHERE r.PersonId = @personId AND /*access:r:risk_decision*/
          AND (r.OutcomeId IS NULL
            OR EXISTS (SELECT 1 FROM Outcome o WHERE o.Id = r.OutcomeId AND /*access:o:outcome*/))
        """;

    private static Wire.RiskDecision Show(
        RiskDecision decision, IReadOnlyCollection<RiskDecision> seen, Death? death, Work work)
    {
        var shown = Show(decision, seen);
        shown.Etag = work.Etag(shown);
        if (shown.State == Wire.RiskState.InForce)
        {
            // Neither the death nor the day changes the decision: its etag stays as it is.
            shown.State = death is null ? Wire.RiskState.InForce : Wire.RiskState.Ended;
            shown.ReviewOverdue = death is null && London.Today(work.Now) > decision.ReviewOn;
        }
        return shown;
    }

    // Without its etag: what the etag is made of.
    private static Wire.RiskDecision Show(RiskDecision decision, IReadOnlyCollection<RiskDecision> seen) => new()
    {
        RiskDecisionId = decision.Id.ToString("D"),
        PersonId = decision.PersonId.ToString("D"),
        Wants = decision.Wants,
        Voice = PlanService.Show(decision.Voice),
        OutcomeId = decision.OutcomeId?.ToString("D") ?? "",
        CouldGoWrong = { decision.CouldGoWrong },
        LostByStopping = { decision.LostByStopping },
        Judgement = (Wire.Judgement)(int)decision.Judgement,
        Reasons = decision.Reasons,
        SaferBy = { decision.SaferBy },
        Agreement = PlanService.Show(decision.Agreement),
        Others =
        {
            decision.Others.Select(o => new Wire.OtherSay
            {
                Who = o.Who,
                Assent = o.Agrees ? Wire.Assent.Yes : Wire.Assent.No,
                Words = o.Words ?? "",
            }),
        },
        SupportedByRole = decision.SupportedByRole ?? "",
        ReviewOn = PlanService.Show(decision.ReviewOn),
        State = decision.EndedAt is not null ? Wire.RiskState.Ended
            : decision.IsReplacedAmong(seen) ? Wire.RiskState.Replaced : Wire.RiskState.InForce,
        EndedReason = decision.EndedReason ?? "",
        Learnt = decision.Learnt ?? "",
        EndTime = decision.EndedAt is { } ended ? PlanService.Show(ended) : "",
        RecordTime = PlanService.Show(decision.RecordedAt),
    };
}
