using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PersonalOutcomes.Identity.Tests;

/// <summary>Identity in Development, on a loopback port and an SQLite file of its own, with a settable clock.</summary>
public sealed class RunningIdentity : WebApplicationFactory<SigningKeys>
{
    /// <summary>The secret of <c>service-plan</c>.</summary>
    public const string PlanSecret = "a-secret-for-tests-only-0123456789";

    private readonly string directory = Directory.CreateTempSubdirectory("identity-").FullName;
    private readonly List<(string Name, string Value)> settings = [];

    public RunningIdentity()
    {
        UseKestrel();
    }

    /// <summary>Starts at the present, because cookies carry real times; moves only when a test moves it.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    public string Folder => directory;

    public string Database => Path.Combine(directory, "identity.db");

    public RunningIdentity With(string name, string value)
    {
        settings.Add((name, value));
        return this;
    }

    public RunningIdentity Started()
    {
        StartServer();
        return this;
    }

    /// <summary>What an agent that follows no redirect of its own and keeps its cookies sends to Identity.</summary>
    public HttpClient Agent() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>Checks a token as a service does: from the published keys, for this issuer and audience.</summary>
    public async Task<TokenValidationResult> ValidateAsync(string token)
    {
        using var agent = Agent();
        var discovery = JsonNode.Parse(await agent.GetStringAsync("/.well-known/openid-configuration"))!;
        var keys = new JsonWebKeySet(await agent.GetStringAsync((string)discovery["jwks_uri"]!));
        return await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuer = (string)discovery["issuer"]!,
                ValidAudience = Issuing.Audience,
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ValidTypes = ["at+jwt"],
                // By the test's clock, with no tolerance.
                LifetimeValidator = (from, until, _, _) => until > Clock.GetUtcNow().UtcDateTime,
            });
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Kestrel:Endpoints:http:Url", Address.ToString());
        builder.UseSetting("ConnectionStrings:identitydb", $"Data Source={Database};Pooling=False");
        builder.UseSetting("Database:Provider", "Sqlite");
        builder.UseSetting("ServiceClients:plan", PlanSecret);
        foreach (var (name, value) in settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // Below those that the system gives to outgoing connections, which would take it before it is listened on.
    internal static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(12_000, 31_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }
}
