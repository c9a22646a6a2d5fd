using System.Text.RegularExpressions;

namespace PersonalOutcomes.Conventions;

/// <summary>
/// The list of faults that <c>tests/Conventions/planted</c> plants, one by one: each still has its place in the sources
/// and a test that is to catch it.
/// </summary>
public sealed partial class PlantedTests
{
    private static readonly string[][] Lines =
        [.. Repository.Lines("tests/Conventions/planted.tsv").Select(line => line.Split('\t'))];

    private static readonly List<Fault> Faults =
        [.. Lines.Skip(1).Select(c => new Fault(c[0], c[1], c[2], c[3], c[4], c[5], c[6]))];

    [Fact]
    public void There_are_at_least_ten_each_under_a_name_of_its_own()
    {
        Assert.Equal(["name", "fault", "file", "text", "instead", "project", "test"], Lines[0]);
        Assert.All(Lines, cells => Assert.Equal(7, cells.Length));
        Assert.True(Faults.Count >= 10, $"{Faults.Count} faults");
        Assert.Equal(Faults.Count, Faults.DistinctBy(f => f.Name).Count());
        Assert.Equal(Faults.Count, Faults.DistinctBy(f => f.What).Count());
        // A name goes into an option of the build, and none is the sound tree's.
        Assert.All(Faults, f => Assert.True(Name().IsMatch(f.Name) && f.Name != "none", f.Name));
    }

    [Fact]
    public void Each_has_one_place_in_the_product_and_changes_it()
    {
        Repository.Nothing(
            from fault in Faults
            let found = Read(fault.File).Split(fault.Text).Length - 1
            where found != 1 || fault.Text == fault.Instead
                || !fault.File.StartsWith("services/", StringComparison.Ordinal)
            select $"{fault.Name}: {fault.File} has its text {found} times");
    }

    [Fact]
    public void The_test_that_is_to_catch_it_is_in_its_project()
    {
        Repository.Nothing(
            from fault in Faults
            let parts = fault.Test.Split('.')
            where !Repository.Files(fault.Project, "*.cs").Select(Read).Any(text =>
                text.Contains($"namespace {string.Join('.', parts[..^2])};", StringComparison.Ordinal)
                && text.Contains($"class {parts[^2]}", StringComparison.Ordinal)
                && Regex.IsMatch(text, $@"\b(Task|void) {parts[^1]}\("))
            select $"{fault.Name}: there is no {fault.Test} in {fault.Project}");
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private sealed record Fault(
        string Name, string What, string File, string Text, string Instead, string Project, string Test);

    [GeneratedRegex("^[a-z-]+$")]
    private static partial Regex Name();
}
