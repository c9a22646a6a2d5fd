using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PersonalOutcomes.Conventions;

public sealed partial class SourceTests
{
    private const string Defaults = "services/ServiceDefaults";

    private static readonly HashSet<string> ServicesNouns =
    [
        "outcome", "outcomes", "step", "steps", "conversation", "conversations", "view", "views", "review", "reviews",
        "rating", "ratings",
    ];

    private static readonly string[] Slices =
        ["Person", "Sharing", "Conversation", "Plan", "Review", "Insight", "Gateway"];

    [Fact]
    public void The_shared_library_speaks_of_no_service_in_particular()
    {
        Repository.Nothing(
            from file in Repository.Files(Defaults, "*.cs")
            from line in Repository.Lines(file).Select((text, i) => (Text: text, Number: i + 1))
            let noun = Words(line.Text).FirstOrDefault(ServicesNouns.Contains)
            where noun is not null
            select $"{file}:{line.Number} says {noun}");
    }

    [Theory]
    [InlineData("var outcomeId = 5;", true)]
    [InlineData("// the Review is due", true)]
    [InlineData("\"rating_story\"", true)]
    [InlineData("reviewed, overview, stepping, preview, PersonalOutcomes.Plans, personal-outcomes", false)]
    public void A_noun_is_found_as_a_whole_word_wherever_it_stands(string line, bool found)
    {
        Assert.Equal(found, Words(line).Any(ServicesNouns.Contains));
    }

    /// <summary>
    /// Counted is a line that holds code: not a blank one, a comment, a using or namespace directive, or one of
    /// punctuation alone, such as a brace. So nobody is tempted to write tersely or to leave out a reason.
    /// </summary>
    [Fact]
    public void The_shared_library_stays_under_2500_lines_of_code()
    {
        var lines = Repository.Files(Defaults, "*.cs").SelectMany(Repository.Lines).Count(IsCode);

        Assert.InRange(lines, 1, 2500);
    }

    [Theory]
    [InlineData("    return true;", true)]
    [InlineData("    }, this);", true)]
    [InlineData("    });", false)]
    [InlineData("", false)]
    [InlineData("    /// <summary>Why.</summary>", false)]
    [InlineData("using System.Text;", false)]
    [InlineData("    using var hash = Open();", true)]
    [InlineData("namespace PersonalOutcomes;", false)]
    public void A_line_of_code_is_one_that_says_something(string line, bool counted)
    {
        Assert.Equal(counted, IsCode(line));
    }

    [Fact]
    public void No_file_is_longer_than_one_reads()
    {
        Repository.Nothing(
            from file in Repository.Files("services", "*.cs").Concat(Repository.Files("tests", "*.cs"))
            let lines = Repository.Lines(file).Length
            where lines > (file.StartsWith(Defaults, StringComparison.Ordinal) ? 250 : 400)
            select $"{file} has {lines} lines");
    }

    [Fact]
    public void No_line_is_longer_than_120_columns()
    {
        Repository.Nothing(
            from file in Repository.Files("services", "*.cs")
            from line in Repository.Lines(file).Select((text, i) => (text.Length, Number: i + 1))
            where line.Length > 120
            select $"{file}:{line.Number} has {line.Length} columns");
    }

    [Fact]
    public void Only_Identity_has_an_object_mapper()
    {
        Repository.Nothing(
            from file in Projects("services")
            where !file.EndsWith("/Identity.csproj", StringComparison.Ordinal)
            from package in Packages(file)
            where package.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            select $"{file} refers to {package}");
    }

    [Fact]
    public void Only_the_conventions_have_the_SQL_Server_model()
    {
        Repository.Nothing(
            from file in Projects("services").Concat(Projects("tests"))
            where !file.EndsWith("/Conventions.Tests.csproj", StringComparison.Ordinal)
            where Packages(file).Contains("Microsoft.SqlServer.DacFx")
            select file);
    }

    [Fact]
    public void Time_ids_and_other_services_come_to_a_slice_from_outside()
    {
        Repository.Nothing(
            from folder in Slices
            from file in Repository.Files($"services/{folder}", "*.cs")
            from line in Repository.Lines(file).Select((text, i) => (Text: text, Number: i + 1))
            // A call's deadline is by the real clock, which the neighbour's is measured by.
            where FromNowhere().IsMatch(line.Text)
                && !line.Text.Contains("deadline", StringComparison.OrdinalIgnoreCase)
            select $"{file}:{line.Number} {line.Text.Trim()}");
    }

    [Fact]
    public void MassTransit_stays_where_its_licence_is_free()
    {
        var versions = Versions();

        Assert.StartsWith("8.5.", versions["MassTransit.RabbitMQ"]);
        Assert.All(versions.Where(v => v.Key.StartsWith("MassTransit", StringComparison.Ordinal)),
            v => Assert.StartsWith("8.5.", v.Value));
    }

    [Fact]
    public void What_belongs_to_the_framework_has_the_framework_s_major()
    {
        Assert.All(Versions().Where(v => OfTheFramework().IsMatch(v.Key)), v => Assert.StartsWith("10.", v.Value));
    }

    [Fact]
    public void No_project_has_a_version_of_its_own()
    {
        Repository.Nothing(
            from file in Projects("services").Concat(Projects("tests")).Concat(Projects("protos"))
            from reference in XDocument.Load(Path.Combine(Repository.Root, file)).Descendants("PackageReference")
            where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
            select $"{file}: {reference}");
    }

    private static IEnumerable<string> Words(string line) =>
        from run in Run().Matches(Product().Replace(line, ""))
        from word in Word().Matches(run.Value)
        select word.Value.ToLowerInvariant();

    private static bool IsCode(string line) => !NoCode().IsMatch(line);

    private static IEnumerable<string> Projects(string folder) => Repository.Files(folder, "*.csproj");

    private static IEnumerable<string> Packages(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference")
            .Select(p => p.Attribute("Include")!.Value);

    private static Dictionary<string, string> Versions() =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);

    [GeneratedRegex("[Pp]ersonal[-_. ]?[Oo]utcomes")]
    private static partial Regex Product();

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Run();

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*($|//|using [\w.= ]+;|namespace [\w.]+;|[\s{}()\[\];,.]+$)")]
    private static partial Regex NoCode();

    [GeneratedRegex(@"\bHttpClient\b|\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bGuid\.(NewGuid|CreateVersion7)\b")]
    private static partial Regex FromNowhere();

    [GeneratedRegex(@"^Microsoft\.(AspNetCore|EntityFrameworkCore|Data\.Sqlite|Extensions)\b")]
    private static partial Regex OfTheFramework();
}
