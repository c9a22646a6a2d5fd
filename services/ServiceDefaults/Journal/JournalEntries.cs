namespace PersonalOutcomes.Journal;

/// <summary>
/// What travels over the broker: a run of consecutive entries of one source. The full type name is the contract; fields
/// are added, never renamed.
/// </summary>
public sealed record JournalEntries
{
    /// <summary>The service whose journal it is.</summary>
    public required string Source { get; init; }

    /// <summary>The chain hash before the first entry; empty at the beginning.</summary>
    public required byte[] PreviousChainHash { get; init; }

    /// <summary>Up to 100 entries, positions without holes.</summary>
    public required IReadOnlyList<Entry> Entries { get; init; }
}

/// <summary>One entry as another service sees it: ids and coded facts, never a name or anybody's words.</summary>
public sealed record Entry
{
    /// <summary>The place in the source's journal, from 1 without holes.</summary>
    public long Position { get; init; }

    /// <summary>The chain hash at this position.</summary>
    public byte[] ChainHash { get; init; } = [];

    /// <summary>The person, or agency, that it is about.</summary>
    public Guid Stream { get; init; }

    /// <summary>The same wherever the entry is read.</summary>
    public Guid EventId { get; init; }

    /// <summary>The event's name.</summary>
    public string Type { get; init; } = "";

    /// <summary>The version of the event's shape, from 1.</summary>
    public int Version { get; init; }

    /// <summary>When it was recorded, UTC.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The team that recorded it, if a team did.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>The agency that recorded it, if an agency did.</summary>
    public Guid? AgencyId { get; init; }

    /// <summary>The W3C trace context of the request behind it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The event; null once its content was disposed of.</summary>
    public string? EventJson { get; init; }
}
