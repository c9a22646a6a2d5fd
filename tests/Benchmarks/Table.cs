using System.Globalization;

namespace PersonalOutcomes.Benchmarks;

/// <summary>What was found, in lines that are easy to read beside their goals.</summary>
internal sealed class Table
{
    private readonly List<(string What, string Found, string Goal)> _lines = [];

    /// <summary>A part of the table, with what else was going on on the machine.</summary>
    public void Part(string title, int rounds, double load) =>
        _lines.Add(($"\n{title} ({(rounds == 1 ? "one round" : $"medians of {rounds} rounds")}, " +
            $"load average {Number(load)})", "", ""));

    /// <summary>One figure; the goal is empty where there is none.</summary>
    public void Add(string what, string found, string goal = "") => _lines.Add(("  " + what, found, goal));

    public void Print()
    {
        foreach (var (what, found, goal) in _lines)
        {
            Console.WriteLine(found.Length == 0 ? what
                : $"{what,-62} {found,26}{(goal.Length == 0 ? "" : $"   goal {goal}")}");
        }
    }

    public static string Number(double value) => value.ToString(
        value >= 100 ? "0" : value >= 10 ? "0.0" : value >= 0.1 ? "0.00" : "0.0000", CultureInfo.InvariantCulture);

    /// <summary>The middle one.</summary>
    public static double Median(IEnumerable<double> values) => Load.At(values, 0.5);

    /// <summary>The machine's load average of the last minute.</summary>
    public static double LoadAverage() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
