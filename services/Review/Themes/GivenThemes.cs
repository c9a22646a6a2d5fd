namespace PersonalOutcomes.Reviews;

/// <summary>To which words of a review themes are given; the numbers are those of the proto and of the table.</summary>
public enum ThemeAbout
{
    /// <summary>What helped with an outcome.</summary>
    Helped = 1,
    /// <summary>What hindered with an outcome.</summary>
    Hindered = 2,
    /// <summary>Good that nobody intended.</summary>
    UnintendedGood = 3,
    /// <summary>Bad that nobody intended.</summary>
    UnintendedBad = 4,
}

/// <summary>
/// That themes were given to words which were there before. The words stay where they were said; of what was given to
/// the same words the newest counts.
/// </summary>
public sealed record GivenThemes
{
    /// <summary>That they were given.</summary>
    public Guid Id { get; init; }
    /// <summary>In whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that gave them; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The review in which the words stand.</summary>
    public Guid ReviewId { get; init; }
    /// <summary>The outcome that something helped or hindered; null for what nobody intended.</summary>
    public Guid? OutcomeId { get; init; }
    /// <summary>To which kind of words.</summary>
    public ThemeAbout About { get; init; }
    /// <summary>To which of them, counted from 1.</summary>
    public int Place { get; init; }
    /// <summary>Codes of the list of themes; none when they were taken away.</summary>
    public string[] Codes { get; init; } = [];
    /// <summary>When they were given.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>What counts, from all that was given in its order.</summary>
    public static IEnumerable<GivenThemes> Standing(IEnumerable<GivenThemes> given) => given
        .GroupBy(g => (g.ReviewId, g.OutcomeId, g.About, g.Place)).Select(g => g.Last())
        .Where(g => g.Codes.Length > 0).OrderBy(g => g.About).ThenBy(g => g.Place);
}
