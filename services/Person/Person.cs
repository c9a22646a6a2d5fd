using PersonalOutcomes.Problems;

namespace PersonalOutcomes.People;

/// <summary>
/// A person whose record this is. A hidden address is not part of it: it is kept apart, so that no history, search or
/// match can hold it.
/// </summary>
public sealed record Person
{
    private const int Youngest = 16;

    /// <summary>The person.</summary>
    public Guid Id { get; init; }
    /// <summary>The person again: every table about a person has it.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that registered them.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Registered by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in error, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The agency of the team that registered them.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>Their name in full, as on papers.</summary>
    public string FullName { get; init; } = "";
    /// <summary>What they like to be called.</summary>
    public string PreferredName { get; init; } = "";
    /// <summary>The day they were born; null when nobody has said.</summary>
    public DateOnly? BirthDate { get; init; }
    /// <summary>Where they live, unless hidden.</summary>
    public string? Address { get; init; }
    /// <summary>Its postcode, unless hidden.</summary>
    public string? Postcode { get; init; }
    /// <summary>When the record was made.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>What a search looks in.</summary>
    public string SearchName => $"{Names.Normalise(PreferredName)} {Names.Normalise(FullName)}";

    /// <summary>What a likeness is measured on.</summary>
    public string MatchName => Names.Normalise(FullName);

    /// <summary>The postcode that a likeness is measured on.</summary>
    public string? MatchPostcode => Names.Postcode(Postcode);

    /// <summary>
    /// Refuses somebody who is not yet 16: UNDER_16_NOT_YET. Without a birth date nobody is refused.
    /// </summary>
    public static void OldEnough(DateOnly? birthDate, DateOnly today)
    {
        if (birthDate is { } born && born.AddYears(Youngest) > today)
        {
            throw Problem.Refused("UNDER_16_NOT_YET", "People under 16 can't be registered yet.", "birth_date");
        }
    }

    /// <summary>They are called something else from now.</summary>
    public Person Rename(string fullName, string preferredName) =>
        this with { FullName = fullName, PreferredName = preferredName, Version = Version + 1 };
}
