using System.Diagnostics;
using System.Reflection;

namespace PersonalOutcomes.Identity.Tests;

/// <summary>One run of a program as a process of its own, with nothing on its standard input.</summary>
public sealed class ProgramRun(Assembly program, params string[] arguments)
{
    /// <summary>Runs it with these environment variables added, for at most three minutes.</summary>
    public async Task<(int Code, string Output, string Errors)> InAsync(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [program.Location, .. arguments])
        {
            RedirectStandardError = true, RedirectStandardInput = true, RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program.Location)!,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
