using System.Security.Claims;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Callers;

/// <summary>
/// Which tokens count: RS256, signed by the one issuer, for the one audience, in date. Nothing else in a token is
/// believed than sub, agency and role.
/// </summary>
public static class Tokens
{
    /// <summary>The one audience of access tokens for all services.</summary>
    public const string Audience = "personal-outcomes";

    /// <summary>The one issuer, with its closing slash, as it stands in every token.</summary>
    public static string Issuer(IConfiguration configuration) =>
        (configuration["Identity:Issuer"] ?? configuration["services:identity:http:0"]
            ?? throw new InvalidOperationException("No issuer: set Identity__Issuer or services__identity__http__0."))
        .TrimEnd('/') + "/";

    internal static void AddTokens(this WebApplicationBuilder builder)
    {
        var issuer = Issuer(builder.Configuration);
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(o =>
        {
            o.Authority = issuer;
            // Loopback in Development; anything else must be TLS.
            o.RequireHttpsMetadata = !new Uri(issuer).IsLoopback;
            o.MapInboundClaims = false;
            o.Events = new JwtBearerEvents { OnMessageReceived = KeysAsync };
            o.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ClockSkew = TimeSpan.FromSeconds(30),
            };
        });
        // Authentication brings a key ring along for cookies and writes it to the home folder. No cookie is made here.
        builder.Services.Remove(
            builder.Services.Single(s => s.ImplementationType?.Name == "DataProtectionHostedService"));
    }

    internal static async Task<(ClaimsPrincipal Principal, Role Role)> AuthenticateAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count == 0)
        {
            throw Problem.Unauthenticated("TOKEN_MISSING", "Sign in first.");
        }
        var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result switch
        {
            { Succeeded: true, Principal: { } p } => (p, ByClaim.GetValueOrDefault(p.FindFirstValue("role") ?? "")),
            { Failure: SecurityTokenExpiredException } =>
                throw Problem.Unauthenticated("TOKEN_EXPIRED", "Your sign-in has run out. Sign in again."),
            { Failure: IdentityAwayException } =>
                throw Problem.Unavailable("IDENTITY_AWAY", "Sign-ins can't be checked just now."),
            _ => throw Problem.Unauthenticated("TOKEN_INVALID", "This sign-in is not valid here."),
        };
    }

    // The token handler goes on without keys when Identity can't be reached, and then calls a good token forged. Its
    // answer is kept for the whole call, so it is here that the keys are asked for: a question before or after it may
    // find Identity as it was not.
    private static async Task KeysAsync(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0)
        {
            return;
        }
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            context.Fail(new IdentityAwayException());
        }
    }

    private sealed class IdentityAwayException : Exception;

    /// <summary>A role as tokens spell it.</summary>
    internal static string Spelt(Role role) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{role}");

    // A token says one role: None and Staff are ours.
    private static readonly Dictionary<string, Role> ByClaim =
        Enum.GetValues<Role>().Where(r => r is not (Role.None or Role.Staff)).ToDictionary(Spelt);
}
