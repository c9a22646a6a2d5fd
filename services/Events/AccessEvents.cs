namespace PersonalOutcomes.Events;

/// <summary>An entry is withheld from somebody after its birth; recorded in its owner's journal.</summary>
/// <param name="ItemId">The entry.</param>
/// <param name="PersonId">The person.</param>
/// <param name="WithheldFrom">Agencies, teams or representations from whom.</param>
public sealed record ItemWithheld(Guid ItemId, Guid PersonId, Guid[] WithheldFrom);

/// <summary>An entry is withheld from somebody no more.</summary>
/// <param name="ItemId">The entry.</param>
/// <param name="PersonId">The person.</param>
/// <param name="ShownTo">Those from whom nobody withholds it any more.</param>
public sealed record ItemShown(Guid ItemId, Guid PersonId, Guid[] ShownTo);

/// <summary>An entry of a health body is released to adult protection. Why stays with its owner.</summary>
/// <param name="ItemId">The entry.</param>
/// <param name="PersonId">The person.</param>
public sealed record ItemReleased(Guid ItemId, Guid PersonId);

/// <summary>
/// An entry was made in error: whoever keeps a copy shows it no more, and counts it in nothing that is still to be
/// published. Why stays with its owner.
/// </summary>
/// <param name="ItemId">The entry.</param>
/// <param name="PersonId">In whose record it was.</param>
public sealed record EnteredInError(Guid ItemId, Guid PersonId);

/// <summary>Something was said to an entry. The words, and for whom they are, stay with its owner.</summary>
/// <param name="ReplyId">The reply.</param>
/// <param name="PersonId">The person.</param>
/// <param name="ItemId">The entry.</param>
/// <param name="WithheldFrom">Agencies, teams or representations from whom the reply is withheld.</param>
public sealed record EntryRepliedTo(Guid ReplyId, Guid PersonId, Guid ItemId, Guid[] WithheldFrom);

/// <summary>The team that recorded an entry was asked to correct it.</summary>
/// <param name="ReplyId">The correction.</param>
/// <param name="PersonId">The person.</param>
/// <param name="ItemId">The entry.</param>
/// <param name="TeamId">The team that is asked.</param>
public sealed record CorrectionAsked(Guid ReplyId, Guid PersonId, Guid ItemId, Guid TeamId);

/// <summary>The team answered.</summary>
/// <param name="ReplyId">The correction.</param>
/// <param name="PersonId">The person.</param>
/// <param name="ItemId">The entry.</param>
/// <param name="Agreed">True when the entry was wrong.</param>
public sealed record CorrectionAnswered(Guid ReplyId, Guid PersonId, Guid ItemId, bool Agreed);
