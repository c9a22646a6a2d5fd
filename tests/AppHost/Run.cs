using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;

namespace PersonalOutcomes.AppHost.Tests;

/// <summary>One real run of the small application, as a process, and what it writes.</summary>
internal sealed class Run : IDisposable
{
    private const int Interrupt = 2;
    private const int Killed = 9;

    // A busy machine may need a minute for the broker; nothing is measured here.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly List<string> _written = [];
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private int _streams = 2;

    private Run(ProcessStartInfo command)
    {
        _process = Process.Start(command)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    /// <summary>All that it has written so far.</summary>
    internal string Written
    {
        get
        {
            lock (_written)
            {
                return string.Join('\n', _written);
            }
        }
    }

    /// <summary>Without a broker of its own, unless the variables say otherwise: that is quicker.</summary>
    internal static Run Start(string arguments, params (string Name, string Value)[] variables)
    {
        var command = new ProcessStartInfo("dotnet", [Built.Small, .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        command.Environment["ConnectionStrings__rabbitmq"] = "amqp://127.0.0.1:1";
        command.Environment.Remove("ConnectionStrings__smalldb");
        foreach (var (name, value) in variables)
        {
            command.Environment[name] = value;
        }

        return new Run(command);
    }

    internal static async Task<Run> StartHealthyAsync(string folder, params (string Name, string Value)[] variables)
    {
        var run = Start($"--random-ports --data {folder}", variables);
        await run.LineAsync("Ctrl-C stops everything.");
        return run;
    }

    /// <summary>The next line that contains the text.</summary>
    internal async Task<string> LineAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what came instead.
        }

        throw new InvalidOperationException($"'{text}' was not written. What was:\n{Written}");
    }

    /// <summary>Waits for the end, and all it wrote.</summary>
    internal async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    internal Task<int> StopAsync()
    {
        Signal(Id, Interrupt);
        return ExitCodeAsync();
    }

    internal Task<int> KillAsync()
    {
        Kill(Id);
        return ExitCodeAsync();
    }

    internal static void Kill(int process) => Signal(process, Killed);

    /// <summary>Whether it lives; one that ended and was not asked after has no command line any more.</summary>
    internal static bool IsRunning(int process) =>
        File.Exists($"/proc/{process}/cmdline") && File.ReadAllText($"/proc/{process}/cmdline").Length > 0;

    /// <summary>The command lines of all processes that a run on this folder started.</summary>
    internal static List<string> ProcessesOn(string folder)
    {
        var found = new List<string>();
        var folders = Directory.EnumerateDirectories("/proc");
        foreach (var process in folders.Where(p => char.IsDigit(Path.GetFileName(p)[0])))
        {
            try
            {
                if (File.ReadAllText($"{process}/environ").Split('\0').Contains($"PERSONAL_OUTCOMES_RUN={folder}"))
                {
                    found.Add(File.ReadAllText($"{process}/cmdline").Replace('\0', ' '));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is somebody else's.
            }
        }

        return found;
    }

    internal static JsonElement Addresses(string folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "addresses.json"))).RootElement;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill(Id);
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _streams) == 0)
            {
                _lines.Writer.Complete();
            }

            return;
        }

        lock (_written)
        {
            _written.Add(line);
        }

        _lines.Writer.TryWrite(line);
    }

    private static void Signal(int process, int signal) => Assert.Equal(0, SendSignal(process, signal));

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
