using System.Net;
using System.Text;
using PersonalOutcomes.Records.V1;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>As it is printed: one file that fetches nothing, black on white.</summary>
public static partial class OnePage
{
    private const string Style = """
        @page { size: A4; margin: 14mm; }
        body { font: SIZEpt/1.3 Arial, "Liberation Sans", Helvetica, sans-serif; color: #000; max-width: 182mm;
          margin: 0 auto; }
        h1 { font-size: 1.5em; margin: 0 0 .1em; }
        h2 { font-size: 1.15em; margin: .7em 0 .2em; break-after: avoid; }
        h3 { font-size: 1em; margin: 0; break-after: avoid; }
        p { margin: .15em 0; }
        ul { margin: .15em 0; padding-left: 1.2em; }
        .words { font-weight: bold; white-space: pre-line; }
        .kept { white-space: pre-line; }
        section.outcome { border-left: 3pt solid #000; padding-left: 8pt; margin: .5em 0; break-inside: avoid; }
        .slip { border-top: 1.5pt dashed #000; margin-top: .9em; padding-top: .3em; break-inside: avoid; }
        .line { border-bottom: .75pt solid #000; height: 1.7em; }
        """;

    /// <summary>The page as HTML. Everything that somebody wrote is text in it, whatever it holds.</summary>
    public static string Html(Wire.OnePage page, PageFormat format)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
            .Append(Encoded(Filled("title", page))).Append("</title>\n<style>\n")
            .Append(Style.Replace("SIZE", format == PageFormat.LargePrint ? "18" : "12"))
            .Append("\n</style>\n</head>\n<body>\n");
        Tag(html, "h1", Filled("title", page));
        Tag(html, "p", Filled("as_of", page));
        if (page.Purpose.Length > 0)
        {
            Tag(html, "h2", Filled("purpose", page));
            Tag(html, "p class=\"kept\"", page.Purpose);
        }
        if (page.Outcomes.Count == 0)
        {
            Tag(html, "p", Filled("nothing", page));
        }
        foreach (var outcome in page.Outcomes)
        {
            Outcome(html, page, outcome);
        }
        if (page.MoreOutcomes > 0)
        {
            Tag(html, "p", Filled("more_outcomes", page, page.MoreOutcomes));
        }
        if (page.OtherSteps.Count > 0)
        {
            Tag(html, "h2", Filled("other", page));
            Steps(html, page, page.OtherSteps, page.MoreOtherSteps);
        }
        if (page.Involved.Count > 0)
        {
            Tag(html, "h2", Filled("involved", page));
            List(html, page.Involved.Select(Team));
        }
        Tag(html, "p", page.Notice);
        if (page.DiedOn.Length == 0)
        {
            Slip(html, page);
        }
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Outcome(StringBuilder html, Wire.OnePage page, OnePageOutcome outcome)
    {
        html.Append("<section class=\"outcome\">\n");
        Tag(html, "p", outcome.Said + ":");
        Tag(html, "p class=\"words\"", outcome.Words);
        if (outcome.Why.Length > 0)
        {
            Tag(html, "p class=\"kept\"", $"{Filled("why", page)} {outcome.Why}");
        }
        foreach (var said in About(page, outcome))
        {
            Tag(html, "p", said);
        }
        if (outcome.Steps.Count > 0)
        {
            Tag(html, "h3", Filled("steps", page));
            Steps(html, page, outcome.Steps, outcome.MoreSteps);
        }
        html.Append("</section>\n");
    }

    // What is said of an outcome beside its own words, alike on paper and aloud.
    private static IEnumerable<string> About(Wire.OnePage page, OnePageOutcome outcome) =>
    [
        .. outcome.Critical ? [Filled("critical", page)] : Array.Empty<string>(),
        .. outcome.WaitsForAgreement ? [Filled("waits", page)] : Array.Empty<string>(),
        .. outcome.CannotReason.Length > 0
            ? [Filled("cannot", page.DiedOn.Length > 0, ("words", outcome.CannotReason))] : Array.Empty<string>(),
        .. outcome.BlockedBy.Select(b => Filled("blocked", page.DiedOn.Length > 0, ("words", b))),
    ];

    private static void Steps(StringBuilder html, Wire.OnePage page, IEnumerable<OnePageStep> steps, int more)
    {
        List(html, steps.Select(Sentence));
        if (more > 0)
        {
            Tag(html, "p", Filled("more_steps", page, more));
        }
    }

    private static string Sentence(OnePageStep step) =>
        $"{Capital(step.Who)}: {step.What}{(step.WhenAndWhere.Length > 0 ? $" ({step.WhenAndWhere})" : "")}";

    private static string Team(Involved team)
    {
        var people = team.Practitioners.Select(p => string.Join(", ",
            new[] { p.Name, p.Role }.Where(w => w.Length > 0)) + (p.Offer.Length > 0 ? $": {p.Offer}" : ""));
        return string.Join(". ", people.Prepend($"{team.TeamName}, {team.AgencyName}"));
    }

    private static void Slip(StringBuilder html, Wire.OnePage page)
    {
        html.Append("<section class=\"slip\">\n");
        Tag(html, "h2", Filled("slip", page));
        Tag(html, "p", Filled("slip_how", page));
        Tag(html, "p", "☐ " + Filled("slip_right", page));
        Tag(html, "p", "☐ " + Filled("slip_wrong", page));
        html.Append("<div class=\"line\"></div>\n<div class=\"line\"></div>\n");
        Tag(html, "p", Filled("slip_name", page));
        html.Append("<div class=\"line\"></div>\n</section>\n");
    }

    private static void List(StringBuilder html, IEnumerable<string> lines)
    {
        html.Append("<ul>\n");
        foreach (var line in lines)
        {
            Tag(html, "li", line);
        }
        html.Append("</ul>\n");
    }

    private static void Tag(StringBuilder html, string tag, string words) => html.Append('<').Append(tag).Append('>')
        .Append(Encoded(words)).Append("</").Append(tag.Split(' ')[0]).Append(">\n");

    private static string Encoded(string words) => WebUtility.HtmlEncode(words);
}
