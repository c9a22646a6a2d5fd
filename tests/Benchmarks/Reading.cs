using System.Diagnostics;
using PersonalOutcomes.Plans.Recording;

namespace PersonalOutcomes.Benchmarks;

/// <summary>What the recording lens costs: the processor's time for a check, and how it grows with the draft.</summary>
internal static class Reading
{
    private const int Checks = 50;

    private const string Note = """
        Agnes is back singing with the choir on Thursdays, because that is where her friends are. Her daughter takes her
        and Jim brings her home. Referral to the befriending team was made; POC to commence Monday. She said she would be
        glad of a lift, “but no a taxi”. The stair gets in the way, and the rail helps. We will look at the plan again.
        """;

    public static void Measure(int rounds, Table table)
    {
        var lens = new Lens([]);
        var (small, large) = (Words(200), Words(2000));
        // Until the code is compiled to the full.
        _ = Enumerable.Range(0, 4).Select(_ => (Milliseconds(lens, small), Milliseconds(lens, large))).ToList();
        var each = Enumerable.Range(0, Math.Max(rounds, 3)).Select(_ =>
            (Small: Milliseconds(lens, small), Large: Milliseconds(lens, large))).ToList();
        table.Part("Checking a draft", each.Count, Table.LoadAverage());
        table.Add("processor time of a check of 200 words, ms", Table.Number(Table.Median(each.Select(e => e.Small))), "<= 5");
        table.Add("2,000 words to 200", Table.Number(Table.Median(each.Select(e => e.Large / e.Small))), "<= 12");
    }

    private static string Words(int count)
    {
        var words = Note.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', Enumerable.Range(0, count).Select(i => words[i % words.Length]));
    }

    private static double Milliseconds(Lens lens, string text)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < Checks; i++)
        {
            lens.Check(new Draft(text));
        }
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / Checks;
    }
}
