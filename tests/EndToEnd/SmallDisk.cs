using System.Diagnostics;

namespace PersonalOutcomes.EndToEnd;

/// <summary>A disk of a few megabytes that a test can fill to its last byte and empty again.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Mounts one; null where this user may not.</summary>
    public static SmallDisk? Mount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return Succeeds("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) ? new(folder) : null;
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var filler = File.OpenWrite(Filler);
        filler.Seek(0, SeekOrigin.End);
        var piece = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(piece);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Empty() => File.Delete(Filler);

    /// <summary>Takes it away.</summary>
    public void Dispose() => Succeeds("umount", Folder);

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
