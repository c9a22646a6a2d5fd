using MassTransit;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Benchmarks;

// A service that does nothing, made of the packages of one that does: server, gRPC, tokens, broker, an open database.
var builder = WebApplication.CreateSlimBuilder(args);
var name = builder.Configuration["OTEL_SERVICE_NAME"]!;
builder.Services.AddGrpc();
builder.Services.AddGrpcReflection();
builder.Services.AddGrpcHealthChecks();
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
builder.Services.Configure<MassTransitHostOptions>(o => o.WaitUntilStarted = false);
builder.Services.AddMassTransit(bus =>
{
    bus.DisableUsageTelemetry();
    bus.UsingRabbitMq((_, rabbit) =>
    {
        rabbit.Host(new Uri(builder.Configuration.GetConnectionString("rabbitmq")!));
        rabbit.ReceiveEndpoint($"empty.{name}", endpoint => endpoint.Handler<Nothing>(_ => Task.CompletedTask));
    });
});
using var database = new SqliteConnection("Data Source=:memory:");
database.Open();
var app = builder.Build();
app.MapGrpcHealthChecksService();
app.MapGrpcReflectionService();
app.MapHealthChecks("/health", new() { Predicate = _ => false });
app.Run();

namespace PersonalOutcomes.Benchmarks
{
    /// <summary>A message that nobody sends.</summary>
    public sealed record Nothing;
}
