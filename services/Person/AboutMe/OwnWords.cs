using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.People;

/// <summary>What the words belong to; the numbers are those of the table.</summary>
public enum OwnWordsKind
{
    /// <summary>About Me.</summary>
    AboutMe = 1,
    /// <summary>A carer's own plan.</summary>
    CarerPlan = 2,
}

/// <summary>
/// One section of what a person says of themselves, in one wording. It is never edited: saying it anew makes another
/// one. Each method returns what may be recorded or throws a <see cref="Problem"/>.
/// </summary>
public sealed record OwnWords
{
    // Through these it is staff who say it, whomever they name.
    private static readonly string[] StaffsOwn = ["observed", "belongings", "staff", "past_records"];

    /// <summary>This wording.</summary>
    public Guid Id { get; init; }
    /// <summary>Who says it of themselves.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that wrote it down; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>What it belongs to, which decides who reads it.</summary>
    public OwnWordsKind Kind { get; init; }
    /// <summary>The section: the first wording of it.</summary>
    public Guid SectionId { get; init; }
    /// <summary>The wording that this one says anew.</summary>
    public Guid? EarlierId { get; init; }
    /// <summary>A code of the list that the kind has; null for a section of the person's own making.</summary>
    public string? Section { get; init; }
    /// <summary>What the section is called, in their own words; null where the code says it.</summary>
    public string? Title { get; init; }
    /// <summary>The words.</summary>
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
    /// <summary>When the person took the section off; null while it stands.</summary>
    public DateTimeOffset? TakenOffAt { get; init; }

    /// <summary>Where the words came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>The first wording of a section. TITLE_MISSING when nothing says what it is about.</summary>
    public OwnWords Begin() => Title is null && Section is null
        ? throw Problem.Invalid("title", "TITLE_MISSING", "Say what the section is called, or choose one of the list.")
        : this with { SectionId = Id };

    /// <summary>
    /// The section in new words, which keeps its title unless it gets another. PERSONS_WORDS when staff's own voice
    /// would stand where the person's words stand, or stood before somebody else told it: they write what the person
    /// says, or what others tell, as told.
    /// </summary>
    public OwnWords SayAnew(OwnWords next, bool werePersons) => (Voice.IsPersons || werePersons)
        && (next.SaidBy == Speaker.Practitioner || next.How.All(StaffsOwn.Contains))
        ? throw Problem.Refused("PERSONS_WORDS",
            "These are the person's own words. Ask them, or write yours in a section beside it.", "voice.said_by")
        : next with
        {
            SectionId = SectionId,
            EarlierId = Id,
            Section = next.Section ?? Section,
            Title = next.Title ?? Title,
        };
}

/// <summary>Which wording another one says anew.</summary>
[method: Dapper.ExplicitConstructor]
public sealed record WordingPlace(Guid Id, Guid? EarlierId);

/// <summary>
/// The wordings that a caller may see, by what came before what. A wording that the caller may not see keeps its place:
/// what it replaced is not new again because of that, nor is what replaced it.
/// </summary>
public sealed class Wordings
{
    private readonly Dictionary<Guid, Guid?> _earlier;
    private readonly List<OwnWords> _visible;
    private readonly HashSet<Guid> _replaced;

    /// <summary>From all places, and from the wordings that the caller may see, oldest first.</summary>
    public Wordings(IEnumerable<WordingPlace> places, List<OwnWords> visible)
    {
        _earlier = places.ToDictionary(p => p.Id, p => p.EarlierId);
        _visible = visible;
        _replaced = [.. visible.SelectMany(v => Before(v.Id))];
    }

    /// <summary>
    /// The newest wording of each section, in the order in which the sections began. Two of one section stand here when
    /// a team that may not see one said the earlier one anew: both are read.
    /// </summary>
    public IReadOnlyList<OwnWords> Newest => [.. _visible.GroupBy(v => v.SectionId)
        .SelectMany(section => section.Where(v => !_replaced.Contains(v.Id)))];

    /// <summary>One of them; null when the caller may not see it, or there is none.</summary>
    public OwnWords? this[Guid id] => _visible.Find(v => v.Id == id);

    /// <summary>What was said in place of one before it, the newest first.</summary>
    public IEnumerable<OwnWords> EarlierThan(OwnWords words) =>
        Before(words.Id).Select(id => this[id]).OfType<OwnWords>();

    /// <summary>What stands in place of one now; itself when nothing does.</summary>
    public OwnWords Today(OwnWords words) => !_replaced.Contains(words.Id) ? words
        : Newest.Last(n => Before(n.Id).Contains(words.Id));

    private IEnumerable<Guid> Before(Guid id)
    {
        for (var at = _earlier.GetValueOrDefault(id); at is { } earlier; at = _earlier.GetValueOrDefault(earlier))
        {
            yield return earlier;
        }
    }
}
