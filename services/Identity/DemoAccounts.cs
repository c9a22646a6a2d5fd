using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace PersonalOutcomes.Identity;

/// <summary>
/// The invented people of the stories, from <c>deploy/stories/accounts.tsv</c>. Loaded in Development alone; any other
/// environment refuses to start on a database that holds them.
/// </summary>
public static class DemoAccounts
{
    /// <summary>The registration of the demonstration's staff.</summary>
    public const string Staff = "demo-staff";

    /// <summary>The registration of the demonstration's people and their representatives.</summary>
    public const string People = "demo-people";

    // The name space of version 5 UUIDs below; drawn once, never to change.
    private static readonly Guid NameSpace = new("5f0d1c8e-7a53-4f0e-9d55-0c6b1f3b6a21");

    /// <summary>
    /// The subject of a demo account: the version 5 UUID (RFC 9562) of its user name, so that it is the same in every
    /// database and a story can be told twice.
    /// </summary>
    public static Guid SubjectOf(string userName)
    {
        byte[] named = [.. NameSpace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(userName)];
#pragma warning disable CA5350 // The version of UUID, not a defence.
        var bytes = SHA1.HashData(named).AsSpan(0, 16);
#pragma warning restore CA5350
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Makes the demo registrations and accounts say what the file says.</summary>
    public static async Task WriteAsync(IdentityDatabase database, CancellationToken cancellationToken)
    {
        var lines = Lines();
        await Registered.WriteAsync(database, RegistrationOf(Staff, IssuerClass.Staff, lines), cancellationToken);
        await Registered.WriteAsync(database, RegistrationOf(People, IssuerClass.People, lines), cancellationToken);

        var stored = await database.Accounts.Where(a => a.Registration == Staff || a.Registration == People)
            .ToDictionaryAsync(a => a.UserName, cancellationToken);
        // One hash for each different password: the passwords are public, and a start is not to take a minute.
        var hashes = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            stored.Remove(line.UserName, out var account);
            if (!hashes.TryGetValue(line.Password, out var hash))
            {
                hash = account is not null && Passwords.Match(account.PasswordHash, line.Password)
                    ? account.PasswordHash
                    : Passwords.Hash(line.Password);
                hashes.Add(line.Password, hash);
            }

            if (account is null)
            {
                account = new Account
                {
                    Id = SubjectOf(line.UserName), UserName = line.UserName, Name = line.Name, PasswordHash = hash,
                    Registration = line.Registration, Role = line.Role,
                };
                database.Accounts.Add(account);
            }

            account.Name = line.Name;
            account.PasswordHash = hash;
            account.Registration = line.Registration;
            account.Agency = line.Agency;
            account.Role = line.Role;
        }

        database.Accounts.RemoveRange(stored.Values);
        await database.SaveChangesAsync(cancellationToken);
    }

    private static Registration RegistrationOf(string name, IssuerClass issuerClass, List<Line> lines) => new()
    {
        Name = name,
        Class = issuerClass,
        Agencies = [.. lines.Where(l => l.Registration == name && l.Agency is not null)
            .Select(l => l.Agency!.Value).Distinct()],
        Roles = [.. lines.Where(l => l.Registration == name).Select(l => l.Role).Distinct()],
    };

    private static List<Line> Lines()
    {
        using var file = typeof(DemoAccounts).Assembly.GetManifestResourceStream("accounts.tsv")!;
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(text => text.Split('\t'))
            .Select(column => new Line(
                column[0], column[1], column[2],
                column[3] == "people" ? People : Staff,
                column[5].Length == 0 ? null : Guid.Parse(column[5]),
                column[6]))];
    }

    private sealed record Line(
        string UserName, string Password, string Name, string Registration, Guid? Agency, string Role);
}
