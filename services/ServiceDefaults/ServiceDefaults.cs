using System.Reflection;
using MassTransit;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Database.Sqlite;
using PersonalOutcomes.Database.SqlServer;
using PersonalOutcomes.Health;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Telemetry;

namespace PersonalOutcomes;

/// <summary>What every service is made of, in two calls.</summary>
public static class ServiceDefaults
{
    /// <summary>
    /// Tokens, calls, the database <c>ConnectionStrings:&lt;name&gt;db</c> with its journal, relay and inbox, health
    /// and telemetry. Without <c>ConnectionStrings:rabbitmq</c> there is no relay; copies are read from the journals.
    /// </summary>
    public static void AddPersonalOutcomes(this WebApplicationBuilder builder, string name, Action<Handlers> follow)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var program = Assembly.GetCallingAssembly();
        builder.AddCalls(name);
        builder.Services.AddHealthChecks().AddCheck<Writable>("writable");

        var connection = configuration.GetConnectionString($"{name}db")
            ?? throw new InvalidOperationException($"No database: ConnectionStrings__{name}db is not set.");
        var sqlite = configuration["Database:Provider"] == "Sqlite";
        services.AddSingleton<IDatabase>(provider =>
        {
            Migrations.Run(connection, sqlite, program);
            return sqlite
                ? new SqliteDatabase(connection, provider.GetRequiredService<ILogger<SqliteDatabase>>())
                : new SqlServerDatabase(connection, provider.GetRequiredService<ILogger<SqlServerDatabase>>());
        });

        var handlers = new Handlers();
        follow(handlers);
        services.AddSingleton(handlers);
        services.AddSingleton<JournalClients>();
        services.AddSingleton<ServiceToken>();
        services.AddHttpClient("identity", http => http.Timeout = TimeSpan.FromSeconds(5));
        services.AddSingleton<Inboxes>();
        services.AddHostedService(p => p.GetRequiredService<Inboxes>());
        services.AddSingleton(p => new Copies(p.GetRequiredService<Inboxes>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AccessCopy>();
        if (configuration.GetConnectionString("rabbitmq") is { Length: > 0 } broker)
        {
            services.AddBroker(name, new Uri(broker), handlers);
        }
    }

    /// <summary>Tokens, calls, health and telemetry, for a service that has no database of its own.</summary>
    public static void AddCalls(this WebApplicationBuilder builder, string name)
    {
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.AddTokens();
        builder.AddTelemetry(name);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ServiceName(name));
        services.AddSingleton<CallInterceptor>();
        services.AddGrpc(o =>
        {
            o.Interceptors.Add<CallInterceptor>();
            o.MaxReceiveMessageSize = 1024 * 1024;
            o.MaxSendMessageSize = 4 * 1024 * 1024;
        });
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(25));
    }

    /// <summary>The journal, access log and operations rpcs, health and reflection.</summary>
    public static void MapPersonalOutcomes(this WebApplication app)
    {
        // The schema is brought up to date before anything listens, and the latest time goes on from here.
        _ = (app.Services.GetService<IDatabase>(), app.Services.GetRequiredService<CallInterceptor>());
        if (app.Services.GetService<Inboxes>() is not null)
        {
            app.MapGrpcService<JournalService>();
            app.MapGrpcService<AccessService>();
            app.MapGrpcService<OperationsService>();
        }
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapHealthChecks("/health");
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false });
    }

    private static void AddBroker(this IServiceCollection services, string name, Uri broker, Handlers handlers)
    {
        services.AddSingleton<Relay>();
        services.AddHostedService(p => p.GetRequiredService<Relay>());
        services.Configure<MassTransitHostOptions>(o => o.WaitUntilStarted = false);
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            // A broker that is away makes the platform slower to agree with itself, never unready.
            bus.ConfigureHealthCheckOptions(o => o.MinimalFailureStatus = HealthStatus.Degraded);
            bus.AddConsumer<Consumer>();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(broker);
                foreach (var source in handlers.Sources)
                {
                    rabbit.ReceiveEndpoint($"personal-outcomes.{name}.{source}", endpoint =>
                    {
                        // Order is kept by taking one message at a time, from one consumer.
                        endpoint.ConfigureConsumeTopology = false;
                        endpoint.SingleActiveConsumer = true;
                        endpoint.ConcurrentMessageLimit = 1;
                        endpoint.PrefetchCount = 16;
                        endpoint.Bind($"personal-outcomes.{source}", e => e.ExchangeType = "fanout");
                        // What can't be used is read from the journal; the broker parks nothing.
                        endpoint.DiscardFaultedMessages();
                        endpoint.DiscardSkippedMessages();
                        endpoint.ConfigureConsumer<Consumer>(context);
                    });
                }
            });
        });
    }
}
