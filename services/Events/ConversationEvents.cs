namespace PersonalOutcomes.Events;

/// <summary>A conversation took place, or a brief note was made of one.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="PersonId">Whom it was with.</param>
/// <param name="HappenedOn">The day, Europe/London.</param>
/// <param name="Teams">The teams whose practitioners took part.</param>
/// <param name="Listening">True when listening was the whole of it, and nothing is owed.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record ConversationRecorded(
    Guid ConversationId, Guid PersonId, DateOnly HappenedOn, Guid[] Teams, bool Listening, Guid[] WithheldFrom);

/// <summary>Something had to be done first, and the team that did it owes the person the conversation.</summary>
/// <param name="ConversationId">The crisis, as it was recorded.</param>
/// <param name="PersonId">Whom it was with.</param>
/// <param name="DueOn">The day by which, Europe/London.</param>
public sealed record ConversationOwed(Guid ConversationId, Guid PersonId, DateOnly DueOn);

/// <summary>The conversation after a crisis is owed no more; the reason stays in Conversation.</summary>
/// <param name="ConversationId">The crisis, as it was recorded.</param>
/// <param name="PersonId">Whom it was with.</param>
public sealed record ConversationExcused(Guid ConversationId, Guid PersonId);

/// <summary>Somebody's view of what matters, or a concern, was recorded, attributed to them.</summary>
/// <param name="ViewId">The view.</param>
/// <param name="ConversationId">The conversation in which it came up; null when none was named.</param>
/// <param name="PersonId">Whom it is about.</param>
/// <param name="Holder">Whose view: person, family, practitioner, representative or other.</param>
/// <param name="Channels">The channels through which it came, from vocabulary/channels.tsv.</param>
/// <param name="IsPersonsVoice">True when it is the person's own, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
/// <param name="Kind">what_matters or concern.</param>
/// <param name="Topic">A code of vocabulary/topics.tsv; null when nobody gave one.</param>
/// <param name="FirstAt">When it was recorded in the wrong record, if it was moved from one; otherwise null.</param>
public sealed record ViewRecorded(Guid ViewId, Guid? ConversationId, Guid PersonId, string Holder, string[] Channels,
    bool IsPersonsVoice, Guid[] WithheldFrom, string Kind, string? Topic, DateTimeOffset? FirstAt = null);

/// <summary>A view was said anew by whoever holds it; the earlier statement stays.</summary>
/// <param name="ViewId">The new statement.</param>
/// <param name="EarlierId">The statement that it says anew.</param>
/// <param name="PersonId">Whom it is about.</param>
/// <param name="Holder">Whose view: person, family, practitioner, representative or other.</param>
/// <param name="Channels">The channels through which it came, from vocabulary/channels.tsv.</param>
/// <param name="IsPersonsVoice">True when it is the person's own, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld, the earlier statement's included.</param>
/// <param name="Kind">what_matters or concern.</param>
/// <param name="Topic">A code of vocabulary/topics.tsv; null when nobody gave one.</param>
public sealed record ViewSaidAnew(Guid ViewId, Guid EarlierId, Guid PersonId, string Holder, string[] Channels,
    bool IsPersonsVoice, Guid[] WithheldFrom, string Kind, string? Topic);

/// <summary>Somebody said whether the views on a topic agree; what was said before stays.</summary>
/// <param name="SaidAgreementId">What was said.</param>
/// <param name="PersonId">About whose record.</param>
/// <param name="Topic">A code of vocabulary/topics.tsv.</param>
/// <param name="Answer">agreed or different.</param>
/// <param name="SaidBy">Who said it: person, family, practitioner, representative or other.</param>
/// <param name="Channels">The channels through which it came, from vocabulary/channels.tsv.</param>
/// <param name="IsPersonsVoice">True when it is the person's own, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record AgreementSaid(Guid SaidAgreementId, Guid PersonId, string Topic, string Answer, string SaidBy,
    string[] Channels, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>Somebody said how two statements of one topic stand to each other; both stay.</summary>
/// <param name="SaidPairId">What was said.</param>
/// <param name="PersonId">About whose record.</param>
/// <param name="FirstId">The view that was recorded first.</param>
/// <param name="SecondId">The other.</param>
/// <param name="Answer">same, different or outdated.</param>
/// <param name="OutdatedId">Which of the two holds no more; null unless one is said not to.</param>
/// <param name="SaidBy">Who said it: person, family, representative or other.</param>
/// <param name="Channels">The channels through which it came, from vocabulary/channels.tsv.</param>
/// <param name="IsPersonsVoice">True when it is the person's own, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record PairSaid(Guid SaidPairId, Guid PersonId, Guid FirstId, Guid SecondId, string Answer,
    Guid? OutdatedId, string SaidBy, string[] Channels, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>A strength of the person was recorded.</summary>
/// <param name="StrengthId">The strength.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
/// <param name="HealthAuthored">True when a health body recorded it.</param>
public sealed record StrengthRecorded(
    Guid StrengthId, Guid PersonId, Guid[] WithheldFrom, bool HealthAuthored = false);

/// <summary>What was heard was played back to the person.</summary>
/// <param name="ReflectionId">The reflecting back.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Answer">agreed, changed or not_asked.</param>
/// <param name="FirstAt">When it was recorded in the wrong record, if it was moved from one; otherwise null.</param>
public sealed record ReflectedBack(
    Guid ReflectionId, Guid ConversationId, Guid PersonId, string Answer, DateTimeOffset? FirstAt = null);
