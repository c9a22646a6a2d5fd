using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Reviews;

/// <summary>
/// What somebody wants to measure by, each point in words; one version of it. What was rated on a version is read in
/// its words, whatever is said later.
/// </summary>
public sealed record Scale
{
    /// <summary>This version.</summary>
    public Guid Id { get; init; }
    /// <summary>Of whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The scale: its first version.</summary>
    public Guid ScaleId { get; init; }
    /// <summary>What it is called.</summary>
    public string Name { get; init; } = "";
    /// <summary>Its points in words, in order.</summary>
    public string[] Points { get; init; } = [];
    /// <summary>Whose words they are.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which they came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When this version was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>Something to choose between, and not more than can be read. TOO_FEW, TOO_MANY, POINT_TWICE.</summary>
    public Scale WithPoints() =>
        Points.Length < 2 ? throw Problem.Invalid("points", "TOO_FEW", "A scale has two points at least.")
        : Points.Length > 10 ? throw Problem.Invalid("points", "TOO_MANY", "A scale has ten points at most.")
        : Points.Distinct(StringComparer.OrdinalIgnoreCase).Count() < Points.Length
            ? throw Problem.Invalid("points", "POINT_TWICE", "Say each point in words of its own.")
        : this;

    /// <summary>The newest version of each, by name, from versions in the order in which they were recorded.</summary>
    public static IEnumerable<Scale> Newest(IEnumerable<Scale> versions) => versions.GroupBy(v => v.ScaleId)
        .Select(scale => scale.Last()).OrderBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.RecordedAt);
}
