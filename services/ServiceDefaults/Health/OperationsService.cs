using System.Reflection;
using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Database.Sqlite;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Operations.V1;

namespace PersonalOutcomes.Health;

/// <summary>How this service is, for an operator; see operations.proto.</summary>
internal sealed class OperationsService(
    ServiceName service, IDatabase database, Inboxes inboxes, IServiceProvider services,
    TimeProvider time) : Wire.OperationsService.OperationsServiceBase
{
    [Roles(Role.Operator)]
    public override async Task<Wire.ExamineResponse> Examine(Wire.ExamineRequest request, ServerCallContext context)
    {
        var (journal, reads) = await database.HeadsAsync();
        var file = database as SqliteDatabase;
        var (writes, flushes) = file?.Writer.Count ?? (-1, -1);
        var program = Assembly.Load($"PersonalOutcomes.{char.ToUpperInvariant(service.Name[0])}{service.Name[1..]}");
        var response = new Wire.ExamineResponse
        {
            Service = service.Name,
            Version = program.GetName().Version!.ToString(3),
            Schema = Migrations.Newest(program),
            JournalPosition = journal.Position,
            AccessPosition = reads.Position,
            RelayBehind = services.GetService<Relay>() is { } relay ? journal.Position - relay.Confirmed : -1,
            FreeBytes = file?.FreeBytes ?? -1,
            Writes = writes,
            Flushes = flushes,
        };
        await using (var work = await database.ReadAsync(Call.Of(context)))
        {
            var parked = await work.ManyAsync<string>(SelectParked);
            response.Copies.AddRange(inboxes.Followers.Values.Select(f => new Wire.Copy
            {
                Source = f.Source,
                Position = f.Cursor.Position,
                ChainHash = ByteString.CopyFrom(f.Cursor.ChainHash),
                Behind = f.Behind,
                SecondsSinceLevel = f.LevelAt is { } at ? (Call.Instant(time) - at).TotalSeconds : -1,
                Parked = parked.Count(p => p == f.Source),
                Refused = f.Refused,
            }));
            await work.CommitAsync();
        }
        return response;
    }

    [Roles(Role.Operator)]
    public override async Task<Wire.VerifyResponse> Verify(Wire.VerifyRequest request, ServerCallContext context)
    {
        var reads = Check.Code(request.Chain) == Wire.Chain.Reads;
        if (request.After?.Position < 0)
        {
            throw Problem.Invalid("after.position", "OUT_OF_RANGE", "Positions count from 0.");
        }
        if (request.Anchors.Count > Verification.MostRows)
        {
            throw Problem.Invalid("anchors", "TOO_MANY", $"At most {Verification.MostRows}.");
        }
        var after = request.After is { } place ? new Head(place.Position, place.ChainHash.ToByteArray()) : Head.Start;
        var found = await Verification.RunAsync(database, Call.Of(context), reads, after,
            request.Anchors.ToLookup(a => a.Position, a => a.ChainHash.ToByteArray()));
        return new Wire.VerifyResponse
        {
            Reached = new()
            {
                Position = found.Reached.Position,
                ChainHash = ByteString.CopyFrom(found.Reached.ChainHash),
            },
            BrokenAt = found.BrokenAt,
            DiffersFromAnchor = found.DiffersFromAnchor,
            AtEnd = found.AtEnd,
            Emptied = found.Emptied,
        };
    }

    private const string SelectParked = "SELECT Source FROM Parked";
}
