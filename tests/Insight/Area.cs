using CsCheck;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>An invented area: agencies with their teams, and things that are counted about people.</summary>
internal sealed class Area
{
    public static readonly IReadOnlyDictionary<Guid, Guid[]> NoAgencies = new Dictionary<Guid, Guid[]>();
    public static readonly IReadOnlySet<Guid> NoTeams = new HashSet<Guid>();

    private readonly Guid[] _agencies;

    public Area(int answers, int agencies, int teamsEach)
    {
        Answers = answers;
        _agencies = [.. Enumerable.Range(0, agencies).Select(_ => Guid.NewGuid())];
        Agencies = _agencies.ToDictionary(
            a => a, _ => Enumerable.Range(0, teamsEach).Select(_ => Guid.NewGuid()).ToArray());
    }

    public int Answers { get; }
    public IReadOnlyDictionary<Guid, Guid[]> Agencies { get; }
    public List<Item> Items { get; } = [];

    /// <summary>
    /// Areas small and large, lopsided as real ones are: rare answers, one agency with nearly everybody, people with
    /// several things counted, people whom several agencies support, things that no agency's figures have.
    /// </summary>
    public static readonly Gen<Area> Any =
        from answers in Gen.Int[2, 4]
        from agencies in Gen.Int[0, 4]
        from teams in Gen.Int[1, 3]
        from weights in Gen.Int[0, 12].Array[answers]
        from sizes in Gen.OneOf(Gen.Int[0, 8], Gen.Int[0, 60]).Array[agencies * teams + 1]
        from shared in Gen.Int[0, 4].Select(i => new[] { 0, 0, 0, 10, 40 }[i])
        from most in Gen.Int[1, 3]
        from seed in Gen.Int
        select Make(answers, agencies, teams, weights, sizes, shared, most, new Random(seed));

    public Guid Agency(int agency) => _agencies[agency];

    public Guid Team(int agency, int team) => Agencies[_agencies[agency]][team];

    /// <summary>So many people with one thing each, in no agency's figures.</summary>
    public static List<Item> Of(params int[] people) => [.. people.SelectMany((count, answer) =>
        Enumerable.Range(0, count).Select(_ => new Item(answer, Guid.NewGuid(), NoTeams)))];

    public void Add(int agency, int team, int answer, int people) =>
        Items.AddRange(Enumerable.Range(0, people).Select(_ =>
            new Item(answer, Guid.NewGuid(), new HashSet<Guid> { Team(agency, team) })));

    /// <summary>One row's figures: its total, then its answers.</summary>
    public IEnumerable<int?> Row(Whose whose, Guid id) => Suppression.Apply(Answers, Items, Agencies)
        .Where(c => c.Whose == whose && c.Id == id).Select(c => c.Count);

    public List<Item> In(Cell cell) => [.. Items.Where(i => cell.Whose switch
    {
        Whose.Area => true,
        Whose.Agency => Agencies[cell.Id].Any(i.Teams.Contains),
        _ => i.Teams.Contains(cell.Id),
    })];

    public IReadOnlyCollection<Guid> ChildrenOf(Cell cell) => cell.Whose switch
    {
        Whose.Area => [.. Agencies.Keys],
        Whose.Agency => Agencies[cell.Id],
        _ => [],
    };

    public bool IsParentOf(Cell whole, Cell part) =>
        part.Whose == whole.Whose + 1 && ChildrenOf(whole).Contains(part.Id);

    public static int People(IEnumerable<Item> items) => items.Select(i => i.Person).Distinct().Count();

    private static Area Make(int answers, int agencies, int teams, int[] weights, int[] sizes, int shared, int most,
        Random random)
    {
        var area = new Area(answers, agencies, teams);
        var all = area.Agencies.Values.SelectMany(t => t).ToList();
        var lots = weights.SelectMany((w, answer) => Enumerable.Repeat(answer, w + (answer == 0 ? 1 : 0))).ToArray();
        for (var place = 0; place < sizes.Length; place++)
        {
            for (var person = 0; person < sizes[place]; person++)
            {
                var supporting = new HashSet<Guid>();
                if (place < all.Count)
                {
                    supporting.Add(all[place]);
                    if (random.Next(100) < shared)
                    {
                        supporting.Add(all[random.Next(all.Count)]);
                    }
                }
                var id = Guid.NewGuid();
                for (var thing = random.Next(1, most + 1); thing > 0; thing--)
                {
                    area.Items.Add(new Item(lots[random.Next(lots.Length)], id, supporting));
                }
            }
        }
        return area;
    }
}
