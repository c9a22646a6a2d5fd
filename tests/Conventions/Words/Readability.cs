using System.Text.RegularExpressions;

namespace PersonalOutcomes.Conventions.Words;

/// <summary>
/// How hard a text is to read, by Flesch and Kincaid: about the school year at which one can. Counted are words of
/// letters; a number in digits is none. A sentence ends with a full stop, a question mark or an exclamation mark.
/// </summary>
public sealed partial record Readability(int Sentences, int Words, int Syllables)
{
    /// <summary>The grade: 0.39 words a sentence + 11.8 syllables a word - 15.59.</summary>
    public double Grade => (0.39 * Words / Sentences) + (11.8 * Syllables / Words) - 15.59;

    /// <summary>Counts a text.</summary>
    public static Readability Of(string text)
    {
        var words = In(text).ToList();
        return new(End().Count(text), words.Count, words.Sum(Conventions.Words.Syllables.Of));
    }

    /// <summary>The words of a text.</summary>
    public static IEnumerable<string> In(string text) => Word().Matches(text).Select(m => m.Value);

    [GeneratedRegex("[A-Za-z]+('[A-Za-z]+)*")]
    private static partial Regex Word();

    [GeneratedRegex(@"[.!?]+(?=\s|$)")]
    private static partial Regex End();
}
