using System.Diagnostics;
using System.Globalization;

namespace PersonalOutcomes.Tests.Database.Sqlite;

/// <summary>
/// Only the system's own calls show that something is on the disk, so strace watches this process: between two marks
/// that the test leaves in a file, the write-ahead log is written and then synced.
/// </summary>
public sealed class SyncTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sync-").FullName;
    private readonly Guid _person = Guid.NewGuid();

    [Fact]
    public async Task A_group_is_on_the_disk_before_any_of_it_is_answered()
    {
        await using var store = new Store(folder: _folder);
        await store.NoteAsync(_person, "before");
        var (marks, log) = (Path.Combine(_folder, "marks"), Path.Combine(_folder, "strace.log"));
        await File.WriteAllTextAsync(marks, "0");
        using var strace = Process.Start(new ProcessStartInfo("strace",
        [
            "-f", "-y", "-s", "0", "-o", log, "-e", "trace=pwrite64,write,fsync,fdatasync",
            "-p", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        ])
        { RedirectStandardError = true })!;
        Assert.Contains("attached", await strace.StandardError.ReadLineAsync(), StringComparison.Ordinal);

        await File.AppendAllTextAsync(marks, "1");
        for (var i = 0; i < 5; i++)
        {
            var mayGoOn = new TaskCompletionSource();
            var first = Flows.HoldAsync(store, _person, mayGoOn.Task);
            var others = Enumerable.Range(0, 3).Select(n => store.NoteAsync(_person, $"note {n}")).ToList();
            mayGoOn.SetResult();
            await await Task.WhenAny([first, .. others]);
            await File.AppendAllTextAsync(marks, "1");
            await Task.WhenAll([first, .. others]);
        }
        Process.Start("kill", ["-INT", strace.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        await strace.WaitForExitAsync();

        Assert.Equal("|WS|WS|WS|WS|WS|", Happened(File.ReadLines(log), marks));
    }

    // W: the log is written, as often as it may be; S: it is synced; | a mark. What ends later counts from its end.
    private string Happened(IEnumerable<string> lines, string marks)
    {
        var (happened, begun) = ("", new Dictionary<string, string>());
        foreach (var line in lines)
        {
            var thread = line.Split(' ', 2)[0];
            var call = line.Contains(" resumed>", StringComparison.Ordinal) ? begun.GetValueOrDefault(thread, "") : line;
            begun[thread] = call;
            if (line.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                continue;
            }
            var what = call.Contains($"<{marks}>", StringComparison.Ordinal) ? '|'
                : !call.Contains($"<{Path.Combine(_folder, "test.db-wal")}>", StringComparison.Ordinal) ? ' '
                : call.Contains("sync(", StringComparison.Ordinal) ? 'S' : 'W';
            happened += what == ' ' || (what == 'W' && happened.EndsWith('W')) ? "" : what;
        }
        return happened;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
