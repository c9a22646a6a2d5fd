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
    string? PlanChangeReason, Guid[] WithheldFrom)
{
    /// <summary>Whether it was asked what unintended good came of it: nothing, told or not_asked.</summary>
    public string AskedGood { get; init; } = "not_asked";

    /// <summary>Whether it was asked what unintended bad came of it: nothing, told or not_asked.</summary>
    public string AskedBad { get; init; } = "not_asked";
}

/// <summary>One outcome within a review. The story itself never travels.</summary>
/// <param name="OutcomeId">The outcome.</param>
/// <param name="Travel">better, same, worse or not_said.</param>
/// <param name="Rating">
/// not_yet, a_little, partly, mostly, as_i_want_it, not_asked, no_longer_matters; own_scale for a point of a scale of
/// the record's own, which can be held against no other; null for none.
/// </param>
/// <param name="Rater">Who rated: person, family, practitioner, representative or other; null without a rating.</param>
/// <param name="Helped">How many things were named that helped.</param>
/// <param name="Hindered">How many things were named that hindered.</param>
public sealed record OutcomeReviewed(
    Guid OutcomeId, string Travel, string? Rating, string? Rater, int Helped, int Hindered);

/// <summary>A scale with worded points is there to rate on. Its words never travel.</summary>
/// <param name="ScaleId">The scale.</param>
/// <param name="PersonId">The person.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record ScaleAdded(Guid ScaleId, Guid PersonId, Guid[] WithheldFrom);

/// <summary>A scale was said anew; what was rated before is read in the earlier words.</summary>
/// <param name="VersionId">The new version.</param>
/// <param name="ScaleId">The scale.</param>
/// <param name="PersonId">The person.</param>
/// <param name="WithheldFrom">Agencies or teams from whom the new version is withheld.</param>
public sealed record ScaleRevised(Guid VersionId, Guid ScaleId, Guid PersonId, Guid[] WithheldFrom);

/// <summary>Themes were given to words of a review, in place of those before. The words never travel.</summary>
/// <param name="ThemesId">That they were given.</param>
/// <param name="ReviewId">The review; it is withheld from whom the review is withheld.</param>
/// <param name="PersonId">The person.</param>
/// <param name="OutcomeId">The outcome; null for what nobody intended.</param>
/// <param name="About">helped, hindered, unintended_good or unintended_bad.</param>
/// <param name="Place">Which of the words, counted from 1.</param>
/// <param name="Codes">Codes of the list of themes; none when they were taken away.</param>
public sealed record ThemesGiven(
    Guid ThemesId, Guid ReviewId, Guid PersonId, Guid? OutcomeId, string About, int Place, string[] Codes);

/// <summary>Somebody asked how things are, between two reviews.</summary>
/// <param name="CheckInId">The check-in.</param>
/// <param name="PersonId">The person.</param>
/// <param name="OutcomeId">The outcome that it was about; null for none in particular.</param>
/// <param name="HappenedOn">The day, Europe/London.</param>
/// <param name="Travel">better, same, worse or not_said.</param>
/// <param name="SaidBy">Who said it: person, family, practitioner, representative or other.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record CheckInRecorded(Guid CheckInId, Guid PersonId, Guid? OutcomeId, DateOnly HappenedOn,
    string Travel, string SaidBy, Guid[] WithheldFrom);

/// <summary>A team says that it owns the personal plan. When it is due is told to that team alone.</summary>
/// <param name="OwnedPlanId">That it was said.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Rule">A code of the list of rules.</param>
public sealed record PlanOwned(Guid OwnedPlanId, Guid PersonId, string Rule);

/// <summary>A team owns the personal plan no more.</summary>
/// <param name="OwnedPlanId">That it was said.</param>
/// <param name="PersonId">The person.</param>
public sealed record PlanGivenUp(Guid OwnedPlanId, Guid PersonId);
