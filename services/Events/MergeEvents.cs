namespace PersonalOutcomes.Events;

/// <summary>A privacy officer asked whether two records are one person's; told of each of the two.</summary>
/// <param name="MergeId">The joining.</param>
/// <param name="PersonId">One of the two.</param>
public sealed record MergeProposed(Guid MergeId, Guid PersonId);

/// <summary>A second agreed to join two records; told of each of the two.</summary>
/// <param name="MergeId">The joining.</param>
/// <param name="PersonId">One of the two.</param>
public sealed record MergeAgreed(Guid MergeId, Guid PersonId);

/// <summary>Two records are two people's, or the question was taken back; told of each of the two.</summary>
/// <param name="MergeId">The joining.</param>
/// <param name="PersonId">One of the two.</param>
public sealed record MergeRefused(Guid MergeId, Guid PersonId);

/// <summary>
/// This record is also the other person's, because they are one; told of each of the two. What is kept from somebody in
/// one follows for the other as restrictions of its own.
/// </summary>
/// <param name="MergeId">The joining.</param>
/// <param name="PersonId">Whose record.</param>
/// <param name="OtherPersonId">Who is the same.</param>
/// <param name="From">From when, UTC.</param>
public sealed record PersonMerged(Guid MergeId, Guid PersonId, Guid OtherPersonId, DateTimeOffset From);

/// <summary>This record is the other person's no more.</summary>
/// <param name="MergeId">The joining.</param>
/// <param name="PersonId">Whose record.</param>
/// <param name="OtherPersonId">Who is not the same.</param>
/// <param name="Until">Until when, UTC.</param>
public sealed record PersonUnmerged(Guid MergeId, Guid PersonId, Guid OtherPersonId, DateTimeOffset Until);
