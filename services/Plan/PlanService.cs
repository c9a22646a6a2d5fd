using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

/// <summary>The plan, one operation a file; this file holds what an outcome looks like from outside.</summary>
public sealed partial class PlanService(IDatabase database, Copies copies) : Wire.PlanService.PlanServiceBase
{
    internal const string OutcomeColumns = """
        o.Id, o.PersonId, o.TeamId, o.HealthAuthored, o.EnteredInError, o.Version, o.State, o.Statement, o.Why,
          o.Direction, o.SaidBy, o.SaidByName, o.How, o.WrittenBy, o.SourceId, o.AgreedBy, o.AskedHow, o.AgreedHow,
          o.SpokenBy, o.AgreedOn, o.AgreementWrittenBy, o.SetAsideReason, o.CannotReason, o.ToldBy, o.ToldHow,
          o.ToldOn, o.ToldSaid, o.ToldSaidBy, o.ToldSaidByName, o.ToldSaidHow, o.ToldWrittenBy, o.WhyNoWords,
          o.CannotRecordedAt, o.Topic, o.Whose, o.CarerName, o.RecordedAt
        """;

    internal const string SelectOutcome = $"""
        SELECT {OutcomeColumns}
        FROM Outcome o
        WHERE o.Id = @outcomeId AND o.PersonId = @personId AND /*access:o:outcome*/
        """;

    private static Wire.Outcome Show(Outcome outcome, Work work)
    {
        var shown = Show(outcome);
        shown.Etag = work.Etag(shown);
        return shown;
    }

    // Without its etag: what the etag is made of.
    private static Wire.Outcome Show(Outcome outcome) => new()
    {
        OutcomeId = outcome.Id.ToString("D"),
        PersonId = outcome.PersonId.ToString("D"),
        Statement = outcome.Statement,
        Why = outcome.Why ?? "",
        Direction = (Wire.Direction)(int)outcome.Direction,
        Voice = Show(outcome.Voice),
        State = (Wire.OutcomeState)(int)outcome.State,
        Agreement = Show(outcome.Agreement),
        RecordTime = Show(outcome.RecordedAt),
        SetAsideReason = outcome.SetAsideReason ?? "",
        Topic = outcome.Topic ?? "",
        Whose = (Wire.Whose)(int)outcome.Whose,
        CarerName = outcome.CarerName ?? "",
        CannotBeAchieved = outcome.CannotBeAchieved is not { } said ? null : new()
        {
            Reason = said.Reason,
            ToldBy = said.ToldBy,
            ToldHow = said.ToldHow,
            ToldOn = Show(said.ToldOn),
            Said = said.Said ?? "",
            Voice = said.Voice is { } voice ? Show(voice) : null,
            WhyNoWords = (Wire.WhyNoWords)(int)said.WhyNoWords,
            RecordTime = Show(said.RecordedAt),
        },
    };

    internal static string Show(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    internal static Wire.Agreement? Show(Agreement? agreement) => agreement is null ? null : new()
    {
        AgreedBy = (Wire.AgreedBy)(int)agreement.By,
        AskedHow = agreement.AskedHow ?? "",
        How = { agreement.How },
        SpokenBy = agreement.SpokenBy ?? "",
        AgreedOn = Show(agreement.On),
        WrittenBy = (Wire.Writer)(int)agreement.WrittenBy,
    };

    internal static string Show(DateOnly? day) => day?.ToString("yyyy-MM-dd") ?? "";

    internal static Wire.Voice Show(Voice voice) => new()
    {
        SaidBy = (Wire.Speaker)(int)voice.SaidBy,
        SaidByName = voice.SaidByName ?? "",
        How = { voice.How },
        WrittenBy = (Wire.Writer)(int)voice.WrittenBy,
        IsPersonsVoice = voice.IsPersons,
    };
}
