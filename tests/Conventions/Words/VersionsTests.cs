namespace PersonalOutcomes.Conventions.Words;

/// <summary>What is told of how a plan changed: all there, all plain.</summary>
public sealed class VersionsTests
{
    private static readonly string[][] Lines =
        [.. Repository.Lines("services/Plan/vocabulary/versions.tsv").Select(line => line.Split('\t'))];

    private static readonly IEnumerable<string> Sentences =
        Lines.Skip(1).Select(l => l[1]).Where(s => s.EndsWith('.') || s.EndsWith('}'));

    [Fact]
    public void Each_has_its_words_and_its_source()
    {
        Assert.Equal(["code", "sentence", "source"], Lines[0]);
        Repository.Nothing(Lines.Where(l => l.Length != 3 || l.Any(string.IsNullOrWhiteSpace))
            .Select(l => string.Join('|', l)));
    }

    // With words as somebody may have said them; whatever they say, it stands as they said it.
    [Fact]
    public void All_together_can_be_read_at_the_fifth_grade()
    {
        var all = string.Join(' ', Sentences.Select(s => s.Replace("{who}", "The person")
            .Replace("{what}", "Back at the choir.").Replace("{other}", "Steady on the stairs.")));

        Assert.InRange(Readability.Of(all).Grade, double.MinValue, 5);
    }
}
