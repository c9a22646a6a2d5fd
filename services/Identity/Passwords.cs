using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace PersonalOutcomes.Identity;

/// <summary>
/// Decides whether a typed name and password are an account's. The same work is done, and the same answer given, for
/// an unknown name, a wrong password and a name that has to wait.
/// </summary>
public sealed class Passwords(IdentityDatabase database, TimeProvider time)
{
    private static readonly PasswordHasher<Account> Hasher = new();

    // What an unknown name is compared with: a real hash of a password that nobody was ever told. Made beside the
    // start, which need not wait for it.
    private static readonly Task<string> NobodysHash =
        Task.Run(() => Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16))));

    /// <summary>PBKDF2 with a salt of its own, as ASP.NET Core's <see cref="PasswordHasher{T}"/> makes it.</summary>
    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>True if the hash was made from this password.</summary>
    public static bool Match(string hash, string password) =>
        Hasher.VerifyHashedPassword(null!, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>The account, or null; never a reason.</summary>
    public async Task<Account?> CheckAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var name = userName.Trim().ToLowerInvariant();
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var mayTry = await TakeATryAsync(digest, cancellationToken);

        var account = await database.Accounts.AsNoTracking()
            .SingleOrDefaultAsync(a => a.UserName == name, cancellationToken);
        var nobodys = await NobodysHash;
        var right = Match(account?.PasswordHash ?? nobodys, password);
        if (!mayTry || !right || account is null)
        {
            return null;
        }

        await database.FailedSignIns.Where(f => f.UserNameDigest == digest).ExecuteDeleteAsync(cancellationToken);
        return account;
    }

    // The try is counted before the password is looked at, so that a hundred guesses sent at once are not one guess.
    private async Task<bool> TakeATryAsync(string digest, CancellationToken cancellationToken)
    {
        for (var round = 0; round < 5; round++)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var seen = await database.FailedSignIns.AsNoTracking()
                .SingleOrDefaultAsync(f => f.UserNameDigest == digest, cancellationToken);
            if (seen is null)
            {
                database.FailedSignIns.Add(new FailedSignIn
                {
                    UserNameDigest = digest, Failures = 1, LockedUntil = now, LastTry = now,
                });
                try
                {
                    await database.SaveChangesAsync(cancellationToken);
                    return true;
                }
                catch (DbUpdateException)
                {
                    // Somebody else was first with this name: their row is there now.
                    continue;
                }
                finally
                {
                    database.ChangeTracker.Clear();
                }
            }

            if (seen.LockedUntil > now)
            {
                return false;
            }

            var failures = seen.LastTry < now.AddDays(-1) ? 1 : seen.Failures + 1;
            var lockedUntil = now + FailedSignIn.DelayAfter(failures);
            var taken = await database.FailedSignIns
                .Where(f => f.UserNameDigest == digest && f.Failures == seen.Failures && f.LastTry == seen.LastTry)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(f => f.Failures, failures)
                        .SetProperty(f => f.LockedUntil, lockedUntil)
                        .SetProperty(f => f.LastTry, now),
                    cancellationToken);
            if (taken == 1)
            {
                return true;
            }
        }

        return false;
    }
}
