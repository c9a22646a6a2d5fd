using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>
/// The shared purpose in one wording. It is never edited; a new wording stands beside the earlier ones.
/// </summary>
public sealed record Purpose
{
    /// <summary>This wording.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose plan it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The purpose, in plain words.</summary>
    public string Words { get; init; } = "";
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>Who agreed; null until somebody did.</summary>
    public AgreedBy? AgreedBy { get; init; }
    /// <summary>How it was asked.</summary>
    public string? AskedHow { get; init; }
    /// <summary>The channels through which the agreement came.</summary>
    public string[]? AgreedHow { get; init; }
    /// <summary>Who spoke for the person.</summary>
    public string? SpokenBy { get; init; }
    /// <summary>The day on which it was agreed.</summary>
    public DateOnly? AgreedOn { get; init; }
    /// <summary>Who wrote the agreement down.</summary>
    public Writer? AgreementWrittenBy { get; init; }
    /// <summary>Why it was agreed though what matters to the person was not in, in their own voice.</summary>
    public string? WithoutViewReason { get; init; }
    /// <summary>The channels through which that was heard instead.</summary>
    public string[]? HeardHow { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>The person's agreement; null until there is one.</summary>
    [JsonIgnore]
    public Agreement? Agreement => AgreedBy is { } by
        ? new(by, AskedHow, AgreedHow ?? [], SpokenBy, AgreedOn!.Value, AgreementWrittenBy!.Value)
        : null;

    /// <summary>
    /// The person agrees to this wording. Nobody agrees to it in their stead before they have been heard: their own
    /// view is in, or it is said why not and how it was heard instead, which is kept only where none is. By their
    /// own sign-in they are heard by agreeing. AGREED_ALREADY, PERSONS_VIEW_NOT_IN.
    /// </summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="viewIsIn">A view in the person's own voice is in that the caller may see.</param>
    /// <param name="without">Why none is, as the caller says.</param>
    /// <param name="health">It is written down by a health body.</param>
    public Purpose Agree(Agreement agreement, bool viewIsIn, WithoutView? without, bool health)
    {
        if (AgreedBy is not null)
        {
            throw Problem.Refused("AGREED_ALREADY", "It is agreed. Put what is agreed now into new words.");
        }
        if (!viewIsIn && without is null && agreement.WrittenBy != Writer.Person)
        {
            throw Problem.NotInCopy("conversation", "PERSONS_VIEW_NOT_IN",
                "Hear first what matters to them, in their own voice; or say why that is not in.",
                "without_view_reason");
        }
        return this with
        {
            AgreedBy = agreement.By,
            AskedHow = agreement.AskedHow,
            AgreedHow = agreement.How,
            SpokenBy = agreement.SpokenBy,
            AgreedOn = agreement.On,
            AgreementWrittenBy = agreement.WrittenBy,
            WithoutViewReason = viewIsIn ? null : without?.Reason,
            HeardHow = viewIsIn ? null : without?.HeardHow,
            HealthAuthored = HealthAuthored || health,
        };
    }
}

/// <summary>Why a purpose is agreed before what matters to the person is in, and how it was heard instead.</summary>
public sealed record WithoutView(string Reason, string[] HeardHow);

/// <summary>
/// That somebody sees the shared purpose differently, in the wording that they meant. It stays beside that wording,
/// whoever agrees to it; a new wording begins without.
/// </summary>
public sealed record PurposeDissent
{
    /// <summary>What was said.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose plan it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The wording that was meant.</summary>
    public Guid PurposeId { get; init; }
    /// <summary>How they see it, as they said it.</summary>
    public string Words { get; init; } = "";
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);
}
