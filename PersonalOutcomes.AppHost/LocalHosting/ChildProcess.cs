using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PersonalOutcomes.LocalHosting;

/// <summary>How processes are started and signalled, so that none outlives the run.</summary>
internal static class ChildProcess
{
    internal const int Kill = 9;
    internal const int Terminate = 15;

    private static readonly bool HasOwnSessions =
        File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/setsid");

    /// <summary>The dotnet that runs us.</summary>
    internal static string Dotnet { get; } =
        Environment.ProcessPath is { } program && Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? program : "dotnet";

    /// <summary>
    /// A session of its own, so that Ctrl-C reaches the runner alone and it can stop things in order; and SIGTERM when
    /// the runner dies. The latter is tied to the thread that starts the child: only the main thread may.
    /// </summary>
    internal static ProcessStartInfo Command(string file, params string[] arguments)
    {
        string[] all = HasOwnSessions
            ? ["/usr/bin/setpriv", "--pdeathsig", "TERM", "/usr/bin/setsid", file, .. arguments]
            : [file, .. arguments];
        return new ProcessStartInfo(all[0], all[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <summary>Starts it and hands on each line that it writes.</summary>
    internal static Process Start(ProcessStartInfo command, Action<string> line)
    {
        Process process;
        try
        {
            process = Process.Start(command)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new Refusal($"{command.FileName} cannot be started: {e.Message}.");
        }

        process.StandardInput.Close();
        process.OutputDataReceived += (_, output) => Pass(output.Data);
        process.ErrorDataReceived += (_, output) => Pass(output.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Pass(string? text)
        {
            if (text is not null)
            {
                line(text);
            }
        }
    }

    internal static void AskToStop(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
        }
        else
        {
            Signal(process.Id, Terminate);
        }
    }

    /// <summary>Ends it and whatever it started.</summary>
    internal static void KillAll(Process process)
    {
        if (HasOwnSessions)
        {
            Signal(-process.Id, Kill);
        }
        else
        {
            process.Kill(entireProcessTree: true);
        }
    }

    internal static void Signal(int process, int signal) => _ = SendSignal(process, signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
