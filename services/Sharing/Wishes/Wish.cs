using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>What a person wishes about sharing; recorded and shown, it hides nothing, and is never changed.</summary>
public sealed record Wish
{
    /// <summary>The wish.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that wrote it down; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Written down by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The agency or team that it is about; null for one in general.</summary>
    public Guid? AboutId { get; init; }
    /// <summary>The wish whose place it took.</summary>
    public Guid? EarlierId { get; init; }
    /// <summary>What is wished.</summary>
    public string Words { get; init; } = "";
    /// <summary>Who said so.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part, when not the person.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>True while none that this reader may see took its place.</summary>
    public bool Stands { get; init; } = true;

    /// <summary>Where the words came from.</summary>
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);
}
