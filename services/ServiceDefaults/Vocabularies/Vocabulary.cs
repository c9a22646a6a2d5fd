using System.Reflection;

namespace PersonalOutcomes.Vocabularies;

/// <summary>
/// A list of codes that is data: a tab-separated file in a service's <c>vocabulary</c> folder, embedded, with a heading
/// line, each line with the source it came from.
/// </summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _lines = [];

    private Vocabulary()
    {
    }

    /// <summary>The codes, in the file's order.</summary>
    public IReadOnlyCollection<string> Codes => _lines.Keys;

    /// <summary>The line of a code, by column; null when the list does not hold it.</summary>
    public IReadOnlyDictionary<string, string>? this[string code] => _lines.GetValueOrDefault(code);

    /// <summary>Reads <c>vocabulary/&lt;name&gt;.tsv</c> of an assembly.</summary>
    public static Vocabulary Of(Assembly assembly, string name)
    {
        var resource = assembly.GetManifestResourceNames()
            .Single(n => n.EndsWith($"vocabulary.{name}.tsv", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var columns = reader.ReadLine()!.Split('\t');
        var list = new Vocabulary();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split('\t');
            list._lines.Add(cells[0], columns.Zip(cells).ToDictionary(c => c.First, c => c.Second));
        }
        return list;
    }
}
