namespace PersonalOutcomes.Events;

/// <summary>A person's record was made. Sharing opens the involvement of the team that made it, no other.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team that registered them.</param>
/// <param name="AgencyId">The team's agency.</param>
/// <param name="Issuer">The issuer of the registering practitioner's sign-in.</param>
/// <param name="Subject">Who the practitioner is to that issuer.</param>
public sealed record PersonRegistered(Guid PersonId, Guid TeamId, Guid AgencyId, string Issuer, string Subject);

/// <summary>A person is called something else.</summary>
/// <param name="PersonId">The person.</param>
public sealed record NamesChanged(Guid PersonId);

/// <summary>How a person best understands and is understood was recorded or revised.</summary>
/// <param name="CommunicationNeedsId">The needs.</param>
/// <param name="PersonId">Whose they are.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld as well from now.</param>
public sealed record CommunicationNeedsSet(Guid CommunicationNeedsId, Guid PersonId, Guid[] WithheldFrom);

/// <summary>How a person can safely be contacted was recorded or revised.</summary>
/// <param name="SafeContactId">The safe contact.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld as well from now.</param>
public sealed record SafeContactSet(Guid SafeContactId, Guid PersonId, Guid[] WithheldFrom);

/// <summary>Somebody was added to the people around a person.</summary>
/// <param name="CircleMemberId">The entry.</param>
/// <param name="PersonId">Whose circle it is.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record CircleMemberAdded(Guid CircleMemberId, Guid PersonId, Guid[] WithheldFrom);

/// <summary>Somebody was taken out of the people around a person.</summary>
/// <param name="CircleMemberId">The entry.</param>
/// <param name="PersonId">Whose circle it was.</param>
public sealed record CircleMemberRemoved(Guid CircleMemberId, Guid PersonId);

/// <summary>A section of what a person says of themselves was written, or said anew.</summary>
/// <param name="OwnWordsId">The new wording.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="Section">A code of vocabulary/about_me.tsv; null for a section of the person's own making.</param>
/// <param name="EarlierId">The wording that it says anew; null for a new section.</param>
/// <param name="IsPersonsVoice">True when the words came from the person, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record AboutMeWritten(
    Guid OwnWordsId, Guid PersonId, string? Section, Guid? EarlierId, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>A person took off a section of what they say of themselves.</summary>
/// <param name="OwnWordsId">The wording by which it was named.</param>
/// <param name="PersonId">Whose it was.</param>
public sealed record AboutMeTakenOff(Guid OwnWordsId, Guid PersonId);

/// <summary>
/// That somebody is a carer or cared for, on the record of one of the two; of the other one it says nothing.
/// </summary>
/// <param name="CarerLinkId">The entry.</param>
/// <param name="PersonId">On whose record it is.</param>
/// <param name="Cares">True for the carer.</param>
public sealed record CarerLinked(Guid CarerLinkId, Guid PersonId, bool Cares);

/// <summary>One of the two no longer wants to be linked.</summary>
/// <param name="CarerLinkId">The entry.</param>
/// <param name="PersonId">On whose record it is.</param>
public sealed record CarerLinkEnded(Guid CarerLinkId, Guid PersonId);

/// <summary>A part of a carer's own plan was written, or said anew.</summary>
/// <param name="OwnWordsId">The new wording.</param>
/// <param name="PersonId">The carer.</param>
/// <param name="Section">A code of vocabulary/carer_plan.tsv.</param>
/// <param name="EarlierId">The wording that it says anew; null for new words.</param>
/// <param name="IsPersonsVoice">True when the words came from the carer, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record CarerPlanWritten(
    Guid OwnWordsId, Guid PersonId, string Section, Guid? EarlierId, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>A number by which an agency knows a person was added.</summary>
/// <param name="IdentifierId">The entry; the number itself never travels.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record IdentifierAdded(Guid IdentifierId, Guid PersonId, Guid[] WithheldFrom);

/// <summary>
/// Somebody looked whether a person is known before registering them. It says nothing of whom they looked for or what
/// they were told: the agency's stream holds it, not the person's.
/// </summary>
/// <param name="CheckId">The check.</param>
/// <param name="AgencyId">The agency that asked.</param>
/// <param name="TeamId">Its team.</param>
public sealed record RegisterChecked(Guid CheckId, Guid AgencyId, Guid TeamId);

/// <summary>
/// A person died, or so it is recorded. Nothing new is planned for them, and nobody acts for them any more.
/// </summary>
/// <param name="DeathId">The entry.</param>
/// <param name="PersonId">The person.</param>
/// <param name="DiedOn">The day they died.</param>
public sealed record PersonDied(Guid DeathId, Guid PersonId, DateOnly DiedOn);

/// <summary>That a person died was a mistake in the record: everything is as before.</summary>
/// <param name="DeathId">The entry that was taken back.</param>
/// <param name="PersonId">The person.</param>
public sealed record DeathReversed(Guid DeathId, Guid PersonId);

/// <summary>A person moves away: their involvements end when that day is over, and the record is kept.</summary>
/// <param name="MoveId">The entry.</param>
/// <param name="PersonId">The person.</param>
/// <param name="LastOn">The last day on which they are supported here, a day in Scotland.</param>
public sealed record PersonMovedAway(Guid MoveId, Guid PersonId, DateOnly LastOn);

/// <summary>A person does not move away: what ended by it, and only that, lasts as before.</summary>
/// <param name="MoveId">The entry that was taken back.</param>
/// <param name="PersonId">The person.</param>
public sealed record MoveTakenBack(Guid MoveId, Guid PersonId);
