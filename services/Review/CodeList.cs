using System.Reflection;

namespace PersonalOutcomes.Reviews;

/// <summary>
/// A list of codes that is data: <c>vocabulary/&lt;name&gt;.tsv</c>, with the file of whoever runs this service, where
/// <c>Vocabularies:&lt;Setting&gt;</c> names one: its lines are added, and take the place of those with the same code.
/// </summary>
internal static class CodeList
{
    /// <summary>Reads both: a heading line, then a line a code, its code first.</summary>
    /// <exception cref="InvalidOperationException">
    /// The added file can't be read, or a line of it is none: it doesn't start half extended.
    /// </exception>
    public static Dictionary<string, T> Read<T>(
        IConfiguration configuration, string name, string setting, Func<string[], T> read)
    {
        var lines = new Dictionary<string, T>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        using (var own = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames()
            .Single(n => n.EndsWith($".vocabulary.{name}.tsv", StringComparison.Ordinal)))!))
        {
            Add(lines, own, read);
        }
        if (configuration[$"Vocabularies:{setting}"] is not { Length: > 0 } file)
        {
            return lines;
        }
        try
        {
            using var added = new StreamReader(file);
            Add(lines, added, read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidOperationException(
                $"Vocabularies__{setting}: {file} can't be read. {problem.Message}", problem);
        }
        return lines;
    }

    private static void Add<T>(Dictionary<string, T> lines, TextReader reader, Func<string[], T> read)
    {
        reader.ReadLine();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }
            string[] cells = [.. line.Split('\t').Select(c => c.Trim())];
            try
            {
                lines[cells[0].Length > 0 ? cells[0] : throw new FormatException("it has no code")] = read(cells);
            }
            catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException or OverflowException)
            {
                throw new FormatException($"Line {number} is none of this list: {wrong.Message}.", wrong);
            }
        }
    }
}
