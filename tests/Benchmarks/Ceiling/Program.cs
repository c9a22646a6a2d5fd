using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using PersonalOutcomes.Benchmarks;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Database.Sqlite;
using Wire = PersonalOutcomes.Plans.V1;

// What AgreeOutcome could cost at best: the same server, token, message, rows and group commit, and nothing else. No
// rule, access, repeat, chain, relay or inbox. Its database is a copy of Plan's with one agreed outcome in it.
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddTokens();
builder.Services.AddGrpc();
builder.Services.AddSingleton(
    new SqliteDatabase(builder.Configuration.GetConnectionString("ceilingdb")!, NullLogger.Instance));
builder.Services.AddSingleton<Ceiling>();
var app = builder.Build();
app.MapGrpcService<Ceiling>();
app.Run();

internal sealed class Ceiling(SqliteDatabase database) : Wire.PlanService.PlanServiceBase
{
    private readonly SameRows _rows = new(database.Writer.Connection);

    public override async Task<Wire.AgreeOutcomeResponse> AgreeOutcome(
        Wire.AgreeOutcomeRequest request, ServerCallContext context)
    {
        await Tokens.AuthenticateAsync(context.GetHttpContext());
        await using var work = await database.BeginAsync(On.Person(Guid.Parse(request.PersonId)),
            Call.Own("Ceiling", TimeProvider.System, context.CancellationToken));
        _rows.Write();
        await work.CommitAsync();
        return new() { Outcome = new(_rows.Outcome) { OutcomeId = request.OutcomeId, PersonId = request.PersonId } };
    }
}
