using System.Text;
using System.Text.RegularExpressions;
using PersonalOutcomes.Conventions.Rpcs;

namespace PersonalOutcomes.Conventions;

/// <summary>
/// Which line of the requirements is shown by which test: the tests are named after the lines.
/// <c>tests/REQUIREMENTS.md</c> is made here; PERSONAL_OUTCOMES_REQUIREMENTS=1 writes it anew.
/// </summary>
public sealed partial class RequirementsTests
{
    private const string Page = "tests/REQUIREMENTS.md";

    private static readonly List<(string Line, string Asked, string[] Rpcs)> Asked =
    [
        .. Repository.Lines("tests/Conventions/requirements.tsv").Skip(1).Select(l => l.Split('\t'))
            .Select(c => (c[0], c[1], c[2].Split(' ', StringSplitOptions.RemoveEmptyEntries))),
    ];

    // By project and class, as dotnet test names them but for the namespace.
    private static readonly List<(string Name, string Class, string File)> Tests =
    [
        .. from file in Repository.Files("tests", "*.cs")
           from Match test in NamedAfterLine().Matches(File.ReadAllText(Path.Combine(Repository.Root, file)))
           select (test.Groups[1].Value, Path.GetFileNameWithoutExtension(file).Split('.')[0], file),
    ];

    [Fact]
    public void The_list_of_requirements_says_which_test_shows_each()
    {
        var page = Written();
        if (Environment.GetEnvironmentVariable("PERSONAL_OUTCOMES_REQUIREMENTS") == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, Page), page);
        }
        Assert.Equal(page, File.ReadAllText(Path.Combine(Repository.Root, Page)));
    }

    [Fact]
    public void Every_line_and_every_rpc_that_is_named_exists()
    {
        Assert.Equal(Enumerable.Range(1, 66).Select(n => $"R{n:00}"), Asked.Select(a => a.Line));
        Repository.Nothing(Asked.SelectMany(a => a.Rpcs).Where(r => !Rpc.All.ContainsKey(r)));
        Repository.Nothing(Tests.SelectMany(t => LinesOf(t.Name)).Except(Asked.Select(a => a.Line)));
        Repository.Nothing(Asked.Where(a => a.Rpcs.Length == 0 && Shown(a.Line).Any())
            .Select(a => $"{a.Line} is shown, and no rpc is named"));
    }

    [Fact]
    public void Each_has_been_seen_to_fail_with_a_fault_planted()
    {
        var caught = Repository.Lines("tests/Conventions/planted.tsv").Skip(1).Select(l => l.Split('\t')[6]).ToList();
        // A figure over many statements fails by itself when the lens gets worse.
        Repository.Nothing(Tests.Where(t => t.Class != "FiguresTests"
            && !caught.Exists(c => c.EndsWith($".{t.Class}.{t.Name}", StringComparison.Ordinal)))
            .Select(t => $"no fault of planted.tsv is caught by {t.Class}.{t.Name}"));
    }

    private static string Written()
    {
        var page = new StringBuilder($"""
            # What is asked, and what shows it

            Made by `tests/Conventions/RequirementsTests.cs` from the names of the tests; a test of a line fails when
            what it shows is broken on purpose (`deploy/test --planted`). The pages come with the portal.

            {Asked.Count(a => Shown(a.Line).Any())} of {Asked.Count} lines are shown.

            |Line|What is asked|rpc|Test|Page|
            |--|--|--|--|--|

            """);
        foreach (var (line, asked, rpcs) in Asked)
        {
            page.Append($"|{line}|{asked}|{string.Join("<br>", rpcs.Select(r => $"`{r}`"))}|"
                + $"{string.Join("<br>", Shown(line).Select(t => $"`{t.Class}.{t.Name}`"))}||\n");
        }
        return page.ToString();
    }

    private static IEnumerable<(string Name, string Class, string File)> Shown(string line) =>
        Tests.Where(t => LinesOf(t.Name).Contains(line)).OrderBy(t => t.File, StringComparer.Ordinal);

    private static IEnumerable<string> LinesOf(string name) => name.Split('_').TakeWhile(p => Line().IsMatch(p));

    [GeneratedRegex(@"^R\d\d$")]
    private static partial Regex Line();

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (R\d\d_\w+)\(")]
    private static partial Regex NamedAfterLine();
}
