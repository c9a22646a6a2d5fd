namespace PersonalOutcomes.Events;

/// <summary>How it went was talked over: a story for each outcome, a number only where somebody wanted one.</summary>
/// <param name="ReviewId">The review.</param>
/// <param name="PersonId">The person.</param>
/// <param name="HappenedOn">The day, Europe/London.</param>
/// <param name="Teams">The teams whose practitioners took part.</param>
/// <param name="Outcomes">The outcomes that were looked at.</param>
/// <param name="UnintendedGood">How many unintended good things were named.</param>
/// <param name="UnintendedBad">How many unintended bad things were named.</param>
/// <param name="PlanNeedsToChange">True, false, or null when it was not asked.</param>
/// <param name="PlanChangeReason">A code saying why the plan needs to change; null when none was given.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record ReviewRecorded(Guid ReviewId, Guid PersonId, DateOnly HappenedOn, Guid[] Teams,
    OutcomeReviewed[] Outcomes, int UnintendedGood, int UnintendedBad, bool? PlanNeedsToChange,
    string? PlanChangeReason, Guid[] WithheldFrom);

/// <summary>One outcome within a review. The story itself never travels.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="Travel">better, same, worse or not_said.</param>
/// <param name="Rating">
/// not_yet, a_little, partly, mostly, as_i_want_it, not_asked, no_longer_matters; null for none.
/// </param>
/// <param name="Rater">Who rated: person, family, practitioner, representative or other; null without a rating.</param>
/// <param name="Helped">How many things were named that helped.</param>
/// <param name="Hindered">How many things were named that hindered.</param>
public sealed record OutcomeReviewed(
    Guid OutcomeId, string Travel, string? Rating, string? Rater, int Helped, int Hindered);
