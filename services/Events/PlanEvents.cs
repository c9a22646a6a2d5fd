namespace PersonalOutcomes.Events;

/// <summary>Something that matters was proposed as an outcome.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="Direction">keep, get_back, change, or null when nobody has said.</param>
/// <param name="IsPersonsVoice">True when the statement came from the person, through direct channels.</param>
/// <param name="SourceId">The view or conversation from which it came; null when none was named.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
/// <param name="FirstAt">When it was recorded in the wrong record, if it was moved from one; otherwise null.</param>
public sealed record OutcomeProposed(
    Guid OutcomeId, Guid PersonId, string? Direction, bool IsPersonsVoice, Guid? SourceId, Guid[] WithheldFrom,
    DateTimeOffset? FirstAt = null);

/// <summary>The person, or whoever may speak for them, agreed an outcome.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="AgreedBy">person, representative or could_not_say.</param>
/// <param name="AgreedOn">The day on which it was agreed, Europe/London.</param>
public sealed record OutcomeAgreed(Guid OutcomeId, Guid PersonId, string AgreedBy, DateOnly AgreedOn);

/// <summary>
/// An outcome got a new statement; the earlier one stays readable, and the new one waits for agreement.
/// </summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="IsPersonsVoice">True when the new statement came from the person, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld as well from now.</param>
public sealed record OutcomeRevised(Guid OutcomeId, Guid PersonId, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>An outcome was set aside.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
public sealed record OutcomeSetAside(Guid OutcomeId, Guid PersonId);

/// <summary>An outcome cannot be achieved, and the person was told. What was said stays in Plan.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
public sealed record OutcomeSaidUnachievable(Guid OutcomeId, Guid PersonId);

/// <summary>That an outcome cannot be achieved was taken back; it is proposed or agreed again, as it was.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
public sealed record OutcomeUnachievableTakenBack(Guid OutcomeId, Guid PersonId);

/// <summary>An outcome was given its topic, or it was taken off. Agreement stays as it is.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="Topic">A code of vocabulary/topics.tsv; null when it was taken off.</param>
public sealed record OutcomeTopicGiven(Guid OutcomeId, Guid PersonId, string? Topic);

/// <summary>One outcome was found to stand in another's way.</summary>
/// <param name="OutcomeId">The outcome that blocks.</param>
/// <param name="PersonId">Whose both are.</param>
/// <param name="BlockedId">The outcome that is blocked.</param>
public sealed record OutcomeBlocks(Guid OutcomeId, Guid PersonId, Guid BlockedId);

/// <summary>A step was added: what somebody will do, or has done already.</summary>
/// <param name="StepId">The step.</param>
/// <param name="PersonId">Whose plan it is.</param>
/// <param name="OutcomeId">The outcome it works towards; null when it says why it serves none.</param>
/// <param name="Party">Who takes it: person, family, community, team or other.</param>
/// <param name="TakenBy">The team, when a team takes it; null otherwise.</param>
/// <param name="Done">True when it was done before it was recorded.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
/// <param name="FirstAt">When it was recorded in the wrong record, if it was moved from one; otherwise null.</param>
public sealed record StepAdded(
    Guid StepId, Guid PersonId, Guid? OutcomeId, string Party, Guid? TakenBy, bool Done, Guid[] WithheldFrom,
    DateTimeOffset? FirstAt = null);

/// <summary>A step was finished. Nobody follows this yet: figures count steps when they are added.</summary>
/// <param name="StepId">The step.</param>
/// <param name="PersonId">Whose plan it is.</param>
public sealed record StepFinished(Guid StepId, Guid PersonId);

/// <summary>A team's step was taken over: by another team, by somebody else of its own, or by the person.</summary>
/// <param name="StepId">The step.</param>
/// <param name="PersonId">Whose plan it is.</param>
/// <param name="Party">Who takes it now: person or team.</param>
/// <param name="TakenBy">The team, when a team takes it; null otherwise.</param>
public sealed record StepTakenOver(Guid StepId, Guid PersonId, string Party, Guid? TakenBy);

/// <summary>The person put their own part in an outcome into words. What they said stays in Plan.</summary>
/// <param name="RoleId">This choice.</param>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="Role">A code of vocabulary/roles.tsv; null when none was given.</param>
/// <param name="IsPersonsVoice">True when it came from the person, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record RoleChosen(
    Guid RoleId, Guid OutcomeId, Guid PersonId, string? Role, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>An outcome draws on a strength of the person.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose both are.</param>
/// <param name="StrengthId">The strength.</param>
public sealed record StrengthDrawnOn(Guid OutcomeId, Guid PersonId, Guid StrengthId);

/// <summary>An outcome no longer draws on a strength.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose both are.</param>
/// <param name="StrengthId">The strength.</param>
public sealed record StrengthTakenBack(Guid OutcomeId, Guid PersonId, Guid StrengthId);

/// <summary>Somebody of a team was named to lead the work on an outcome. Who it is stays in Plan.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="TeamId">The team.</param>
/// <param name="IsPersonsVoice">True when it is the person's choice.</param>
public sealed record OutcomeLeadNamed(Guid OutcomeId, Guid PersonId, Guid TeamId, bool IsPersonsVoice);

/// <summary>The person put their outcomes in order, the one that matters most first.</summary>
/// <param name="RankingId">This order.</param>
/// <param name="PersonId">Whose they are.</param>
/// <param name="OutcomeIds">The outcomes that were named, in their order.</param>
/// <param name="CriticalIds">Those of them that were said to be critical.</param>
/// <param name="IsPersonsVoice">True when it came from the person, through direct channels.</param>
public sealed record OutcomesRanked(
    Guid RankingId, Guid PersonId, Guid[] OutcomeIds, Guid[] CriticalIds, bool IsPersonsVoice);

/// <summary>The shared purpose was put into words, or put anew.</summary>
/// <param name="PurposeId">This wording.</param>
/// <param name="PersonId">Whose plan it is.</param>
/// <param name="Agreed">True when the person agreed it.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record PurposeSaid(Guid PurposeId, Guid PersonId, bool Agreed, Guid[] WithheldFrom);

/// <summary>The person, or whoever may speak for them, agreed the shared purpose in one wording.</summary>
/// <param name="PurposeId">This wording.</param>
/// <param name="PersonId">Whose plan it is.</param>
/// <param name="AgreedBy">person, representative or could_not_say.</param>
/// <param name="AgreedOn">The day on which it was agreed, Europe/London.</param>
/// <param name="WithoutView">True when no view in the person's own voice was in, and it was said why.</param>
public sealed record PurposeAgreed(
    Guid PurposeId, Guid PersonId, string AgreedBy, DateOnly AgreedOn, bool WithoutView);

/// <summary>Somebody said that they see the shared purpose differently.</summary>
/// <param name="DissentId">What was said.</param>
/// <param name="PersonId">Whose plan it is.</param>
/// <param name="PurposeId">The wording that was meant.</param>
/// <param name="IsPersonsVoice">True when it came from the person, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record PurposeDissented(
    Guid DissentId, Guid PersonId, Guid PurposeId, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>A risk decision was recorded, by itself or in the place of another. What it says stays in Plan.</summary>
/// <param name="RiskDecisionId">The decision.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="OutcomeId">The outcome that it serves; null when none was named.</param>
/// <param name="FirstId">The first of those that replaced one another; null when it replaces none.</param>
/// <param name="Reasonable">True when the risk is judged to be reasonable and moderate.</param>
/// <param name="ReviewOn">The day by which it is to be looked at again.</param>
/// <param name="IsPersonsVoice">True when what is wanted came from the person, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record RiskDecided(
    Guid RiskDecisionId, Guid PersonId, Guid? OutcomeId, Guid? FirstId, bool Reasonable, DateOnly ReviewOn,
    bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>A risk decision is no longer in force.</summary>
/// <param name="RiskDecisionId">The decision.</param>
/// <param name="PersonId">Whose it is.</param>
public sealed record RiskDecisionEnded(Guid RiskDecisionId, Guid PersonId);

/// <summary>The person agreed to the plan as they were shown it.</summary>
/// <param name="PlanAgreementId">This agreement.</param>
/// <param name="PersonId">Whose plan it is.</param>
/// <param name="AgreedBy">person, representative or could_not_say.</param>
/// <param name="AgreedOn">The day on which it was agreed, Europe/London.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record PlanAgreed(
    Guid PlanAgreementId, Guid PersonId, string AgreedBy, DateOnly AgreedOn, Guid[] WithheldFrom);
