using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>How two statements stand to each other; the numbers are those of the proto and of the table.</summary>
public enum PairAnswer
{
    /// <summary>They mean the same.</summary>
    Same = 1,
    /// <summary>They mean different things, and both hold.</summary>
    Different = 2,
    /// <summary>One of them holds no more.</summary>
    Outdated = 3,
}

/// <summary>
/// Two statements of what matters that teams of different agencies wrote down on one topic. The topic pairs them, and
/// their words never do; nothing is made one.
/// </summary>
/// <param name="First">The one that was written down first.</param>
/// <param name="Second">The other.</param>
public sealed record Pair(Statement First, Statement Second)
{
    /// <summary>The pairs among statements that nobody has said anew, topic by topic in the order given.</summary>
    /// <param name="current">The statements, as far as the viewer may see them.</param>
    /// <param name="agencies">By team, whose it is.</param>
    public static IEnumerable<Pair> Of(IEnumerable<Statement> current, IReadOnlyDictionary<Guid, Guid> agencies) =>
        from said in current.Where(s => s is { Kind: ViewKind.WhatMatters, Topic: not null, TeamId: not null })
            .GroupBy(s => s.Topic)
        let inOrder = said.OrderBy(s => s.RecordedAt).ThenBy(s => s.Place).ThenBy(s => s.Id).ToList()
        from second in inOrder
        from first in inOrder.TakeWhile(s => s.Id != second.Id)
        where agencies.GetValueOrDefault(first.TeamId!.Value) != agencies.GetValueOrDefault(second.TeamId!.Value)
        select new Pair(first, second);

    /// <summary>Whether it is of these two, whichever was named first.</summary>
    public bool IsOf(Guid one, Guid other) =>
        (First.Id, Second.Id) == (one, other) || (First.Id, Second.Id) == (other, one);
}

/// <summary>That somebody said how two statements stand to each other; of what was said the newest counts.</summary>
public sealed record SaidPair
{
    /// <summary>What was said.</summary>
    public Guid Id { get; init; }
    /// <summary>About whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The statement that was written down first.</summary>
    public Guid FirstId { get; init; }
    /// <summary>The other.</summary>
    public Guid SecondId { get; init; }
    /// <summary>How they stand to each other.</summary>
    public PairAnswer Answer { get; init; }
    /// <summary>Which holds no more; null unless one is said not to.</summary>
    public Guid? OutdatedId { get; init; }
    /// <summary>More about it, as it was said.</summary>
    public string? Words { get; init; }
    /// <summary>Who said it.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// It is for the person to say, or whoever stands by them: PERSON_NOT_ASKED for a practitioner's own say, and for
    /// what is told for the person. NOT_A_PAIR unless the two are one.
    /// </summary>
    public SaidPair Of(Pair? pair)
    {
        if (SaidBy == Speaker.Practitioner || (SaidBy == Speaker.Person && !Voice.IsPersons))
        {
            throw Problem.Refused("PERSON_NOT_ASKED",
                "Ask the person, or who stands by them, and write down who said so and how.", "voice");
        }
        return pair is null
            ? throw Problem.Refused("NOT_A_PAIR",
                "Two agencies' teams have to have written them down on one topic, as they are said now.")
            : this with { FirstId = pair.First.Id, SecondId = pair.Second.Id };
    }
}
