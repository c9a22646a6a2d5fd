namespace PersonalOutcomes.Plans.Recording;

/// <summary>
/// The labelled statements beside this file. The held half is read by <see cref="FiguresTests"/> alone.
/// </summary>
internal static class Statements
{
    public static IReadOnlyList<Labelled> Open { get; } = [.. ByTwo("statements-open.tsv")];

    public static IReadOnlyList<Labelled> Learnt { get; } = [.. ByOne("statements-learnt.tsv")];

    public static IReadOnlyList<Labelled> Examples { get; } = [.. ByOne("examples.tsv")];

    public static IReadOnlyList<Labelled> Held() => [.. ByTwo("statements-held.tsv")];

    /// <summary>The repository's folder.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "PersonalOutcomes.sln")))
            {
                folder = folder.Parent!;
            }
            return folder.FullName;
        }
    }

    /// <summary>The lines of a file of the repository.</summary>
    public static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(Root, file)).Skip(1).Select(l => l.Split('\t'));

    // By the writer and, last, by the reader.
    private static IEnumerable<Labelled> ByTwo(string file) =>
        from c in Lines($"tests/Plan/Recording/{file}")
        select new Labelled(c[0], Agreed(c[1], c[8], "outcome"), Agreed(c[2], c[9], "yes"), Agreed(c[3], c[10], "yes"),
            Terms(c[4]))
        {
            Scots = c[6] == "yes",
            EasySignWrong = c[7] == "yes",
        };

    private static IEnumerable<Labelled> ByOne(string file) =>
        from c in Lines($"tests/Plan/Recording/{file}")
        select new Labelled(c[0], c[1] == "outcome", c[2] == "yes", c[3] == "yes", c.Length > 4 ? Terms(c[4]) : []);

    private static bool? Agreed(string one, string other, string yes) => one == other ? one == yes : null;

    private static string[] Terms(string cell) =>
        cell == "-" ? [] : cell.Split(',', StringSplitOptions.TrimEntries);
}

/// <summary>A labelled statement; a label is null where writer and reader differ.</summary>
internal sealed record Labelled(string Text, bool? Outcome, bool? Personalised, bool? Voice, string[] Jargon)
{
    public bool Scots { get; init; }

    public bool EasySignWrong { get; init; }

    /// <summary>What is right to a question, if it is asked of this statement at all.</summary>
    public bool? Of(Question question) => question switch
    {
        Question.Outcome => Outcome,
        // Personalised is asked of outcomes.
        Question.Personalised => Outcome == true ? Personalised : null,
        _ => Voice,
    };
}
