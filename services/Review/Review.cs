using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Reviews;

/// <summary>Why a plan needs to change; the numbers are those of the proto and of the table.</summary>
public enum PlanChangeReason
{
    /// <summary>What matters has changed.</summary>
    OutcomeChanged = 1,
    /// <summary>A step does not work.</summary>
    StepNotWorking = 2,
    /// <summary>Something in the person's life has changed.</summary>
    Circumstances = 3,
    /// <summary>It is achieved.</summary>
    Achieved = 4,
    /// <summary>Something else, said in words.</summary>
    Other = 5,
}

/// <summary>Whether something was asked; the numbers are those of the proto and of the table.</summary>
public enum Asked
{
    /// <summary>It was asked, and there was nothing.</summary>
    Nothing = 1,
    /// <summary>Something was told.</summary>
    Told = 2,
    /// <summary>It was not asked.</summary>
    NotAsked = 3,
}

/// <summary>
/// How it went was talked over. It is recorded once and never edited. Each method returns what may be recorded or
/// throws a <see cref="Problem"/>.
/// </summary>
public sealed record Review
{
    /// <summary>The review.</summary>
    public Guid Id { get; init; }
    /// <summary>Whom it was with.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The day, Europe/London.</summary>
    public DateOnly HappenedOn { get; init; }
    /// <summary>The teams whose practitioners took part; none for the person's own hand.</summary>
    public Guid[] Teams { get; init; } = [];
    /// <summary>Who else was there, in words.</summary>
    public string? OthersPresent { get; init; }
    /// <summary>Good things that nobody intended.</summary>
    public string[] UnintendedGood { get; init; } = [];
    /// <summary>Bad things that nobody intended.</summary>
    public string[] UnintendedBad { get; init; } = [];
    /// <summary>Whether it was asked what unintended good came of it.</summary>
    public Asked AskedGood { get; init; } = Asked.NotAsked;
    /// <summary>Whether it was asked what unintended bad came of it.</summary>
    public Asked AskedBad { get; init; } = Asked.NotAsked;
    /// <summary>What the conversation itself changed.</summary>
    public string? Changed { get; init; }
    /// <summary>Who said what it changed.</summary>
    public Speaker? ChangedSaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? ChangedSaidByName { get; init; }
    /// <summary>The channels through which that came.</summary>
    public string[]? ChangedHow { get; init; }
    /// <summary>Whether the plan needs to change; null when it was not asked.</summary>
    public bool? PlanNeedsToChange { get; init; }
    /// <summary>Why the plan needs to change.</summary>
    public PlanChangeReason? PlanChangeReason { get; init; }
    /// <summary>Why, in words.</summary>
    public string? PlanChangeWords { get; init; }
    /// <summary>The day of the next review.</summary>
    public DateOnly? NextReviewOn { get; init; }
    /// <summary>Who wrote it all down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words about what it changed came from.</summary>
    public Voice? ChangedVoice =>
        ChangedSaidBy is { } by ? new(by, ChangedSaidByName, ChangedHow ?? [], WrittenBy) : null;

    /// <summary>
    /// Something was said, and what is said about the plan and the next time holds together. CONTENT_MISSING,
    /// CODE_MISSING, WORDS_MISSING, REASON_WITHOUT_CHANGE, DAY_TOO_EARLY, OUTCOME_TWICE. That it was asked what came of
    /// it that nobody intended, and that there was nothing, is something: ASKED_OTHERWISE when that was not so.
    /// </summary>
    public Review With(IReadOnlyList<Progress> outcomes)
    {
        RequireAskedSo(AskedGood, UnintendedGood, "asked_good");
        RequireAskedSo(AskedBad, UnintendedBad, "asked_bad");
        if (outcomes.Count == 0 && AskedGood == Asked.NotAsked && AskedBad == Asked.NotAsked && Changed is null)
        {
            throw Problem.Invalid("outcomes", "CONTENT_MISSING", "Write down something of what was said.");
        }
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes.Take(i).Any(o => o.OutcomeId == outcomes[i].OutcomeId))
            {
                throw Problem.Invalid($"outcomes[{i}].outcome_id", "OUTCOME_TWICE", "Name each outcome once.");
            }
        }
        if (PlanNeedsToChange == true && PlanChangeReason is null)
        {
            throw Problem.Invalid("plan_change.reason", "CODE_MISSING", "Say why the plan needs to change.");
        }
        if (PlanNeedsToChange == false && (PlanChangeReason is not null || PlanChangeWords is not null))
        {
            throw Problem.Invalid("plan_change.needed", "REASON_WITHOUT_CHANGE", "Say that the plan needs to change.");
        }
        if (PlanChangeReason == Reviews.PlanChangeReason.Other && PlanChangeWords is null)
        {
            throw Problem.Invalid("plan_change.words", "WORDS_MISSING", "Say why in words.");
        }
        return NextReviewOn <= HappenedOn
            ? throw Problem.Invalid("next_review_on", "DAY_TOO_EARLY", "The next review comes after this one.")
            : this;
    }

    /// <summary>
    /// When the person died: none is to come, and a review after that day is others' telling how it went. PERSON_DIED
    /// for what speaks of the time after as the person's; for all of it by a sign-in that was theirs, or of somebody
    /// who acted for them.
    /// </summary>
    public Review Given(Death? death, IReadOnlyList<Progress> outcomes, Role by)
    {
        if (death is null)
        {
            return this;
        }
        Death.RequireOthers(death, by);
        if (NextReviewOn > death.DiedOn)
        {
            throw Death.Refused("next_review_on");
        }
        if (HappenedOn <= death.DiedOn)
        {
            return this;
        }
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].StorySaidBy == Speaker.Person)
            {
                throw Death.Refused($"outcomes[{i}].story.voice.said_by");
            }
            if (outcomes[i].RaterSaidBy == Speaker.Person)
            {
                throw Death.Refused($"outcomes[{i}].rating.rater.said_by");
            }
        }
        return Changed is not null ? throw Death.Refused("what_the_conversation_changed")
            : PlanNeedsToChange is not null ? throw Death.Refused("plan_change")
            : this;
    }

    /// <summary>The same, with no next day where the person died before it.</summary>
    public Review WithoutWhatIsOver(Death? death) =>
        NextReviewOn > death?.DiedOn ? this with { NextReviewOn = null } : this;

    private static void RequireAskedSo(Asked asked, string[] told, string field)
    {
        if ((asked == Asked.Told) != (told.Length > 0))
        {
            throw Problem.Invalid(field, "ASKED_OTHERWISE", told.Length > 0
                ? "Something was told." : "Say what was told, or that there was nothing.");
        }
    }
}
