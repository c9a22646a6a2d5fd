using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace PersonalOutcomes.LocalHosting;

/// <summary>
/// Everything that a run keeps: databases, the broker's data, secrets, and addresses.json while it runs. One run at a
/// time uses it.
/// </summary>
internal sealed class DataDirectory(string folder) : IDisposable
{
    /// <summary>Every process of a run carries this variable, so that the next run finds any that were left.</summary>
    internal const string Mark = "PERSONAL_OUTCOMES_RUN";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private FileStream? _lock;
    private Dictionary<string, string>? _secrets;

    internal string Folder { get; } = folder;

    private string AddressFile => Path.Combine(Folder, "addresses.json");

    /// <summary>Makes it and locks it; a <see cref="Refusal"/> says why that cannot be.</summary>
    internal void Open()
    {
        var (lockFile, ownerFile) = (Path.Combine(Folder, "lock"), Path.Combine(Folder, "runner.pid"));
        try
        {
            CreatePrivate(Folder);
            File.WriteAllText(Path.Combine(Folder, ".writable"), "");
            File.Delete(Path.Combine(Folder, ".writable"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal(
                $"The data directory {Folder} cannot be written ({e.Message.TrimEnd('.')}). " +
                "Choose another with --data DIR.");
        }

        try
        {
            // Held by the system for this process, and gone with it however it ends.
            _lock = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var owner = File.Exists(ownerFile) ? $" (process {File.ReadAllText(ownerFile)})" : "";
            throw new Refusal(
                $"Another run uses the data directory {Folder}{owner}. Stop it, or choose another with --data DIR.");
        }

        File.WriteAllText(ownerFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        File.Delete(AddressFile);
    }

    /// <summary>Ends processes of an earlier run that was killed; true if there were any.</summary>
    internal bool EndLeftovers()
    {
        var mark = $"{Mark}={Folder}";
        List<ProcessTable> Left() =>
            ProcessTable.All().Where(p => p.Id != Environment.ProcessId && p.HasVariable(mark)).ToList();

        var left = Left();
        if (left.Count == 0)
        {
            return false;
        }

        left.ForEach(process => ChildProcess.Signal(process.Id, ChildProcess.Terminate));
        var patience = Stopwatch.StartNew();
        while (Left() is { Count: > 0 } still)
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(30))
            {
                still.ForEach(process => ChildProcess.Signal(process.Id, ChildProcess.Kill));
            }

            Thread.Sleep(100);
        }

        return true;
    }

    /// <summary>The secret of that name, made when it is first asked for.</summary>
    internal string Secret(string name, int length)
    {
        var file = Path.Combine(Folder, "secrets.json");
        _secrets ??= File.Exists(file) ? ReadSecrets(file) : [];
        if (!_secrets.TryGetValue(name, out var secret))
        {
            secret = _secrets[name] = RandomNumberGenerator.GetString(
                "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", Math.Max(length, 32));
            WritePrivate(file, JsonSerializer.Serialize(_secrets, Indented));
        }

        return secret;
    }

    /// <summary>Tells other programs where everything is; gone again when the run ends.</summary>
    internal void WriteAddresses(object addresses) =>
        WritePrivate(AddressFile, JsonSerializer.Serialize(addresses, Indented));

    /// <summary>Writes a whole file, for this user's eyes only.</summary>
    internal static void WritePrivate(string file, string text)
    {
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(text);
        }

        File.Move(draft, file, overwrite: true);
    }

    public void Dispose()
    {
        if (_lock is not null)
        {
            File.Delete(AddressFile);
            File.Delete(Path.Combine(Folder, "runner.pid"));
            _lock.Dispose();
        }
    }

    // The databases in it speak of people; whoever made the folder beforehand has decided for himself.
    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static Dictionary<string, string> ReadSecrets(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
        }
        catch (JsonException)
        {
            throw new Refusal($"{file} is damaged. Delete it, and new secrets are made.");
        }
    }
}
