using System.Text;
using System.Text.RegularExpressions;

namespace PersonalOutcomes.Plans.Recording;

/// <summary>Phrases that belong to an aspect, as <c>phrases.tsv</c> lists them, where they stand in a text.</summary>
internal sealed class Phrases
{
    private readonly string _line;
    private readonly List<(int At, Span Word)> _places;

    private Phrases(string line, List<(int At, Span Word)> places) => (_line, _places) = (line, places);

    /// <summary>Of a text's words, written plainly in one line with a space on either side of each.</summary>
    public static Phrases In(List<Word> words)
    {
        var line = new StringBuilder(" ");
        var places = new List<(int At, Span Word)>(words.Count);
        foreach (var word in words.Where(w => w.IsWord))
        {
            places.Add((line.Length, word.At));
            line.Append(word.Plain).Append(' ');
        }
        return new(line.ToString(), places);
    }

    /// <summary>Met where a phrase that meets it stands, partly where one of it does, else missing.</summary>
    public (Standing Standing, IReadOnlyList<Span> Words) Of(Aspect aspect)
    {
        List<Span> partly = [];
        foreach (var (standing, pattern) in Patterns[aspect])
        {
            if (pattern.Match(_line) is { Success: true } match)
            {
                if (standing == Standing.Met)
                {
                    return (standing, [At(match)]);
                }
                partly.Add(At(match));
            }
        }
        // A plan says who, when and where by two of the three; each alone is part of it.
        return aspect == Aspect.WhoWhenWhere && partly.Count > 1 ? (Standing.Met, partly)
            : partly.Count > 0 ? (Standing.Partly, partly)
            : (Standing.Missing, []);
    }

    private Span At(Match match)
    {
        var inside = _places.Where(p => p.At > match.Index && p.At < match.Index + match.Length - 1).ToList();
        return new(inside[0].Word.Start, inside[^1].Word.End - inside[0].Word.Start);
    }

    // Those that meet it stand first. Without backtracking, so that the time is in proportion to the text.
    private static readonly ILookup<Aspect, (Standing Standing, Regex Pattern)> Patterns =
        Lists.Lines("phrases").OrderBy(l => l[1] != "met").ToLookup(
            l => Enum.Parse<Aspect>(l[0]),
            l => (l[1] == "met" ? Standing.Met : Standing.Partly,
                new Regex($" (?:{l[2]}) ", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)));
}
