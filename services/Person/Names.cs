using System.Text;

namespace PersonalOutcomes.People;

/// <summary>
/// How a name or postcode looks once case, accents and punctuation are gone. The platform runs without cultures, whose
/// tables would know more letters, and SQL has none that both engines share; so the letters stand here.
/// </summary>
public static class Names
{
    // Letters that people in Scotland write with a mark, and what somebody else types instead.
    private static readonly Dictionary<char, string> Plain = Fold(
        ("àáâãäåāăą", "a"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"), ("ĵ", "j"), ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņňŋ", "n"), ("òóôõöøōŏő", "o"), ("ŕŗř", "r"),
        ("śŝşšș", "s"), ("ţťŧț", "t"), ("ùúûüũūŭůűų", "u"), ("ŵẁẃẅ", "w"), ("ýÿŷỳ", "y"), ("źżž", "z"), ("æ", "ae"),
        ("œ", "oe"), ("ß", "ss"), ("þ", "th"));

    /// <summary>
    /// Small letters and digits with single blanks between the parts: "Seán O'Neill-Łuk" is "sean oneill luk".
    /// </summary>
    public static string Normalise(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            var small = char.ToLowerInvariant(letter);
            if (Plain.TryGetValue(small, out var other))
            {
                plain.Append(other);
            }
            else if (char.IsLetterOrDigit(small))
            {
                plain.Append(small);
            }
            else if (small is not ('\'' or '’' or '‘' or '`' or '.') && small is < '\u0300' or > '\u036f'
                && plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }
        return plain.ToString().TrimEnd();
    }

    /// <summary>A postcode without blanks: "kw15 1fl" is "KW151FL"; null for none.</summary>
    public static string? Postcode(string? postcode) =>
        postcode is null ? null : string.Concat(postcode.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static Dictionary<char, string> Fold(params (string From, string To)[] letters) =>
        letters.SelectMany(l => l.From.Select(c => (c, l.To))).ToDictionary(p => p.c, p => p.To);
}
