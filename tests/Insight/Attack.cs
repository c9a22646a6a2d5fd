namespace PersonalOutcomes.Insights.Tests;

/// <summary>
/// Somebody who has every figure that was published for a month, of whatever team or agency, and who knows how the
/// rows hang together: answers make up the total, a part is no more than the whole, parts together are no less than the
/// whole less what is in none of them, and, where nobody is supported by two, exactly that. Narrows every figure down
/// until nothing narrows further.
/// </summary>
internal sealed class Attack
{
    private const long Many = 1_000_000;
    private readonly Dictionary<(Whose, Guid, int), int> _index = [];
    private readonly List<(long Low, long High)> _bounds = [];
    private readonly HashSet<string> _known = [];
    private readonly List<(int[] Plus, int[] Minus, long Low, long High)> _rules = [];

    public Attack(Area area, IReadOnlyList<Cell> cells)
    {
        foreach (var cell in cells)
        {
            _index[(cell.Whose, cell.Id, cell.Answer ?? -1)] = _bounds.Count;
            _bounds.Add(cell.Count is { } count ? (count, count) : (0, Many));
        }
        foreach (var total in cells.Where(c => c.Answer is null))
        {
            // The answers make up the total.
            Rule([.. Enumerable.Range(0, area.Answers).Select(a => At(total, a))], [At(total, -1)], 0, 0);
            var children = area.ChildrenOf(total).Select(c => new Cell(total.Whose + 1, c, null, null)).ToList();
            var together = children.SelectMany(area.In).ToList();
            var apart = together.Count == together.Distinct().Count();
            // What is in no part; an agency's figures are those of its teams, so there it is nothing.
            var rest = Enumerable.Range(-1, area.Answers + 1).Select(_ => New(total.Whose == Whose.Area ? Many : 0))
                .ToArray();
            Rule(rest[1..], [rest[0]], 0, 0);
            for (var answer = -1; answer < area.Answers && children.Count > 0; answer++)
            {
                var parts = children.Select(c => At(c, answer)).ToArray();
                foreach (var part in parts)
                {
                    Rule([At(total, answer)], [part], 0, Many);
                }
                Rule([.. parts, rest[answer + 1]], [At(total, answer)], 0, apart ? 0 : Many);
            }
        }
        AddSums();
        while (_rules.Aggregate(false, (narrowed, rule) => Narrow(rule) || narrowed))
        {
        }
    }

    public (long Low, long High) Bounds(Cell cell) => _bounds[At(cell, cell.Answer ?? -1)];

    private int At(Cell row, int answer) => _index[(row.Whose, row.Id, answer)];

    private int New(long high)
    {
        _bounds.Add((0, high));
        return _bounds.Count - 1;
    }

    private void Rule(int[] plus, int[] minus, long low, long high) => _rules.Add((plus, minus, low, high));

    // Adds and subtracts rules that share something unknown, once: what one equation alone does not give away.
    private void AddSums()
    {
        var equations = _rules.Where(r => r.Low == 0 && r.High == 0).ToList();
        foreach (var (one, other) in from a in equations from b in equations where a != b select (a, b))
        {
            var coefficients = new Dictionary<int, int>();
            Count(one, 1);
            Count(other, -1);
            var unknown = coefficients.Where(c => c.Value != 0).ToList();
            if (unknown.Count < coefficients.Count && unknown.All(c => Math.Abs(c.Value) == 1)
                && _known.Add(string.Join(',', unknown.Select(c => c.Key * c.Value).Order())))
            {
                Rule([.. unknown.Where(c => c.Value > 0).Select(c => c.Key)],
                    [.. unknown.Where(c => c.Value < 0).Select(c => c.Key)], 0, 0);
            }

            void Count((int[] Plus, int[] Minus, long, long) rule, int sign)
            {
                foreach (var x in rule.Plus)
                {
                    coefficients[x] = coefficients.GetValueOrDefault(x) + sign;
                }
                foreach (var x in rule.Minus)
                {
                    coefficients[x] = coefficients.GetValueOrDefault(x) - sign;
                }
            }
        }
    }

    // low <= sum(plus) - sum(minus) <= high narrows each of its members by the bounds of all the others.
    private bool Narrow((int[] Plus, int[] Minus, long Low, long High) rule)
    {
        var narrowed = false;
        var least = rule.Plus.Sum(x => _bounds[x].Low) - rule.Minus.Sum(x => _bounds[x].High);
        var most = rule.Plus.Sum(x => _bounds[x].High) - rule.Minus.Sum(x => _bounds[x].Low);
        foreach (var x in rule.Plus)
        {
            var (low, high) = _bounds[x];
            narrowed |= Set(x, rule.Low - (most - high), rule.High - (least - low));
            (least, most) = (least - low + _bounds[x].Low, most - high + _bounds[x].High);
        }
        foreach (var x in rule.Minus)
        {
            var (low, high) = _bounds[x];
            narrowed |= Set(x, least + high - rule.High, most + low - rule.Low);
            (least, most) = (least + high - _bounds[x].High, most + low - _bounds[x].Low);
        }
        return narrowed;
    }

    private bool Set(int x, long low, long high)
    {
        var (was, until) = _bounds[x];
        var now = (Low: Math.Max(was, low), High: Math.Min(until, high));
        Assert.True(now.Low <= now.High, "The published figures contradict each other.");
        _bounds[x] = now;
        return now != (was, until);
    }
}
