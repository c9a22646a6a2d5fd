using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>
/// What matters most to a person, as they put it in order: an order and no score. The newest counts, and none is ever
/// changed.
/// </summary>
public sealed record Ranking
{
    /// <summary>This ranking.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose outcomes.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that wrote it down; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Never: an order of outcomes is nothing about anybody's health.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts a person's rankings from 1.</summary>
    public int Number { get; init; }
    /// <summary>The outcomes that were put in order.</summary>
    public Guid[] OutcomeIds { get; init; } = [];
    /// <summary>
    /// All outcomes in force then, each in its place, those too that whoever ranked may not see. For everybody one
    /// order: what is shown of it is decided for each viewer.
    /// </summary>
    public Guid[] Places { get; init; } = [];
    /// <summary>Those that were said to be critical.</summary>
    public Guid[] Critical { get; init; } = [];
    /// <summary>Who said so.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whose order it is.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// The newest ranking, of what is in force in the order in which it was said. The outcomes that the caller sees go,
    /// in their new order, where one of them was; any other stays where it is, and as critical as it was.
    /// PERSON_NOT_ASKED unless the person says so, or who may speak for them.
    /// </summary>
    public Ranking After(Ranking? before, IReadOnlyCollection<Guid> inForce, IReadOnlySet<Guid> seen)
    {
        if (Voice is not ({ IsPersons: true } or { SaidBy: Speaker.Representative }))
        {
            throw Problem.Refused("PERSON_NOT_ASKED",
                "Ask the person what matters most, and write down who said so and how.", "voice");
        }
        List<Guid> order = [.. inForce.OrderBy(id => PlaceIn(before, id))];
        var said = new Queue<Guid>(OutcomeIds.Concat(order.Where(seen.Contains).Except(OutcomeIds)));
        return this with
        {
            Number = (before?.Number ?? 0) + 1,
            Places = [.. order.Select(id => seen.Contains(id) ? said.Dequeue() : id)],
            Critical = [.. Critical, .. (before?.Critical ?? []).Where(id => !seen.Contains(id))],
        };
    }

    /// <summary>Where an outcome comes; what was not there yet when it was ranked comes after.</summary>
    public static int PlaceIn(Ranking? ranking, Guid outcomeId) =>
        Array.IndexOf(ranking?.Places ?? [], outcomeId) is var place and >= 0 ? place : int.MaxValue;

    /// <summary>Outcomes as a plan shows them: by their places, then as they were said, those set aside last.</summary>
    public static IOrderedEnumerable<Outcome> InOrder(Ranking? ranking, IEnumerable<Outcome> outcomes) => outcomes
        .OrderBy(o => o.State == OutcomeState.SetAside)
        .ThenBy(o => o.State == OutcomeState.SetAside ? 0 : PlaceIn(ranking, o.Id))
        .ThenBy(o => o.RecordedAt);

    /// <summary>Whether it is critical by the newest word.</summary>
    public static bool IsCritical(Ranking? ranking, Outcome outcome) =>
        outcome.State != OutcomeState.SetAside && ranking?.Critical.Contains(outcome.Id) == true;
}
