using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Journal;

/// <summary>
/// The hash chain over a journal: each hash covers the one before, the position and every column but content. Content
/// stands in it as a digest salted with bytes that go when the content goes: then the chain still holds, and nobody can
/// guess the content back from its digest.
/// </summary>
internal static class Chain
{
    public static byte[] Digest(byte[] salt, string? content) =>
        content is null ? [] : HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(content));

    public static byte[] Next(Head previous, LogRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, previous);
        if (row.Shown is { } shown)
        {
            Add(hash, Columns.Text(row.Stream), Each.Of(shown));
        }
        else
        {
            Add(hash, Columns.Text(row.EventId), Columns.Text(row.Stream), Columns.Text(row.ItemId), row.Type,
                row.Version.ToString(null, null), row.SnapshotType);
        }
        Add(hash, row.Issuer, row.Subject, row.Role.ToString(null, null), Text(row.TeamId), Text(row.AgencyId),
            row.Purpose, row.Rpc, Columns.Text(row.RecordedAt), row.TraceParent);
        if (row.Shown is null)
        {
            Add(hash, row.EventDigest);
            Add(hash, row.SnapshotDigest);
        }
        return hash.GetHashAndReset();
    }

    /// <summary>Gives rows their positions and hashes behind a head, in the order that they come in.</summary>
    public static IEnumerable<LogRow> Seal(Head head, IEnumerable<LogRow> rows)
    {
        foreach (var row in rows)
        {
            head = new Head(head.Position + 1, Next(head, row));
            yield return row with { Position = head.Position, ChainHash = head.ChainHash };
        }
    }

    /// <summary>True when the content of a row is what was sealed, or is gone together with its salt.</summary>
    public static bool Holds(LogRow row) => row.Salt is { } salt
        ? Digest(salt, row.EventJson).AsSpan().SequenceEqual(row.EventDigest)
            && Digest(salt, row.SnapshotJson).AsSpan().SequenceEqual(row.SnapshotDigest)
        : row.EventJson is null && row.SnapshotJson is null;

    private static string? Text(Guid? id) => id is { } given ? Columns.Text(given) : null;

    private static void Add(IncrementalHash hash, Head previous)
    {
        Span<byte> position = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(position, previous.Position + 1);
        Add(hash, previous.ChainHash);
        hash.AppendData(position);
    }

    private static void Add(IncrementalHash hash, params ReadOnlySpan<string?> columns)
    {
        foreach (var column in columns)
        {
            // A length before each column: no two rows can be made of the same bytes.
            Add(hash, column is null ? null : Encoding.UTF8.GetBytes(column));
        }
    }

    private static void Add(IncrementalHash hash, byte[]? bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(bytes ?? []);
    }
}
