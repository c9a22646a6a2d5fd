using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace PersonalOutcomes.Identity;

/// <summary>
/// The keys that sign tokens: RSA 2048, one file each, readable by this service's user alone. Two are live: the
/// newest signs, both are published. A first start makes both, so that every reader of the key set meets two keys from
/// the first day and not on the day of the first change. When the newest is older than
/// <c>Identity:KeyLifetime</c> (30 days) a new one is made; the third is deleted once nothing it signed can be valid.
/// </summary>
public sealed class SigningKeys(string directory, TimeSpan lifetime, TimeSpan tokenLifetime, TimeProvider time)
    : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    private const string FileTime = "yyyyMMdd'T'HHmmssfff'Z'";
    private readonly Lock gate = new();
    private ImmutableArray<SigningKey> live = [];
    private CancellationTokenSource changed = new();

    public string? Name => Options.DefaultName;

    /// <summary>Newest first. Empty until <see cref="Renew"/> has run.</summary>
    public ImmutableArray<SigningKey> Live => live;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(changed.Token);

    public void Configure(OpenIddictServerOptions options)
    {
        // OpenIddict signs with the first it finds and publishes all.
        options.SigningCredentials.AddRange(
            live.Select(key => new SigningCredentials(key.Key, SecurityAlgorithms.RsaSha256)));
    }

    /// <summary>Reads the directory, makes a key if one is due, deletes what is past use.</summary>
    public void Renew()
    {
        lock (gate)
        {
            MakePrivateDirectory(directory);
            using var turn = TakeTurn(Path.Combine(directory, ".lock"));
            var keys = Directory.GetFiles(directory, "*.pem")
                .Select(Read).OrderByDescending(key => key.CreatedAt).ToList();
            var now = time.GetUtcNow();
            if (keys.Count == 0)
            {
                keys.Add(Make(now.AddMilliseconds(-1)));
            }

            if (keys.Count == 1 || keys[0].CreatedAt <= now - lifetime)
            {
                keys.Insert(0, Make(now));
            }

            for (var last = keys.Count - 1; last >= 2; last--)
            {
                if (keys[last - 1].CreatedAt + (2 * tokenLifetime) < now)
                {
                    File.Delete(keys[last].File);
                    keys.RemoveAt(last);
                }
            }

            if (keys.Select(key => key.Key.KeyId).SequenceEqual(live.Select(key => key.Key.KeyId)))
            {
                return;
            }

            live = [.. keys];
            var before = Interlocked.Exchange(ref changed, new CancellationTokenSource());
            before.Cancel();
        }
    }

    /// <summary>A directory only this service's user may enter.</summary>
    public static void MakePrivateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // Another process on the same directory waits here, and then finds the key already made.
    private static FileStream TakeTurn(string file)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                return OpenPrivate(file, FileMode.OpenOrCreate);
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(100);
            }
        }
    }

    private SigningKey Read(string file)
    {
        if (live.FirstOrDefault(key => key.File == file) is { } known)
        {
            return known;
        }

        var made = DateTimeOffset.ParseExact(
            Path.GetFileNameWithoutExtension(file), FileTime, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal);
        var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(file));
        return new SigningKey(made, file, WithThumbprint(rsa));
    }

    private SigningKey Make(DateTimeOffset now)
    {
        using var rsa = RSA.Create(2048);
        var file = Path.Combine(directory, now.UtcDateTime.ToString(FileTime, CultureInfo.InvariantCulture) + ".pem");
        // Written aside and moved, so that a start cut off here leaves no half a key.
        var aside = file + ".new";
        using (var writer = new StreamWriter(OpenPrivate(aside, FileMode.Create)))
        {
            writer.Write(rsa.ExportPkcs8PrivateKeyPem());
        }

        File.Move(aside, file);
        return Read(file);
    }

    private static RsaSecurityKey WithThumbprint(RSA rsa)
    {
        var key = new RsaSecurityKey(rsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private static FileStream OpenPrivate(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}

/// <summary>One signing key: when it was made, its file, and the key; its id is its RFC 7638 thumbprint.</summary>
public sealed record SigningKey(DateTimeOffset CreatedAt, string File, RsaSecurityKey Key);
