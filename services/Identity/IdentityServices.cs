using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PersonalOutcomes.Identity;

/// <summary>What this service is made of: database, keys, issuer, the session of the sign-in page.</summary>
public static class IdentityServices
{
    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(8);

    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        var development = builder.Environment.IsDevelopment();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddDbContext<IdentityDatabase>(options => UseEngine(options, configuration));
        services.AddScoped<Passwords>();
        services.AddScoped<Registered>();
        services.AddHostedService<DailyRound>();

        var keys = KeysDirectory(configuration);
        services.AddSingleton(provider => new SigningKeys(
            keys,
            configuration.GetValue("Identity:KeyLifetime", TimeSpan.FromDays(30)),
            AccessTokenLifetime,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(p => p.GetRequiredService<SigningKeys>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(
            p => p.GetRequiredService<SigningKeys>());

        // Protects the session cookie, the forms, and the codes and refresh tokens that only this service reads.
        services.AddDataProtection()
            .SetApplicationName("personal-outcomes-identity")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(keys, "data-protection")));
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = SecurePolicy(development));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "personal-outcomes-session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = SecurePolicy(development);
            options.ExpireTimeSpan = SessionLifetime;
            options.SlidingExpiration = false;
            options.LoginPath = "/sign-in";
        });

        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDatabase>())
            .AddServer(server => Configure(server, configuration, development));
    }

    /// <summary>Where the signing keys lie: as set, or beside the SQLite file.</summary>
    public static string KeysDirectory(IConfiguration configuration) =>
        configuration["Identity:Keys"] is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.GetFullPath(Path.Combine(
                IsSqlite(configuration) && configuration.GetConnectionString("identitydb") is { Length: > 0 } database
                    ? Path.GetDirectoryName(new SqliteConnectionStringBuilder(database).DataSource)!
                    : ".",
                "keys"));

    private static void Configure(OpenIddictServerBuilder server, IConfiguration configuration, bool development)
    {
        server.SetAuthorizationEndpointUris(Issuing.AuthorizePath)
            .SetTokenEndpointUris(Issuing.TokenPath)
            .SetRevocationEndpointUris("/connect/revoke");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.Configure(options =>
        {
            options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
            options.PromptValues.IntersectWith([PromptValues.Login, PromptValues.None]);
        });
        server.AllowRefreshTokenFlow();
        server.AllowClientCredentialsFlow();
        server.RegisterScopes(Scopes.Profile);
        server.RegisterClaims("agency", Claims.Role);

        server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(2));
        server.SetAccessTokenLifetime(AccessTokenLifetime);
        server.SetIdentityTokenLifetime(AccessTokenLifetime);
        // Each refresh gives a new refresh token that ends when the first one would have, eight hours from sign-in.
        server.SetRefreshTokenLifetime(SessionLifetime);
        server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
        server.DisableSlidingRefreshTokenExpiration();

        // Services read access tokens by themselves: signed, not encrypted. What only Identity reads is protected by
        // Data Protection; the encryption key that OpenIddict insists on encrypts nothing.
        server.DisableAccessTokenEncryption();
        server.UseDataProtection().PreferDefaultAccessTokenFormat();
        server.AddEncryptionKey(new SymmetricSecurityKey(
            System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));

        if (StartConditions.IssuerOf(configuration) is { } issuer)
        {
            server.SetIssuer(issuer);
        }

        var host = server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableStatusCodePagesIntegration();
        if (development)
        {
            // Start conditions have seen to it that this is loopback.
            host.DisableTransportSecurityRequirement();
        }
    }

    private static void UseEngine(DbContextOptionsBuilder options, IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString("identitydb");
        if (IsSqlite(configuration))
        {
            options.UseSqlite(connection);
        }
        else
        {
            options.UseSqlServer(connection);
        }
    }

    private static bool IsSqlite(IConfiguration configuration) =>
        string.Equals(configuration["Database:Provider"], "Sqlite", StringComparison.OrdinalIgnoreCase);

    private static CookieSecurePolicy SecurePolicy(bool development) =>
        development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
}
