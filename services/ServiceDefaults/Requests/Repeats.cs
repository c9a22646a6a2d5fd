using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Requests;

internal sealed record Repeat(byte[] Key, byte[] Digest);

/// <summary>
/// An effect happens once however often its request comes. The key is the caller's (issuer, subject, agency), the rpc
/// and the request id; the answer to a repeat is made anew from the snapshots in the journal.
/// </summary>
public static class Repeats
{
    /// <summary>
    /// Null the first time. For a repeat: the state that the first time recorded, after this call has been entered in
    /// the log of reads; the slice answers with it and is done. Call it when access is decided and before any rule.
    /// Without a person (an agency's teams, say) there is nothing to enter; what is about two is entered for both.
    /// </summary>
    /// <exception cref="Problem">
    /// INVALID_ARGUMENT REQUEST_ID_MISSING; ALREADY_EXISTS REQUEST_ID_USED for another body; FAILED_PRECONDITION
    /// CONTENT_DISPOSED when the state is no longer kept; NOT_FOUND when it has been withheld from the caller,
    /// or entered in error, since.
    /// </exception>
    public static async Task<T?> RepeatedAsync<T>(this Work work, IMessage request, Guid? person,
        Guid? other = null) where T : class
    {
        if (work.Call.RequestId is not { } id)
        {
            throw Problem.Invalid("po-request-id", "REQUEST_ID_MISSING", "Send a request id, so that it happens once.");
        }
        var call = work.Call;
        var repeat = new Repeat(SHA256.HashData(Encoding.UTF8.GetBytes(
                string.Join('\n', call.Issuer, call.Subject, call.Agency, call.Rpc, id))),
            SHA256.HashData(request.ToByteArray()));
        var kept = await work.OneAsync<Kept>(Select, new { key = repeat.Key });
        if (kept is null)
        {
            work.Request = repeat;
            return null;
        }
        if (!kept.Digest.AsSpan().SequenceEqual(repeat.Digest))
        {
            throw Problem.RequestIdUsed();
        }
        var recorded = (await work.OneAsync<Recorded>(SelectRecorded,
            new { eventId = kept.EventIds[0], all = Each.Of(kept.EventIds) }))!;
        if (recorded.Withheld || (person is { } whose && await work.IsHiddenAsync(whose, recorded.SnapshotType, "")))
        {
            throw Problem.NotFound(final: true);
        }
        var snapshot = recorded.SnapshotJson
            ?? throw Problem.Refused("CONTENT_DISPOSED", "What was recorded then is no longer kept.");
        foreach (var about in new[] { person, other }.OfType<Guid>())
        {
            work.Showed(about, recorded.ItemId);
        }
        await work.CommitAsync();
        return JsonSerializer.Deserialize<T>(snapshot, LogRow.Json);
    }

    internal static async Task KeepAsync(Work work, Repeat request)
    {
        try
        {
            await work.WriteAsync(Insert, new
            {
                key = request.Key,
                digest = request.Digest,
                eventIds = work.Rows.Select(r => r.EventId).ToArray(),
            });
        }
        catch (DbException)
        {
            // Two people's locks let one id in twice at the same moment; whoever comes second finds it on trying again.
            throw Problem.Unavailable("REQUEST_ID_BUSY", "A request with this id is being worked on. Try again.");
        }
    }

    private const string Select = "SELECT Digest, EventIds FROM Request WHERE RequestKey = @key";

    // What has been withheld from the caller since is not told again, nor what any part of was entered in error.
    private const string SelectRecorded = $"""
        /*enter*/ SELECT j.SnapshotJson, COALESCE(j.SnapshotType, '') AS SnapshotType, j.ItemId,
          CASE WHEN EXISTS (
            SELECT 1 FROM Withheld w
            WHERE w.ItemId = j.ItemId AND {AccessMark.FromTheCaller}
            UNION ALL
            SELECT 1 FROM Journal r INNER JOIN Removal e ON e.PersonId = r.Stream AND e.ItemId = r.ItemId
            WHERE r.EventId IN (/*each:@all*/) AND r.Type <> 'EnteredInError')
          THEN 1 ELSE 0 END AS Withheld
        FROM Journal j WHERE j.EventId = @eventId
        """;

    private const string Insert =
        "INSERT INTO Request (RequestKey, Digest, EventIds) VALUES (@key, @digest, @eventIds)";

    [method: Dapper.ExplicitConstructor]
    private sealed record Recorded(string? SnapshotJson, string SnapshotType, Guid ItemId, bool Withheld);

    [method: Dapper.ExplicitConstructor]
    private sealed record Kept(byte[] Digest, Guid[] EventIds);
}
