using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>Risk decisions that are accepted as they stand; a test changes what it is about.</summary>
internal static class Weighed
{
    public static NewRiskDecision Walk(string outcomeId = "") => new()
    {
        Wants = "To walk down to the harbour by myself, in the dark too.",
        OutcomeId = outcomeId,
        CouldGoWrong = { "He falls on the wet steps.", "He loses his way home." },
        LostByStopping = { "The one hour that is his own.", "The men at the boats." },
        Judgement = V1.Judgement.ReasonableAndModerate,
        Reasons = "He knows each step, and has turned back when it was icy.",
        SaferBy = { "He takes the telephone with him." },
        Others =
        {
            new V1.OtherSay { Who = "his wife Ann", Assent = Assent.No, Words = "I lie awake till he is in." },
            new V1.OtherSay { Who = "the district nurse", Assent = Assent.Yes },
        },
        SupportedByRole = "team manager, Maryhill housing",
        ReviewOn = "2035-06-01",
    };

    public static RecordRiskDecisionRequest Record(string personId, params string[] withheldFrom) => new()
    {
        PersonId = personId,
        Decision = Walk(),
        Voice = Valid.Spoken(),
        Agreement = Valid.Asked,
        WithheldFrom = { withheldFrom },
    };

    public static ReviseRiskDecisionRequest Revise(V1.RiskDecision decision) => new()
    {
        PersonId = decision.PersonId,
        RiskDecisionId = decision.RiskDecisionId,
        Decision = new(Walk()) { Wants = "To walk down to the harbour with the dog.", ReviewOn = "2036-06-01" },
        Voice = Valid.Spoken(),
        Agreement = Valid.Asked,
        Etag = decision.Etag,
    };

    public static EndRiskDecisionRequest End(V1.RiskDecision decision) => new()
    {
        PersonId = decision.PersonId,
        RiskDecisionId = decision.RiskDecisionId,
        Reason = "He moves to his sister's.",
        Learnt = "He was never once late.",
        Etag = decision.Etag,
    };

    public static async Task<V1.RiskDecision> WeighAsync(
        this Neighbours neighbours, Caller by, string personId, params string[] withheldFrom)
    {
        var recorded = await by.Risks.RecordRiskDecisionAsync(Record(personId, withheldFrom));
        neighbours.Later();
        return recorded.RiskDecision;
    }

    public static async Task<V1.RiskDecision> ReplaceAsync(
        this Neighbours neighbours, Caller by, V1.RiskDecision decision, params string[] withheldFrom)
    {
        var request = Revise(decision);
        request.WithheldFrom.Add(withheldFrom);
        var revised = await by.Risks.ReviseRiskDecisionAsync(request);
        neighbours.Later();
        return revised.RiskDecision;
    }

    public static async Task<List<V1.RiskDecision>> RisksAsync(
        this Caller caller, string personId, bool inForceOnly = false) =>
        [.. (await caller.Risks.ListRiskDecisionsAsync(
            new() { PersonId = personId, InForceOnly = inForceOnly })).RiskDecisions];

    public static async Task<GetRiskDecisionResponse> ReadAsync(this Caller caller, V1.RiskDecision decision) =>
        await caller.Risks.GetRiskDecisionAsync(
            new() { PersonId = decision.PersonId, RiskDecisionId = decision.RiskDecisionId });
}
