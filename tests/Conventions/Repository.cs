namespace PersonalOutcomes.Conventions;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Up(AppContext.BaseDirectory);

    /// <summary>The files under a folder, what was built left out, as paths from the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"))
            .Order(StringComparer.Ordinal);

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    /// <summary>A list of exceptions beside the tests: what it is about, then why.</summary>
    public static Dictionary<string, string> Reasons(string file) => Lines($"tests/Conventions/{file}").Skip(1)
        .Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => cells[1]);

    /// <summary>Fails with each finding on a line of its own.</summary>
    public static void Nothing(IEnumerable<string> findings)
    {
        var found = findings.Distinct().ToList();
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found)}");
    }

    private static string Up(string folder) => File.Exists(Path.Combine(folder, "PersonalOutcomes.sln"))
        ? folder
        : Up(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run it inside the source tree."));
}
