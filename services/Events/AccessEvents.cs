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
