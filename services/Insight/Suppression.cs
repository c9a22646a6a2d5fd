namespace PersonalOutcomes.Insights;

/// <summary>Whose figures a row holds.</summary>
public enum Whose
{
    /// <summary>Everybody's.</summary>
    Area = 1,

    /// <summary>One agency's.</summary>
    Agency = 2,

    /// <summary>One team's.</summary>
    Team = 3,
}

/// <summary>One thing that a question counts; two that look alike are still two.</summary>
public sealed class Item(int answer, Guid person, IReadOnlySet<Guid> teams)
{
    /// <summary>Which of the question's answers it is, from 0.</summary>
    public int Answer => answer;

    /// <summary>Whom it is about.</summary>
    public Guid Person => person;

    /// <summary>The teams in whose figures, and so in their agencies', it counts.</summary>
    public IReadOnlySet<Guid> Teams => teams;
}

/// <summary>One figure of one row; <c>Answer</c> null is the row's total, <c>Count</c> null is held back.</summary>
public sealed record Cell(Whose Whose, Guid Id, int? Answer, int? Count);

/// <summary>
/// Decides which figures of one question in one month can be published without telling of anybody. It looks at people,
/// not at things counted: a figure is small when few people stand behind it, however many steps they take. It counts as
/// small when nobody stands behind it, when few or none are left outside it, and when it would be small once figures
/// that are published are subtracted from each other.
///
/// The shape is kept plain so that it can be argued about. An answer that is held back in the area is held back in
/// every row. Below that, a row is shown as its parent is, or as its total alone, or not at all. So what is held back
/// in a family of rows is a block of cells of which at most the margins are known, and no margin is small; what a cell
/// of such a block can be is a range as wide as the smallest margin.
/// </summary>
public static class Suppression
{
    /// <summary>How many people at least stand behind a figure that is only for the team or agency itself.</summary>
    public const int OwnThreshold = 5;

    /// <summary>How many people at least stand behind a figure for the area, which everybody may see.</summary>
    public const int AreaThreshold = 10;

    /// <summary>Every cell of the area, each agency and each team, in the same shape whatever is held back.</summary>
    /// <param name="answers">How many answers the question has.</param>
    /// <param name="items">Everything that is counted, once each.</param>
    /// <param name="agencies">The agencies, with their teams.</param>
    public static IReadOnlyList<Cell> Apply(
        int answers, IReadOnlyList<Item> items, IReadOnlyDictionary<Guid, Guid[]> agencies)
    {
        var area = new Row(Whose.Area, Guid.Empty, AreaThreshold, [.. items]);
        var held = HeldBack(answers, area);
        area.Shown = area.People() < AreaThreshold ? Shown.Nothing
            : held.Count == answers ? Shown.Total : Shown.Answers;

        var rows = new List<Row> { area };
        var children = agencies.OrderBy(a => a.Key).Select(a => new Row(Whose.Agency, a.Key, OwnThreshold,
            [.. items.Where(i => a.Value.Any(i.Teams.Contains))])).ToList();
        Fit(area, children, answers, held);
        rows.AddRange(children);
        foreach (var agency in children)
        {
            var teams = agencies[agency.Id].Order().Select(t => new Row(Whose.Team, t, OwnThreshold,
                [.. agency.Items.Where(i => i.Teams.Contains(t))])).ToList();
            Fit(agency, teams, answers, held);
            rows.AddRange(teams);
        }
        return [.. rows.SelectMany(r => Cells(r, answers, held))];
    }

    // The answers that the area holds back: the small ones, and others until nothing can be had back from the total. An
    // answer that is nearly everybody's needs no rule of its own: each of the others is small then, and so are all.
    private static HashSet<int> HeldBack(int answers, Row area)
    {
        var all = Enumerable.Range(0, answers).ToList();
        var held = all.Where(a => area.People(i => i.Answer == a) < AreaThreshold).ToHashSet();
        while (held.Count > 0 && held.Count < answers
            && (held.Count < 2 || area.People(i => held.Contains(i.Answer)) < AreaThreshold))
        {
            held.Add(all.Where(a => !held.Contains(a)).MinBy(a => area.People(i => i.Answer == a)));
        }
        return held;
    }

    // Makes a family of rows fit to be seen together with the row that they are parts of.
    private static void Fit(Row parent, List<Row> children, int answers, HashSet<int> held)
    {
        foreach (var child in children)
        {
            child.Shown = (Shown)Math.Min((int)parent.Shown, (int)Alone(child, answers, held));
        }
        while (true)
        {
            if (!Leaves(parent, children, Shown.Total, _ => true))
            {
                Smallest(children, Shown.Total).Shown = Shown.Nothing;
            }
            else if (!Columns(answers, held).All(column => Leaves(parent, children, Shown.Answers, column)))
            {
                Smallest(children, Shown.Answers).Shown = Shown.Total;
            }
            else
            {
                return;
            }
        }
    }

    // What a row could show if there were no other.
    private static Shown Alone(Row row, int answers, HashSet<int> held) =>
        row.People() < row.Threshold ? Shown.Nothing
        : Columns(answers, held).All(c => row.People(c) >= row.Threshold) ? Shown.Answers
        : Shown.Total;

    // The answers that are shown, and those that are held back taken together: their sum can be had from the total.
    private static IEnumerable<Func<Item, bool>> Columns(int answers, HashSet<int> held)
    {
        foreach (var answer in Enumerable.Range(0, answers).Where(a => !held.Contains(a)))
        {
            yield return i => i.Answer == answer;
        }
        if (held.Count > 0)
        {
            yield return i => held.Contains(i.Answer);
        }
    }

    // Whether enough people are left of a parent's column when its children's are subtracted, in whatever choice.
    private static bool Leaves(Row parent, List<Row> children, Shown least, Func<Item, bool> column)
    {
        var shown = children.Where(c => c.Shown >= least).ToList();
        if (shown.Count == 0)
        {
            return true;
        }
        var items = parent.Items.Where(column).ToList();
        var left = items.Where(i => !shown.Any(s => s.Items.Contains(i))).ToList();
        if (shown.Count < children.Count || left.Count > 0)
        {
            return Row.People(left) >= parent.Threshold;
        }
        // Nothing is left over by all together; but one or the other might be left out of the subtraction.
        return shown.Count == 1 || shown.All(s => Row.People(items.Where(i => s.Items.Contains(i)
            && !shown.Any(o => o != s && o.Items.Contains(i)))) >= parent.Threshold);
    }

    private static Row Smallest(List<Row> children, Shown least) =>
        children.Where(c => c.Shown >= least).OrderBy(c => c.People()).ThenBy(c => c.Id).First();

    private static IEnumerable<Cell> Cells(Row row, int answers, HashSet<int> held)
    {
        yield return new Cell(row.Whose, row.Id, null, row.Shown >= Shown.Total ? row.Items.Count : null);
        for (var answer = 0; answer < answers; answer++)
        {
            yield return new Cell(row.Whose, row.Id, answer, row.Shown == Shown.Answers && !held.Contains(answer)
                ? row.Items.Count(i => i.Answer == answer)
                : null);
        }
    }

    private enum Shown
    {
        Nothing,
        Total,
        Answers,
    }

    private sealed class Row(Whose whose, Guid id, int threshold, HashSet<Item> items)
    {
        public Whose Whose => whose;
        public Guid Id => id;
        public int Threshold => threshold;
        public HashSet<Item> Items => items;
        public Shown Shown { get; set; }

        public int People() => People(items);

        public int People(Func<Item, bool> which) => People(items.Where(which));

        public static int People(IEnumerable<Item> items) => items.Select(i => i.Person).Distinct().Count();
    }
}
