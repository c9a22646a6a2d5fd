using System.Reflection;

namespace PersonalOutcomes.Plans.Recording;

/// <summary>
/// The lens's lists, which are data beside this file: words by what they tell in a sentence, Scots spellings, acronyms
/// that everybody knows, phrases that belong to a minimum note, and the weights that were learnt.
/// </summary>
internal static class Lists
{
    /// <summary>Scots spellings with the English that the other lists are written in.</summary>
    public static readonly IReadOnlyDictionary<string, string> Scots =
        Lines("scots").ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);

    /// <summary>Words that are written with an apostrophe before them: 'til.</summary>
    public static readonly IReadOnlySet<string> Elisions = Of("elision");

    /// <summary>Acronyms that need no explaining.</summary>
    public static readonly IReadOnlySet<string> EverydayAcronyms = Of("acronym");

    /// <summary>Words that are written in capitals to say them loudly.</summary>
    public static readonly IReadOnlySet<string> Shouted = Of("shouted");

    /// <summary>First names and titles, which begin many sentences.</summary>
    public static readonly IReadOnlySet<string> Names = Of("name");

    /// <summary>Words by what they tell, <c>walk</c> as <c>LIVE</c>; an irregular form with its ending.</summary>
    public static readonly IReadOnlyDictionary<string, (string Class, string Form)> Classes = ReadClasses();

    /// <summary>Patterns over a text's tags.</summary>
    public static readonly IReadOnlyList<(string Name, string Pattern)> Patterns =
        [.. Lines("patterns").Where(l => l[0][0] != '@').Select(l => (l[0], l[1]))];

    /// <summary>Alternatives that several patterns share; a later one may hold an earlier one.</summary>
    public static readonly IReadOnlyList<(string Name, string Words)> Groups =
        [.. Lines("patterns").Where(l => l[0][0] == '@').Select(l => (l[0][1..], l[1])).Reverse()];

    /// <summary>Terms that a service says and others do not, each with a plain swap.</summary>
    public static readonly IReadOnlyList<JargonTerm> Jargon = JargonTerm.Read(Open("jargon"));

    /// <summary>What could be asked where an aspect is not, or only partly, there.</summary>
    public static readonly IReadOnlyDictionary<string, string> Suggestions =
        Lines("suggestions").ToDictionary(l => l[0], l => l[1]);

    /// <summary>Lines of a list, split at tabs, its heading left out.</summary>
    public static IEnumerable<string[]> Lines(string name)
    {
        using var reader = Open(name);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line.Split('\t');
            }
        }
    }

    public static StreamReader Open(string name) => new(
        Assembly.GetExecutingAssembly().GetManifestResourceStream($"Recording.{name}.tsv")
        ?? throw new InvalidOperationException($"The list {name} is not in this program."));

    private static HashSet<string> Of(string kind) =>
    [
        .. from line in Lines("known")
           where line[0] == kind
           from word in line[1].Split(' ')
           select word,
    ];

    // go:went:gone is a verb with its past forms. A word that stands in two classes counts in the first.
    private static Dictionary<string, (string, string)> ReadClasses()
    {
        var classes = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var line in Lines("words").OrderBy(l => l[0] != "ITSELF"))
        {
            foreach (var entry in line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var forms = entry.Split(':');
                for (var i = 0; i < forms.Length; i++)
                {
                    classes.TryAdd(forms[i], (line[0], i > 0 ? "ed" : ""));
                }
            }
        }
        return classes;
    }
}
