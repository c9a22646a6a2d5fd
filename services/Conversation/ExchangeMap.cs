using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>Whose views an exchange brings together; the numbers are those of the proto.</summary>
public enum Holder
{
    /// <summary>The person.</summary>
    Person = 1,
    /// <summary>Their family, or whoever cares for them.</summary>
    FamilyOrCarers = 2,
    /// <summary>The practitioners who support them.</summary>
    Practitioners = 3,
    /// <summary>Other agencies, and whoever else was named.</summary>
    OtherAgencies = 4,
}

/// <summary>That somebody's view was stated, without its words, as the caller may see it.</summary>
public sealed record Statement
{
    /// <summary>The view.</summary>
    public Guid Id { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>The statement that this one says anew.</summary>
    public Guid? EarlierId { get; init; }
    /// <summary>What it is about.</summary>
    public ViewKind Kind { get; init; }
    /// <summary>The teams whose practitioners heard it, or the earlier statement, and that may be named.</summary>
    public Guid[] Teams { get; init; } = [];
    /// <summary>Its place among those recorded by the same call.</summary>
    public int Place { get; init; }
    /// <summary>Whose view it is.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[] How { get; init; } = [];
    /// <summary>A code of vocabulary/topics.tsv.</summary>
    public string? Topic { get; init; }
    /// <summary>The day of the conversation in which it came up; null for what is said anew.</summary>
    public DateOnly? HappenedOn { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>A later statement says it anew.</summary>
    public bool SaidAnew { get; init; }

    /// <summary>
    /// Among whose views it stands. Who acts for the person speaks for them, and neither as them nor for the family.
    /// </summary>
    public Holder Holder => SaidBy switch
    {
        Speaker.Family => Holder.FamilyOrCarers,
        Speaker.Practitioner => Holder.Practitioners,
        Speaker.Other => Holder.OtherAgencies,
        _ => Holder.Person,
    };

    /// <summary>It is taken to be the person's view, and another told or saw it.</summary>
    public bool IsProxy => Holder == Holder.Person && !IsPersons;

    /// <summary>The person's own view, heard from them directly.</summary>
    public bool IsPersons => new Voice(SaidBy, null, How, Writer.Practitioner).IsPersons;

    /// <summary>The day on which it was heard.</summary>
    public DateOnly HeardOn => HappenedOn ?? London.Today(RecordedAt);
}

/// <summary>
/// The views on each topic side by side. Topics pair them and words never do; that views agree or differ is not looked
/// for. All of it follows from what the caller may see.
/// </summary>
public sealed class ExchangeMap(IReadOnlyCollection<Statement> statements)
{
    private readonly Dictionary<Guid, Statement> _byId = statements.ToDictionary(s => s.Id);

    /// <summary>
    /// What nobody said anew since: by topic in the list's order, those without one last; then by whose it is, the
    /// latest first.
    /// </summary>
    /// <param name="topics">The topics, in their order.</param>
    /// <param name="topic">The one that is asked for; null for all.</param>
    public IEnumerable<Statement> Current(IEnumerable<string> topics, string? topic)
    {
        var order = topics.Select((code, at) => (code, at)).ToDictionary(t => t.code, t => t.at);
        return statements.Where(s => !s.SaidAnew)
            .Where(s => topic is null || s.Topic == topic)
            .OrderBy(s => s.Topic is null ? order.Count : order.GetValueOrDefault(s.Topic, order.Count - 1))
            .ThenBy(s => s.Topic, StringComparer.Ordinal).ThenBy(s => s.Holder)
            .ThenByDescending(s => s.RecordedAt).ThenBy(s => s.Place).ThenBy(s => s.Id);
    }

    /// <summary>
    /// Who has not been heard on a topic. What was said anew since was heard as well; what is told for the person is
    /// not. Nobody, for the views that have no topic: nothing pairs those.
    /// </summary>
    public IEnumerable<Holder> NotYetHeard(string? topic) => topic is null
        ? []
        : Enum.GetValues<Holder>().Where(holder =>
            !statements.Any(s => s.Topic == topic && s.Holder == holder && !s.IsProxy));

    /// <summary>The newest day on which the person themselves was heard, on a topic.</summary>
    public DateOnly? PersonLastHeardOn(string? topic) => LastHeard(statements.Where(s => s.Topic == topic));

    /// <summary>The newest day on which the person themselves was heard, on anything.</summary>
    public DateOnly? PersonLastHeardOn() => LastHeard(statements);

    /// <summary>So many months have passed since that day, or it never was.</summary>
    public static bool NotIn(int months, DateOnly? lastHeardOn, DateOnly today) =>
        !(lastHeardOn > today.AddMonths(-months));

    /// <summary>
    /// Which teams have heard a view, this statement of it or an earlier one, and on which day last; the latest first.
    /// </summary>
    public IEnumerable<(Guid TeamId, DateOnly HeardOn)> HeardBy(Statement current)
    {
        var heard = new Dictionary<Guid, DateOnly>();
        for (var said = current; said is not null; said = Earlier(said))
        {
            // Those who heard the earlier statement read the later one as well; they did not hear it.
            var before = Earlier(said)?.Teams ?? [];
            foreach (var team in said.Teams.Where(t => t == said.TeamId || !before.Contains(t)))
            {
                heard[team] = heard.TryGetValue(team, out var day) && day > said.HeardOn ? day : said.HeardOn;
            }
        }
        return heard.Select(h => (h.Key, h.Value)).OrderByDescending(h => h.Value).ThenBy(h => h.Key);
    }

    private Statement? Earlier(Statement said) => said.EarlierId is { } id ? _byId.GetValueOrDefault(id) : null;

    private static DateOnly? LastHeard(IEnumerable<Statement> said) =>
        said.Where(s => s.IsPersons).Max(s => (DateOnly?)s.HeardOn);
}
