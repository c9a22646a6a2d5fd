using F23.StringSimilarity;

namespace PersonalOutcomes.People;

/// <summary>What of a person a likeness is measured on.</summary>
public sealed record Candidate
{
    /// <summary>The person.</summary>
    public Guid Id { get; init; }
    /// <summary>Their full name, normalised.</summary>
    public string MatchName { get; init; } = "";
    /// <summary>The day they were born.</summary>
    public DateOnly? BirthDate { get; init; }
    /// <summary>Their postcode without blanks; null for somebody who keeps it hidden.</summary>
    public string? MatchPostcode { get; init; }
    /// <summary>True when they have an identifier in common.</summary>
    public bool SameIdentifier { get; init; }
}

/// <summary>Two records that may be of the same person; for privacy officers, and never part of an answer.</summary>
public sealed record PossibleSame
{
    private const double NameWeight = 0.6, BirthDateWeight = 0.25, PostcodeWeight = 0.15;
    private const int Least = 85;
    private static readonly JaroWinkler Alike = new();

    /// <summary>The pair.</summary>
    public Guid Id { get; init; }
    /// <summary>The record that was made or added to.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that did.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Found while a health body registered.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The record that was there.</summary>
    public Guid OtherPersonId { get; init; }
    /// <summary>How alike, from 0 to 100.</summary>
    public int Score { get; init; }
    /// <summary>What is alike, as codes.</summary>
    public string[] Reasons { get; init; } = [];
    /// <summary>When it was found.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>
    /// How alike two people are, and in what; null when not enough to look at. What nobody has said of one of them
    /// counts neither way; a name alone is never enough.
    /// </summary>
    public static (int Score, string[] Reasons)? Of(Candidate one, Candidate other)
    {
        var name = Alike.Similarity(one.MatchName, other.MatchName);
        var (sum, weight) = (NameWeight * name, NameWeight);
        List<string> reasons = [name >= 0.9999 ? "same_name" : "similar_name"];
        if (one.BirthDate is { } born && other.BirthDate is { } otherBorn)
        {
            weight += BirthDateWeight;
            if (born == otherBorn)
            {
                sum += BirthDateWeight;
                reasons.Add("same_birth_date");
            }
        }
        if (one.MatchPostcode is { } postcode && other.MatchPostcode is { } otherPostcode)
        {
            weight += PostcodeWeight;
            if (postcode == otherPostcode)
            {
                sum += PostcodeWeight;
                reasons.Add("same_postcode");
            }
        }
        var score = (int)Math.Round(100 * sum / weight);
        var alike = score >= Least && reasons.Count > 1;
        return one.SameIdentifier || other.SameIdentifier
            ? (100, alike ? ["same_identifier", .. reasons] : ["same_identifier"])
            : alike ? (score, [.. reasons]) : null;
    }
}
