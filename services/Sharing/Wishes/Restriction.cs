using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// The whole record, or a kind of entry, kept from somebody by the person's own word until it is lifted. Each method
/// returns the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Restriction
{
    /// <summary>The restriction.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that wrote it down; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Written down by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The agency, team or representation from whom.</summary>
    public Guid FromId { get; init; }
    /// <summary>The kind of entry; null for the whole record.</summary>
    public string? Kind { get; init; }
    /// <summary>What the person said to it, if anything.</summary>
    public string? Words { get; init; }
    /// <summary>The channels through which it came, all of them direct.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>The channels through which the person ended it; null while it holds.</summary>
    public string[]? LiftedHow { get; init; }
    /// <summary>When it was ended; null while it holds.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>Where it came from: the person, always.</summary>
    public Voice Voice => new(Speaker.Person, null, How, WrittenBy);

    /// <summary>The person ends it. ALREADY_LIFTED.</summary>
    public Restriction Lift(Voice voice, DateTimeOffset now) => LiftedAt is null
        ? this with { Version = Version + 1, LiftedHow = voice.How, LiftedAt = now }
        : throw AlreadyLifted();

    /// <summary>It holds no more.</summary>
    public static Problem AlreadyLifted() => Problem.Refused("ALREADY_LIFTED", "It has been lifted already.");
}
