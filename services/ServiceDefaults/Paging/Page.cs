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

    /// <summary>
    /// For a list that grows at its beginning: how far the journal and the log of reads went when its first page was
    /// read. Later pages leave out what came since, and so neither repeat a row nor miss one.
    /// </summary>
    public (long Journal, long Reads)? AsOf { get; init; }

    /// <summary>Reads the two paging fields. PAGE_TOKEN_INVALID for a token that isn't this call's.</summary>
    public static Page Of(int size, string token, Work work)
    {
        var place = token.Length == 0 ? [0] : Read(token, work);
        return new Page(size is <= 0 ? Usual : Math.Min(size, Most), (int)place[0])
        {
            AsOf = place is [_, var journal, var reads] ? (journal, reads) : null,
        };
    }

    /// <summary>The next page's token; empty when this was the last. Ask for <see cref="Take"/> + 1 rows.</summary>
    public string Next(int rows, Work work) => rows <= Take ? "" : (this with { Skip = Skip + Take }).Same(work);

    /// <summary>This page's own token.</summary>
    public string Same(Work work) => Sign(AsOf is var (j, r) ? $"{Skip:x}-{j:x}-{r:x}" : $"{Skip:x}", work);

    private static string Sign(string place, Work work) => $"{place}.{work.Mac($"page|{work.Call.Rpc}|{place}")}";

    private static long[] Read(string token, Work work)
    {
        var place = token.Split('.')[0];
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Sign(place, work)), Encoding.ASCII.GetBytes(token))
            ? [.. place.Split('-').Select(p => Convert.ToInt64(p, 16))]
            : throw Problem.Invalid("page_token", "PAGE_TOKEN_INVALID", "Start again from the first page.");
    }
}
