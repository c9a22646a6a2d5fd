namespace PersonalOutcomes.People;

/// <summary>What a check before registering told; the numbers are those of the proto.</summary>
public enum CheckAnswer
{
    /// <summary>Nobody like this is known, as far as the caller may know.</summary>
    New = 1,
    /// <summary>The caller may see them already.</summary>
    Yours = 2,
    /// <summary>Known, to others.</summary>
    KnownHere = 3,
}

/// <summary>A person whom a check before registering found, and how the caller stands to them.</summary>
public sealed record Found
{
    /// <summary>The person.</summary>
    public Guid Id { get; init; }
    /// <summary>The caller may see them.</summary>
    public bool IsTheirs { get; init; }
    /// <summary>They keep their address hidden, or their record from this caller.</summary>
    public bool IsHidden { get; init; }

    /// <summary>What may be told, and of whom: the caller's own first, then one who does not hide.</summary>
    public static (CheckAnswer Answer, Guid? PersonId) Tell(IReadOnlyList<Found> found)
    {
        if (found.FirstOrDefault(f => f.IsTheirs) is { } theirs)
        {
            return (CheckAnswer.Yours, theirs.Id);
        }
        return found.FirstOrDefault(f => !f.IsHidden) is { } other
            ? (CheckAnswer.KnownHere, other.Id)
            : (CheckAnswer.New, null);
    }
}

/// <summary>One check before registering.</summary>
public sealed record RegisterCheck
{
    /// <summary>How long a handle is good for.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromDays(14);

    /// <summary>The check.</summary>
    public Guid Id { get; init; }
    /// <summary>Whom it told of; null for nobody.</summary>
    public Guid? PersonId { get; init; }
    /// <summary>The team that asked.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Asked by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Never set: a check is what happened.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The issuer of the caller's sign-in.</summary>
    public string Issuer { get; init; } = "";
    /// <summary>Who the caller is to that issuer.</summary>
    public string Subject { get; init; } = "";
    /// <summary>The day, Europe/London; checks are counted by it.</summary>
    public DateOnly CheckedOn { get; init; }
    /// <summary>What was told.</summary>
    public CheckAnswer Answer { get; init; }
    /// <summary>SHA-256 of the one-use handle, which is not kept.</summary>
    public byte[] HandleHash { get; init; } = [];
    /// <summary>Until when the handle is good.</summary>
    public DateTimeOffset GoodUntil { get; init; }
    /// <summary>When it was asked.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
