using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Reviews;

/// <summary>How things moved; the numbers are those of the proto and of the table.</summary>
public enum Travel
{
    /// <summary>Better.</summary>
    Better = 1,
    /// <summary>The same.</summary>
    Same = 2,
    /// <summary>Worse.</summary>
    Worse = 3,
    /// <summary>Nobody has said.</summary>
    NotSaid = 4,
}

/// <summary>How far an outcome is reached, to whoever rated it. Never summed, never without its story.</summary>
public enum RatingValue
{
    /// <summary>Not yet.</summary>
    NotYet = 1,
    /// <summary>A little.</summary>
    ALittle = 2,
    /// <summary>Partly.</summary>
    Partly = 3,
    /// <summary>Mostly.</summary>
    Mostly = 4,
    /// <summary>As I want it.</summary>
    AsIWantIt = 5,
    /// <summary>It was not asked.</summary>
    NotAsked = 6,
    /// <summary>It no longer matters.</summary>
    NoLongerMatters = 7,
}

/// <summary>How it went with one outcome: its story, and a rating only where somebody wanted one.</summary>
public sealed record Progress
{
    /// <summary>This entry.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose outcome it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The review in which it was talked over.</summary>
    public Guid ReviewId { get; init; }
    /// <summary>The outcome, which Plan owns.</summary>
    public Guid OutcomeId { get; init; }
    /// <summary>Its place in the review.</summary>
    public int Place { get; init; }
    /// <summary>The review's day.</summary>
    public DateOnly HappenedOn { get; init; }
    /// <summary>The story, as it was told.</summary>
    public string? Story { get; init; }
    /// <summary>Who told it.</summary>
    public Speaker? StorySaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? StorySaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[]? StoryHow { get; init; }
    /// <summary>How things moved.</summary>
    public Travel Travel { get; init; }
    /// <summary>The rating; null when nobody wanted one.</summary>
    public RatingValue? Rating { get; init; }
    /// <summary>The version of the record's own scale on which it was rated instead; null when it was not.</summary>
    public Guid? ScaleVersionId { get; init; }
    /// <summary>The point of that scale, counted from 1.</summary>
    public int? Point { get; init; }
    /// <summary>Who rated.</summary>
    public Speaker? RaterSaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? RaterSaidByName { get; init; }
    /// <summary>The channels through which the rating came.</summary>
    public string[]? RaterHow { get; init; }
    /// <summary>What helped, in words.</summary>
    public string[] Helped { get; init; } = [];
    /// <summary>What hindered, in words.</summary>
    public string[] Hindered { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the story came from.</summary>
    public Voice? StoryVoice =>
        StorySaidBy is { } by ? new(by, StorySaidByName, StoryHow ?? [], WrittenBy) : null;

    /// <summary>Whether somebody rated it, on whichever scale.</summary>
    public bool IsRated => Rating is not null || ScaleVersionId is not null;

    /// <summary>Who rated, and how it was asked.</summary>
    public Voice? Rater => RaterSaidBy is { } by ? new(by, RaterSaidByName, RaterHow ?? [], WrittenBy) : null;

    /// <summary>
    /// A rating never travels without its story, and neither does better, same or worse; a story needs no rating.
    /// RATING_WITHOUT_STORY, CONTENT_MISSING.
    /// </summary>
    /// <param name="path">The field that holds it, with its dot, for the refusal.</param>
    public Progress WithStory(string path)
    {
        if (Story is null && (IsRated || Travel != Travel.NotSaid))
        {
            throw Problem.Invalid($"{path}story", "RATING_WITHOUT_STORY", "Write down the story behind it.");
        }
        return Story is null && Helped.Length == 0 && Hindered.Length == 0
            ? throw Problem.Invalid($"{path}story", "CONTENT_MISSING", "Write down how it went.")
            : this;
    }
}
