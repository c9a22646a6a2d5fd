using System.Globalization;

namespace PersonalOutcomes.LocalHosting;

/// <summary>The machine's processes, as far as /proc shows them to us; none where there is no /proc.</summary>
internal sealed record ProcessTable(int Id)
{
    internal static IEnumerable<ProcessTable> All() =>
        !Directory.Exists("/proc") ? [] : Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0).Select(id => new ProcessTable(id));

    internal string CommandLine()
    {
        var text = string.Join(' ', Read("cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 120 ? text[..120] + "…" : text;
    }

    /// <summary>Whether the process was started with this variable.</summary>
    internal bool HasVariable(string assignment) => Read("environ").Split('\0').Contains(assignment);

    /// <summary>What its descriptors point to.</summary>
    internal IEnumerable<string> Descriptors()
    {
        try
        {
            return new DirectoryInfo($"/proc/{Id}/fd").EnumerateFileSystemInfos()
                .Select(descriptor => descriptor.LinkTarget ?? "").ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Processes end while we look, and other people's are closed to us: both show nothing.
    private string Read(string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
