using System.Security.Cryptography;
using System.Text;

namespace PersonalOutcomes.Sharing;

/// <summary>A one-use code by which a person binds their own sign-in. Only its hash is kept.</summary>
public sealed record LoginCode
{
    /// <summary>How long a code can be used.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(14);

    /// <summary>The code's own id.</summary>
    public Guid Id { get; init; }
    /// <summary>For whom it was printed.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that printed it.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>A health body's.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Printed for the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>SHA-256 of the code, in hexadecimal.</summary>
    public string CodeHash { get; init; } = "";
    /// <summary>When it was printed.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>Until when it can be used.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
    /// <summary>When it was used; null until then.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The code as it is printed: twenty letters and digits, in fours.</summary>
    public static string Printed(string handle) =>
        string.Join('-', handle[..20].Chunk(4).Select(c => new string(c)));

    /// <summary>The hash of a code as somebody typed it; case, blanks and dashes don't matter.</summary>
    public static string Hash(string typed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(typed.Where(char.IsLetterOrDigit)).ToLowerInvariant())));
}
