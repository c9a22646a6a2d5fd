using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Journal.V1;

namespace PersonalOutcomes.Journal;

/// <summary>Lets the other services read this journal from any position; see journal.proto.</summary>
[Roles(Role.Service)]
internal sealed class JournalService(IDatabase database, Inboxes inboxes) : Wire.JournalService.JournalServiceBase
{
    private const int MostBytes = 512 * 1024;

    public override async Task<Wire.HeadResponse> Head(Wire.HeadRequest request, ServerCallContext context)
    {
        if (request.Level)
        {
            await inboxes.LevelAsync(TimeSpan.FromMilliseconds(150), Call.Of(context).Cancellation);
        }
        var (journal, reads) = await database.HeadsAsync();
        return new Wire.HeadResponse
        {
            Position = journal.Position,
            ChainHash = ByteString.CopyFrom(journal.ChainHash),
            AccessPosition = reads.Position,
            AccessChainHash = ByteString.CopyFrom(reads.ChainHash),
        };
    }

    public override async Task<Wire.ReadResponse> Read(Wire.ReadRequest request, ServerCallContext context)
    {
        if (request.AfterPosition < 0)
        {
            throw Problem.Invalid("after_position", "OUT_OF_RANGE", "Positions count from 0.");
        }
        var take = request.PageSize <= 0 ? 200 : Math.Min(request.PageSize, 500);
        await using var work = await database.ReadAsync(Call.Of(context));
        var (previous, entries) = await ReadAsync(work, request.AfterPosition, take);
        await work.CommitAsync();

        var response = new Wire.ReadResponse { PreviousChainHash = ByteString.CopyFrom(previous) };
        var bytes = 0;
        response.Entries.AddRange(entries
            .TakeWhile((e, i) => (bytes += (e.EventJson?.Length ?? 0) + 300) <= MostBytes || i == 0).Select(Show));
        return response;
    }

    internal static async Task<(byte[] Previous, List<Entry> Entries)> ReadAsync(Work work, long after, int take)
    {
        var previous = after == 0 ? null : await work.OneAsync<byte[]?>(SelectHash, new { after });
        return (previous ?? [], await work.ManyAsync<Entry>(Select, new { after, take, skip = 0 }));
    }

    private const string SelectHash = "SELECT ChainHash FROM Journal WHERE Position = @after";

    private const string Select = """
        SELECT Position, ChainHash, Stream, EventId, Type, Version, RecordedAt, TeamId, AgencyId, TraceParent, EventJson
        FROM Journal WHERE Position > @after ORDER BY Position /*page*/
        """;

    private static Wire.JournalEntry Show(Entry entry) => new()
    {
        Position = entry.Position,
        ChainHash = ByteString.CopyFrom(entry.ChainHash),
        Stream = entry.Stream.ToString("D"),
        EventId = entry.EventId.ToString("D"),
        Type = entry.Type,
        Version = entry.Version,
        RecordTime = Columns.Text(entry.RecordedAt),
        TeamId = entry.TeamId?.ToString("D") ?? "",
        AgencyId = entry.AgencyId?.ToString("D") ?? "",
        Traceparent = entry.TraceParent ?? "",
        EventJson = entry.EventJson ?? "",
    };
}
