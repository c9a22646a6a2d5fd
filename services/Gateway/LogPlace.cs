using System.Buffers.Text;
using System.Text.Json;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Gateway;

/// <summary>
/// How far one service's log has been told: the token of its first page, and how many entries behind it. Each token is
/// signed for the caller by the service that gave it, so nobody gains by making up the whole.
/// </summary>
/// <param name="Service">The service.</param>
/// <param name="Token">Its first page's own token; empty before that.</param>
/// <param name="Skip">How many have been told.</param>
public sealed record LogPlace(string Service, string Token, int Skip)
{
    /// <summary>The beginning of every log.</summary>
    public static IReadOnlyList<LogPlace> Start { get; } = [.. Parts.WithLog.Select(s => new LogPlace(s, "", 0))];

    /// <summary>A page token; empty when no log has more.</summary>
    public static string Write(IReadOnlyList<LogPlace> places) =>
        places.Count == 0 ? "" : Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(places));

    /// <summary>The places in a page token, or the beginning; PAGE_TOKEN_INVALID for what is none.</summary>
    public static IReadOnlyList<LogPlace> Read(string token)
    {
        if (token.Length == 0)
        {
            return Start;
        }
        try
        {
            var places = JsonSerializer.Deserialize<List<LogPlace?>>(Base64Url.DecodeFromChars(token))?
                .OfType<LogPlace>().ToList();
            return places is { Count: > 0 } && places.DistinctBy(p => p.Service).Count() == places.Count
                && places.TrueForAll(p => Parts.WithLog.Contains(p.Service) && p is { Token: not null, Skip: >= 0 })
                ? places
                : throw Invalid();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Invalid();
        }
    }

    /// <summary>The refusal of a page token.</summary>
    public static Problem Invalid() =>
        Problem.Invalid("page_token", "PAGE_TOKEN_INVALID", "Start again from the first page.");
}
