using PersonalOutcomes.Records.V1;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>As it is read aloud: a sentence a line, and a line left free where a voice stops.</summary>
public static partial class OnePage
{
    /// <summary>The page as plain text.</summary>
    public static string Aloud(Wire.OnePage page)
    {
        List<string> lines = [Stopped(Filled("title", page)), Filled("as_of", page)];
        if (page.Purpose.Length > 0)
        {
            lines.AddRange(["", Stopped(Filled("purpose", page)), Stopped(page.Purpose)]);
        }
        lines.AddRange(page.Outcomes.Count == 0 ? ["", Filled("nothing", page)] : []);
        foreach (var (outcome, at) in page.Outcomes.Select((o, i) => (o, i)))
        {
            lines.AddRange(["", Filled(at == 0 ? "read_first" : "read_next", page), Stopped(outcome.Said),
                Stopped(outcome.Words)]);
            lines.AddRange(outcome.Why.Length > 0
                ? [Filled("why", page).TrimEnd(':') + ".", Stopped(outcome.Why)] : []);
            lines.AddRange(About(page, outcome).Select(Stopped));
            lines.AddRange(Read(page, outcome.Steps, outcome.MoreSteps));
        }
        lines.AddRange(page.MoreOutcomes > 0 ? ["", Filled("more_outcomes", page, page.MoreOutcomes)] : []);
        if (page.OtherSteps.Count > 0)
        {
            lines.AddRange(["", Stopped(Filled("other", page))]);
            lines.AddRange(Read(page, page.OtherSteps, page.MoreOtherSteps));
        }
        if (page.Involved.Count > 0)
        {
            lines.AddRange(["", Stopped(Filled("involved", page)), .. page.Involved.Select(t => Stopped(Team(t)))]);
        }
        lines.AddRange(["", page.Notice, Filled("read_end", page)]);
        return string.Join('\n', lines) + "\n";
    }

    private static IEnumerable<string> Read(Wire.OnePage page, IEnumerable<OnePageStep> steps, int more) =>
    [
        .. steps.Select(s => Stopped($"{Capital(s.Who)}. {s.What}"
            + (s.WhenAndWhere.Length > 0 ? $", {s.WhenAndWhere}" : ""))),
        .. more > 0 ? [Filled("more_steps", page, more)] : Array.Empty<string>(),
    ];

    // A voice goes on where no sentence ends.
    private static string Stopped(string words) =>
        words.TrimEnd() is var trimmed && trimmed.Length > 0 && !".!?".Contains(trimmed[^1]) ? trimmed + "." : words;
}
