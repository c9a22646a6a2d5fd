using System.Text.RegularExpressions;

namespace PersonalOutcomes.Conventions.Words;

/// <summary>
/// How many syllables an English word has, by rules. Each group of vowels is one, y among them, corrected for what the
/// spelling hides:
/// <list type="number">
/// <item>An e at the end is silent where the word has another vowel (<c>code</c>, not <c>the</c>), unless it makes the
/// l before it heard (<c>ta-ble</c>).</item>
/// <item>So is that of -ed, unless t or d stands before it (<c>looked</c>, <c>ad-ded</c>, <c>han-dled</c>), and that of
/// -es, unless something that hisses does (<c>times</c>, <c>pas-ses</c>).</item>
/// <item>So it is before -ly, -ful, -ment, -less, -ness, -one, -thing, -where (<c>safe-ly</c>, <c>some-one</c>).</item>
/// <item>Some vowels stand together and are said apart: <c>be-ing</c>, <c>cre-ate</c>, <c>ra-di-o</c>,
/// <c>us-u-al</c>, but <c>na-tion</c>, <c>spe-cial</c>; and <c>was-n't</c> has a vowel that is not written.</item>
/// </list>
/// What the rules get wrong stands in a list. They are held against words and texts that others counted, or a hand did.
/// </summary>
public static partial class Syllables
{
    private static readonly Dictionary<string, int> Irregular = new()
    {
        ["area"] = 3, ["business"] = 2, ["evening"] = 2, ["every"] = 2, ["idea"] = 3, ["lion"] = 2, ["people"] = 2,
    };

    /// <summary>The syllables of a word.</summary>
    public static int Of(string word)
    {
        var letters = word.ToLowerInvariant().Replace("'", "");
        if (Irregular.TryGetValue(letters, out var known))
        {
            return known;
        }
        var heard = SilentAtTheEnd().Replace(SilentWithin().Replace(letters, "$1$2"), "");
        return Math.Max(1, Vowels().Count(heard) + Apart().Count(heard));
    }

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();

    [GeneratedRegex("([aeiouy][^aeiouy]{1,2})e(ly|ful|ment|less|ness|one|thing|where)$")]
    private static partial Regex SilentWithin();

    // The e alone is taken out: looked is said as lookd.
    [GeneratedRegex("""
        (?<=[aeiouy].*[^aeiouytd])(?<![bcdfgkpstz]l)e(?=d$)
        |(?<=[aeiouy].*[^aeiouysxzcg])(?<!ch|sh|[bcdfgkpstz]l)e(?=s$)
        |(?<=[aeiouy].*[^aeiouy])(?<![bcdfgkpstz]l)e$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SilentAtTheEnd();

    [GeneratedRegex("""
        (?<![tcsgl])ia|lia(?!n(?!c)|r)|iet|iu|ism$|(?<![tcsgnlx])io|(?<![gq])ua|uou
        |[aeiou]ing|(?<![aeiou])ying|[aeiou]y[aeiou]|creat(?!u)|^sci|[^aeiou]eo(?!u|n$)|eum|oem|(?<![tc])ienc|[ld]ient|[sd]nt$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Apart();
}
