using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Paging;

/// <summary>
/// One page of a list. The token is opaque and signed for this caller and rpc: it can't be made up, carried to another
/// caller, or used once the caller may no longer look (the page's statement asks the access rule again).
/// </summary>
public sealed record Page(int Take, int Skip)
{
    private const int Usual = 50, Most = 200;

    /// <summary>Reads the two paging fields. PAGE_TOKEN_INVALID for a token that isn't this call's.</summary>
    public static Page Of(int size, string token, Work work) =>
        new(size is <= 0 ? Usual : Math.Min(size, Most), token.Length == 0 ? 0 : Read(token, work));

    /// <summary>The next page's token; empty when this was the last. Ask for <see cref="Take"/> + 1 rows.</summary>
    public string Next(int rows, Work work) => rows <= Take ? "" : Sign(Skip + Take, work);

    private static string Sign(int skip, Work work) => $"{skip:x}.{work.Mac($"page|{work.Call.Rpc}|{skip}")}";

    private static int Read(string token, Work work)
    {
        var dot = token.IndexOf('.');
        return dot > 0
            && int.TryParse(token.AsSpan(0, dot), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var skip)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(skip, work)),
                Encoding.ASCII.GetBytes(token))
            ? skip
            : throw Problem.Invalid("page_token", "PAGE_TOKEN_INVALID", "Start again from the first page.");
    }
}
