using System.Text.RegularExpressions;

namespace PersonalOutcomes.Conventions.Words;

/// <summary>What we say on a plan's page: all used, all plain.</summary>
public sealed partial class OnePageTests
{
    private const string File = "services/Gateway/vocabulary/one_page.tsv";

    private static readonly string[][] Lines = [.. Repository.Lines(File).Skip(1).Select(line => line.Split('\t'))];

    [Fact]
    public void Each_line_has_its_words_and_its_source_and_is_said_somewhere()
    {
        var code = string.Concat(Repository.Files("services/Gateway", "OnePage*.cs")
            .SelectMany(Repository.Lines));

        Repository.Nothing(
            from line in Lines
            where line.Length != 4 || line.Any(string.IsNullOrWhiteSpace) || !code.Contains($"\"{line[0]}\"")
            select string.Join('|', line));
    }

    [Fact]
    public void All_together_can_be_read_at_the_fifth_grade()
    {
        var all = string.Join(' ', Lines.SelectMany(l => l[1..3])
            .Where(words => words.EndsWith('.')).Select(words => Place().Replace(words, "three")));

        Assert.InRange(Readability.Of(all).Grade, double.MinValue, 5);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
