using System.Reflection;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Database.Sqlite;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Journal;
using Wire = PersonalOutcomes.Operations.V1;

namespace PersonalOutcomes.Health;

/// <summary>How this service is, for an operator; see operations.proto.</summary>
internal sealed class OperationsService(
    ServiceName service, IDatabase database, Inboxes inboxes, IServiceProvider services, IConfiguration configuration,
    TimeProvider time) : Wire.OperationsService.OperationsServiceBase
{
    private const int RowsAtOnce = 1000;

    [Roles(Role.Operator)]
    public override async Task<Wire.ExamineResponse> Examine(Wire.ExamineRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (journal, reads) = await database.HeadsAsync();
        var (writes, flushes) = (database as SqliteDatabase)?.Writer.Count ?? (-1, -1);
        var program = Assembly.Load($"PersonalOutcomes.{char.ToUpperInvariant(service.Name[0])}{service.Name[1..]}");
        var response = new Wire.ExamineResponse
        {
            Service = service.Name,
            Version = program.GetName().Version!.ToString(3),
            Schema = Migrations.Newest(program),
            JournalPosition = journal.Position,
            AccessPosition = reads.Position,
            RelayBehind = services.GetService<Relay>() is { } relay ? journal.Position - relay.Confirmed : -1,
            FreeBytes = FreeBytes(),
            Writes = writes,
            Flushes = flushes,
        };
        await using (var work = await database.ReadAsync(call))
        {
            var parked = await work.ManyAsync<string>(SelectParked);
            response.Copies.AddRange(inboxes.Followers.Values.Select(f => new Wire.Copy
            {
                Source = f.Source,
                Position = f.Position,
                Behind = f.Behind,
                SecondsSinceLevel = f.LevelAt is { } at ? (Call.Instant(time) - at).TotalSeconds : -1,
                Parked = parked.Count(p => p == f.Source),
                Refused = f.Refused,
            }));
            await work.CommitAsync();
        }
        if (request.VerifyChain)
        {
            response.ChainBrokenAt = await VerifyAsync(call, journal, reads);
            response.Chain = response.ChainBrokenAt == 0 ? Wire.ChainState.Whole : Wire.ChainState.Broken;
        }
        return response;
    }

    private async Task<long> VerifyAsync(Call call, Head journal, Head reads)
    {
        for (var head = Head.Start; head.Position < journal.Position;)
        {
            await using var work = await database.ReadAsync(call);
            var rows = await work.ManyAsync<JournalRow>(SelectJournal,
                new { after = head.Position, take = RowsAtOnce, skip = 0 });
            if (rows.Count == 0)
            {
                return head.Position + 1;
            }
            foreach (var row in rows)
            {
                if (row.Position != head.Position + 1 || !Chain.Holds(row)
                    || !Chain.Next(head, row).AsSpan().SequenceEqual(row.ChainHash))
                {
                    return head.Position + 1;
                }
                head = new Head(row.Position, row.ChainHash);
            }
        }
        for (var head = Head.Start; head.Position < reads.Position;)
        {
            await using var work = await database.ReadAsync(call);
            var rows = await work.ManyAsync<ReadRow>(SelectReads,
                new { after = head.Position, take = RowsAtOnce, skip = 0 });
            if (rows.Count == 0)
            {
                return head.Position + 1;
            }
            foreach (var row in rows)
            {
                if (row.Position != head.Position + 1
                    || !Chain.Next(head, row).AsSpan().SequenceEqual(row.ChainHash))
                {
                    return head.Position + 1;
                }
                head = new Head(row.Position, row.ChainHash);
            }
        }
        return 0;
    }

    private long FreeBytes()
    {
        if (configuration["Database:Provider"] != "Sqlite")
        {
            return -1;
        }
        var file = new SqliteConnectionStringBuilder(configuration.GetConnectionString($"{service.Name}db")).DataSource;
        return new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace;
    }

    private const string SelectParked = "SELECT Source FROM Parked";

    private const string SelectJournal = """
        SELECT Position, ChainHash, EventId, Stream, ItemId, Type, Version, EventJson, SnapshotType, SnapshotJson, Salt,
          EventDigest, SnapshotDigest, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc, RecordedAt, TraceParent
        FROM Journal
        WHERE Position > @after
        ORDER BY Position /*page*/
        """;

    private const string SelectReads = """
        SELECT Position, ChainHash, PersonId, Shown, Issuer, Subject, Role, TeamId, AgencyId, Purpose, Rpc, ReadAt,
          TraceParent
        FROM ReadEntry
        WHERE Position > @after
        ORDER BY Position /*page*/
        """;
}
