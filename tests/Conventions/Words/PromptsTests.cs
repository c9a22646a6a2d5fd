namespace PersonalOutcomes.Conventions.Words;

/// <summary>The open prompts are plain, and open: no yes or no is an answer to one.</summary>
public sealed class PromptsTests
{
    private static readonly string[] Open = ["What", "Who", "How", "When", "Where"];

    private static readonly string[][] Lines =
        [.. Repository.Lines("services/Conversation/vocabulary/prompts.tsv").Select(line => line.Split('\t'))];

    [Fact]
    public void All_together_can_be_read_at_the_fifth_grade()
    {
        Assert.InRange(Readability.Of(string.Join(' ', Lines.Skip(1).Select(l => l[1]))).Grade, double.MinValue, 5);
    }

    [Fact]
    public void Each_is_one_open_question_with_its_source()
    {
        Assert.Equal(["code", "words", "topic", "source"], Lines[0]);
        Repository.Nothing(
            from line in Lines.Skip(1)
            where line.Length != 4 || line[0].Length == 0 || line[3].Length == 0 || !line[1].EndsWith('?')
                || line[1].Count(c => c == '?') != 1 || !Open.Contains(line[1].Split(' ')[0])
            select string.Join('|', line));
    }
}
