using System.Security.Cryptography;
using System.Text.Json;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Journal;

/// <summary>The newest position and its chain hash; position 0 and an empty hash before the first entry.</summary>
[method: Dapper.ExplicitConstructor]
public sealed record Head(long Position, byte[] ChainHash)
{
    /// <summary>Before the first entry.</summary>
    public static readonly Head Start = new(0, []);

    internal const string OfJournal =
        "SELECT Position, ChainHash FROM Journal WHERE Position = (SELECT MAX(Position) FROM Journal)";

    internal const string OfReads =
        "SELECT Position, ChainHash FROM ReadEntry WHERE Position = (SELECT MAX(Position) FROM ReadEntry)";
}

/// <summary>
/// One row of one of a service's two logs, both append-only: the journal of writes, which is history, outbox and audit
/// in one; or the log of reads, what one call showed about one person.
/// </summary>
internal sealed record LogRow
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>SQL Server only: the order of insertion, from which the sealer makes positions.</summary>
    public long Sequence { get; init; }
    public long Position { get; init; }
    public byte[] ChainHash { get; init; } = [];

    /// <summary>The person, or agency, that it is about.</summary>
    public Guid Stream { get; init; }

    /// <summary>For a read: what was shown. Null in the journal, to which the next ten belong.</summary>
    public Guid[]? Shown { get; init; }
    public Guid EventId { get; init; }
    public Guid ItemId { get; init; }
    public string Type { get; init; } = "";
    public int Version { get; init; } = 1;
    public string? EventJson { get; init; }
    public string? SnapshotType { get; init; }
    public string? SnapshotJson { get; init; }
    public byte[]? Salt { get; init; }
    public byte[] EventDigest { get; init; } = [];
    public byte[] SnapshotDigest { get; init; } = [];

    public string Issuer { get; init; } = "";
    public string Subject { get; init; } = "";
    public int Role { get; init; }
    public Guid? TeamId { get; init; }
    public Guid? AgencyId { get; init; }
    public string Purpose { get; init; } = "";
    public string Rpc { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }
    public string? TraceParent { get; init; }

    public static LogRow Of(Work work, Guid stream, Guid item, object happened, object? snapshot)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var eventJson = JsonSerializer.Serialize(happened, happened.GetType(), Json);
        var snapshotJson = snapshot is null ? null : JsonSerializer.Serialize(snapshot, snapshot.GetType(), Json);
        return Of(work, stream) with
        {
            EventId = MassTransit.NewId.NextGuid(),
            ItemId = item,
            Type = happened.GetType().Name,
            EventJson = eventJson,
            SnapshotType = snapshot?.GetType().Name,
            SnapshotJson = snapshotJson,
            Salt = salt,
            EventDigest = Chain.Digest(salt, eventJson),
            SnapshotDigest = Chain.Digest(salt, snapshotJson),
        };
    }

    public static LogRow Of(Work work, Guid person, IEnumerable<Guid> shown) =>
        Of(work, person) with { Shown = [.. shown] };

    private static LogRow Of(Work work, Guid stream) => new()
    {
        Stream = stream,
        Issuer = work.Call.Issuer,
        Subject = work.Call.Subject,
        Role = (int)work.Call.Role,
        TeamId = work.Team,
        AgencyId = work.Call.Agency,
        Purpose = work.Call.Purpose,
        Rpc = work.Call.Rpc,
        RecordedAt = work.Now,
        TraceParent = work.Call.TraceParent,
    };

    // A row that the sealer still has to seal, as on SQL Server, has no position yet.
    internal const string Insert = """
        INSERT INTO Journal (Position, ChainHash, EventId, Stream, ItemId, Type, Version, EventJson, SnapshotType,
          SnapshotJson, Salt, EventDigest, SnapshotDigest, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc,
          RecordedAt, TraceParent)
        VALUES (NULLIF(@Position, 0), @ChainHash, @EventId, @Stream, @ItemId, @Type, @Version, @EventJson,
          @SnapshotType, @SnapshotJson, @Salt, @EventDigest, @SnapshotDigest, @Issuer, @Subject, @Role, @TeamId,
          @AgencyId, @Purpose, @Rpc, @RecordedAt, @TraceParent)
        """;

    internal const string InsertRead = """
        INSERT INTO ReadEntry (Position, ChainHash, PersonId, Shown, Issuer, Subject, Role, TeamId, AgencyId, Purpose,
          Rpc, ReadAt, TraceParent)
        VALUES (NULLIF(@Position, 0), @ChainHash, @Stream, @Shown, @Issuer, @Subject, @Role, @TeamId, @AgencyId,
          @Purpose, @Rpc, @RecordedAt, @TraceParent)
        """;
}
