using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Identity;
using PersonalOutcomes.Testing;
using Client = PersonalOutcomes.Insights.V1.InsightService.InsightServiceClient;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>
/// Insight whole, with Identity and real sign-ins, and for each service that it follows a real journal behind a real
/// JournalService, into which the test tells what it likes. It is June 2026.
/// </summary>
public sealed class House : IAsyncLifetime
{
    private static readonly string[] Sources = ["person", "sharing", "conversation", "plan", "review"];
    private readonly string _folder = Directory.CreateTempSubdirectory("house-").FullName;
    private readonly Dictionary<string, WebApplication> _sources = [];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly int[] _ports = Ports.Free(2 * (Sources.Length + 2));
    private IRunning _identity = null!, _insight = null!;
    private GrpcChannel _channel = null!;

    /// <summary>The day and time in every service.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 6, 15, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Insight's client; give it <see cref="AsAsync"/>.</summary>
    public Client Insight => new(_channel);

    /// <summary>Insight's own container.</summary>
    public IServiceProvider Services => _insight.Services;

    public async Task InitializeAsync()
    {
        _identity = new Running<SigningKeys>(Settings("identity", 0), null);
        for (var i = 0; i < Sources.Length; i++)
        {
            var builder = WebApplication.CreateSlimBuilder(
                new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = _folder });
            builder.Configuration.AddInMemoryCollection(Settings(Sources[i], i + 1));
            builder.Services.AddSingleton<TimeProvider>(Time);
            builder.AddPersonalOutcomes(Sources[i], _ => { });
            var source = builder.Build();
            source.MapPersonalOutcomes();
            await source.StartAsync();
            _sources[Sources[i]] = source;
        }
        StartInsight();
        _channel = GrpcChannel.ForAddress(Address(Sources.Length + 1), new()
        {
            ServiceConfig = new()
            {
                MethodConfigs =
                {
                    new MethodConfig
                    {
                        Names = { MethodName.Default },
                        RetryPolicy = new RetryPolicy
                        {
                            MaxAttempts = 5,
                            InitialBackoff = TimeSpan.FromMilliseconds(300),
                            MaxBackoff = TimeSpan.FromSeconds(2),
                            BackoffMultiplier = 2,
                            RetryableStatusCodes = { StatusCode.Unavailable },
                        },
                    },
                },
            },
        });
    }

    public void StartInsight() =>
        _insight = new Running<InsightService>(Settings("insight", Sources.Length + 1), Time);

    public ValueTask StopInsightAsync() => _insight.DisposeAsync();

    /// <summary>Metadata of somebody who has signed in, with a request id of its own unless one is given.</summary>
    public async Task<Metadata> AsAsync(string user, string? requestId = null) => new()
    {
        { "authorization", $"Bearer {await TokenAsync(user)}" },
        { "po-request-id", requestId ?? Guid.NewGuid().ToString() },
    };

    /// <summary>Somebody of the demo accounts joins a team.</summary>
    public async Task JoinAsync(string user, Guid team)
    {
        var token = new JsonWebToken(await TokenAsync(user));
        await TellAsync(new Told("sharing", AgencyOf(user), new StaffJoined(
            token.Issuer, token.Subject, team, AgencyOf(user), "staff", Time.GetUtcNow().AddDays(-200)),
            Time.GetUtcNow()));
    }

    public static Guid AgencyOf(string user) => Guid.Parse(Accounts.All.Single(a => a.User == user).AgencyId);

    /// <summary>Records what sources tell, in their journals.</summary>
    internal async Task TellAsync(params IEnumerable<Told> told)
    {
        foreach (var source in told.GroupBy(t => t.Source))
        {
            foreach (var day in source.GroupBy(t => t.At))
            {
                var database = _sources[source.Key].Services.GetRequiredService<IDatabase>();
                await using var work = await database.BeginAsync(
                    On.Own("told"), Call.Own("Told", Time) with { Now = day.Key });
                foreach (var one in day)
                {
                    work.Record(one.Stream, one.Stream, one.Event);
                }
                await work.CommitAsync();
            }
        }
    }

    /// <summary>Somebody read a person's record at a source.</summary>
    public async Task ReadAtAsync(string source)
    {
        var database = _sources[source].Services.GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Read", Time));
        work.Showed(Guid.NewGuid());
        await work.CommitAsync();
    }

    /// <summary>Where a source's log of reads stands.</summary>
    public async Task<Journal.Head> ReadsHeadAsync(string source) =>
        (await _sources[source].Services.GetRequiredService<IDatabase>().HeadsAsync()).Reads;

    private async Task<string> TokenAsync(string user)
    {
        if (!_tokens.TryGetValue(user, out var token))
        {
            var account = Accounts.All.Single(a => a.User == user);
            _tokens[user] = token = await SignIn.WithPasswordAsync(
                new Uri(Address(0)), user, account.Password, CancellationToken.None);
        }
        return token;
    }

    private string Address(int service) => $"http://127.0.0.1:{_ports[2 * service]}";

    private Dictionary<string, string?> Settings(string name, int service)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "Sqlite",
            [$"ConnectionStrings:{name}db"] = $"Data Source={Path.Combine(_folder, name)}.db",
            [$"ConnectionStrings:{name}"] = $"Data Source={Path.Combine(_folder, name)}.db",
            ["ServiceCredentials:Secret"] = Secret(name),
            ["services:identity:http:0"] = Address(0),
            ["Logging:LogLevel:Default"] = "Warning",
        };
        if (name == "identity")
        {
            settings["Kestrel:Endpoints:http:Url"] = Address(0);
            settings["ServiceClients:insight"] = Secret("insight");
            return settings;
        }
        settings["Kestrel:Endpoints:grpc:Url"] = Address(service);
        settings["Kestrel:Endpoints:grpc:Protocols"] = "Http2";
        settings["Kestrel:Endpoints:health:Url"] = $"http://127.0.0.1:{_ports[2 * service + 1]}";
        for (var i = 0; i < Sources.Length; i++)
        {
            settings[$"services:{Sources[i]}:grpc:0"] = Address(i + 1);
        }
        return settings;
    }

    private static string Secret(string service) => $"only-for-tests-{service}-0123456789-0123456789";

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _insight.DisposeAsync();
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }
        await _identity.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
