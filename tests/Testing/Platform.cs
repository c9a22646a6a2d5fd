using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Conversations;
using PersonalOutcomes.Gateway;
using PersonalOutcomes.Identity;
using PersonalOutcomes.Insights;
using PersonalOutcomes.People;
using PersonalOutcomes.Plans;
using PersonalOutcomes.Reviews;
using PersonalOutcomes.Sharing;

namespace PersonalOutcomes.Testing;

/// <summary>
/// The whole platform in the test's process: every service with its own port and its own SQLite file, or its own
/// database where <see cref="TestServer"/> is given, real sign-ins at Identity, no broker unless one is given (the
/// journals make it complete). One clock for all services, that a test may move; Identity keeps the real one, since
/// tokens carry real times.
/// </summary>
public sealed class Platform : IAsyncDisposable
{
    /// <summary>The services, in the order in which they start.</summary>
    public static readonly string[] Names =
        ["identity", "person", "sharing", "conversation", "plan", "review", "insight", "gateway"];

    /// <summary>The user name, and subject, of the council's own computer system, which signs in with its key.</summary>
    public const string System = "strathmore-care-notes";

    private const string Strathmore = "7b64c9de-2f05-4c38-8e11-d0a93f5b7c02";
    private static readonly RSA Key = RSA.Create(2048);

    private readonly Guid _run = Guid.NewGuid();
    private readonly string _folder = Directory.CreateTempSubdirectory("platform-").FullName;
    private readonly ConcurrentDictionary<string, IRunning> _running = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<(string Token, DateTime Until)>>> _tokens = new();
    private readonly Dictionary<string, (int Grpc, int Health)> _ports;
    private readonly string? _broker;
    private readonly Lazy<Task<Dictionary<string, string>>> _setUp;

    /// <summary>Starts all services, without a broker.</summary>
    public Platform()
        : this(null)
    {
    }

    /// <summary>All services, over this broker.</summary>
    public static Platform With(string broker) => new(broker);

    /// <summary>Only these services, and Identity.</summary>
    public static Platform Only(params string[] services) => new(null, services);

    private Platform(string? broker, params string[] only)
    {
        _broker = broker;
        _setUp = new(TellSetUpAsync);
        var ports = Ports.Free(Names.Length * 2);
        _ports = Names.Select((n, i) => (n, i)).ToDictionary(x => x.n, x => (ports[2 * x.i], ports[(2 * x.i) + 1]));
        foreach (var name in Names.Where(n => only.Length == 0 || n == "identity" || only.Contains(n)))
        {
            Start(name);
        }
    }

    /// <summary>What day and time the services think it is.</summary>
    public Clock Time { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>Where a service listens for gRPC; Identity: for HTTP.</summary>
    public Uri Address(string service) => new($"http://127.0.0.1:{_ports[service].Grpc}");

    /// <summary>Where a service answers health checks.</summary>
    public Uri Health(string service) => new($"http://127.0.0.1:{_ports[service].Health}");

    /// <summary>A running service's own container.</summary>
    public IServiceProvider Services(string service) => _running[service].Services;

    /// <summary>Where a service keeps its database.</summary>
    public string DatabaseFile(string service) => Path.Combine(_folder, service + ".db");

    /// <summary>Starts a service that is not running, with settings of its own beside those that all have.</summary>
    public void Start(string name, params (string Name, string Value)[] own)
    {
        var settings = Settings(name);
        foreach (var (setting, value) in own)
        {
            settings[setting] = value;
        }
        _running[name] = name switch
        {
            "identity" => new Running<SigningKeys>(settings, null),
            "person" => new Running<PersonService>(settings, Time),
            "sharing" => new Running<SharingService>(settings, Time),
            "conversation" => new Running<ConversationService>(settings, Time),
            "plan" => new Running<PlanService>(settings, Time),
            "review" => new Running<ReviewService>(settings, Time),
            "insight" => new Running<InsightService>(settings, Time),
            "gateway" => new Running<RecordService>(settings, Time),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such service."),
        };
    }

    /// <summary>Stops a service in an orderly way.</summary>
    public async Task StopAsync(string name)
    {
        if (_running.TryRemove(name, out var running))
        {
            await running.DisposeAsync();
        }
    }

    /// <summary>Somebody of deploy/stories/accounts.tsv, signed in through the sign-in page.</summary>
    public async Task<Caller> SignInAsync(string user)
    {
        await TokenAsync(user);
        return new Caller(this, user);
    }

    /// <summary>The demo agencies, teams and staff, made through the public rpcs; by team name the team's id.</summary>
    public Task<Dictionary<string, string>> SetUpAsync() => _setUp.Value;

    /// <summary>A person registered by somebody's team (stoma, adult, tenancy, carers, homecare): the person's id.</summary>
    public async Task<string> RegisterPersonAsync(Caller by, string team)
    {
        var teams = await SetUpAsync();
        var registered = await by.Person.RegisterPersonAsync(new()
        {
            TeamId = teams[team],
            FullName = $"Somebody {Guid.NewGuid():N}",
            PreferredName = "Somebody",
        });
        return registered.Person.PersonId;
    }

    /// <summary>
    /// A person registered by Eileen with their own sign-in tied to the record: the id, and the person signed in. Each
    /// demo person can be tied to one record of a platform.
    /// </summary>
    public async Task<(string PersonId, Caller Person)> RegisterWithLoginAsync(string user)
    {
        var eileen = await SignInAsync("eileen");
        var personId = await RegisterPersonAsync(eileen, "adult");
        var printed = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId });
        var person = await SignInAsync(user);
        await person.Sharing.BindLoginAsync(new() { Code = printed.Code });
        return (personId, person);
    }

    private async Task<Dictionary<string, string>> TellSetUpAsync()
    {
        var addresses = new Addresses(Names.ToDictionary(n => n, Address));
        using var teller = new StoryTeller(addresses, Stories, _ => { });
        await teller.SetUpAsync(CancellationToken.None);
        return teller.Kept;
    }

    /// <summary>Where the stories' data lies.</summary>
    public static string Stories
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "PersonalOutcomes.sln")))
            {
                folder = folder.Parent!;
            }
            return Path.Combine(folder.FullName, "deploy", "stories");
        }
    }

    /// <summary>A token of theirs, of <see cref="System"/>, or of <c>service-plan</c> and the like, that has some minutes left.</summary>
    public async Task<string> TokenAsync(string user)
    {
        while (true)
        {
            var kept = _tokens.GetOrAdd(user, u => new(() => FetchAsync(u)));
            var (token, until) = await kept.Value;
            if (until > DateTime.UtcNow)
            {
                return token;
            }
            _tokens.TryRemove(KeyValuePair.Create(user, kept));
        }
    }

    private async Task<(string, DateTime)> FetchAsync(string user)
    {
        if (user == System)
        {
            return (await SignIn.WithKeyAsync(Address("identity"), System, Key.ExportPkcs8PrivateKeyPem(),
                CancellationToken.None), DateTime.UtcNow.AddMinutes(7));
        }
        if (user.StartsWith("service-", StringComparison.Ordinal))
        {
            return (await ServiceTokenAsync(user["service-".Length..]), DateTime.UtcNow.AddMinutes(7));
        }
        var account = Accounts.All.Single(a => a.User == user);
        var token = await SignIn.WithPasswordAsync(Address("identity"), user, account.Password, CancellationToken.None);
        return (token, DateTime.UtcNow.AddMinutes(7));
    }

    private async Task<string> ServiceTokenAsync(string service)
    {
        using var identity = new HttpClient { BaseAddress = Address("identity") };
        using var answer = await identity.PostAsync("connect/token", new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "service-" + service,
                ["client_secret"] = Secret(service),
            }));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>();
    }

    private Dictionary<string, string?> Settings(string name)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = TestServer.IsGiven && name != "identity" ? "SqlServer" : "Sqlite",
            [$"ConnectionStrings:{name}db"] = TestServer.IsGiven && name != "identity"
                ? TestServer.Database(_run, name)
                : $"Data Source={DatabaseFile(name)}",
            ["ServiceCredentials:Secret"] = Secret(name),
            ["services:identity:http:0"] = Address("identity").ToString(),
            ["Logging:LogLevel:Default"] = "Warning",
        };
        if (name == "identity")
        {
            settings["Kestrel:Endpoints:http:Url"] = Address(name).ToString();
            settings["Registrations:strathmore-systems:Class"] = "Systems";
            settings["Registrations:strathmore-systems:Agencies:0"] = Strathmore;
            settings["Registrations:strathmore-systems:Roles:0"] = "system";
            settings[$"Systems:{System}:Registration"] = "strathmore-systems";
            settings[$"Systems:{System}:Agency"] = Strathmore;
            settings[$"Systems:{System}:PublicKey"] = Key.ExportSubjectPublicKeyInfoPem();
            foreach (var service in Names.Skip(1))
            {
                settings[$"ServiceClients:{service}"] = Secret(service);
            }
            return settings;
        }
        settings["Kestrel:Endpoints:grpc:Url"] = Address(name).ToString();
        settings["Kestrel:Endpoints:health:Url"] = Health(name).ToString();
        if (_broker is not null)
        {
            settings["ConnectionStrings:rabbitmq"] = _broker;
        }
        foreach (var service in Names.Skip(1))
        {
            settings[$"services:{service}:grpc:0"] = Address(service).ToString();
        }
        return settings;
    }

    private static string Secret(string service) => $"only-for-tests-{service}-0123456789-0123456789";

    /// <summary>Stops everything and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var name in Names.Reverse())
        {
            await StopAsync(name);
        }
        Directory.Delete(_folder, recursive: true);
        await TestServer.DropAsync(_run, Names);
    }
}
