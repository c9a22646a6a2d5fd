using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PersonalOutcomes.Identity;

/// <summary>
/// The two places where a token comes from. Each time, the account or system is read afresh and its registration
/// decides; a token says who, which agency and which role, and nothing else about anybody.
/// </summary>
public static class Issuing
{
    public const string AuthorizePath = "/connect/authorize";
    public const string TokenPath = "/connect/token";

    /// <summary>The one audience, for all services.</summary>
    public const string Audience = "personal-outcomes";

    private const string AgencyClaim = "agency";

    private const string OutsideRegistration = "The issuer of this sign-in may not assert that role for that agency.";

    public static void MapIssuing(this WebApplication app)
    {
        app.MapMethods(AuthorizePath, [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync);
        app.MapPost(TokenPath, ExchangeAsync);
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext http, IdentityDatabase database, TimeProvider time)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var session = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var tooOld = request.MaxAge is { } seconds
            && session.Properties?.IssuedUtc is { } signedIn
            && time.GetUtcNow() - signedIn > TimeSpan.FromSeconds(seconds);
        if (!session.Succeeded || tooOld || request.HasPromptValue(PromptValues.Login))
        {
            if (request.HasPromptValue(PromptValues.None))
            {
                return Refuse(Errors.LoginRequired, "Nobody is signed in here.");
            }

            // Asked again after the sign-in, without the wish that was just met.
            var again = request.GetParameters()
                .Where(p => p.Key is not (Parameters.Prompt or Parameters.MaxAge))
                .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value));
            var onward = AuthorizePath + QueryString.Create(again);
            http.Response.Headers.CacheControl = "no-store";
            return Results.Redirect("/sign-in" + QueryString.Create("returnUrl", onward));
        }

        var principal = await PrincipalOfAsync(
            session.Principal, database, request.GetScopes(), http.RequestAborted);
        return principal is not null
            ? Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : Refuse(Errors.AccessDenied, OutsideRegistration);
    }

    private static async Task<IResult> ExchangeAsync(HttpContext http, IdentityDatabase database)
    {
        var request = http.GetOpenIddictServerRequest()!;
        ClaimsPrincipal? principal;
        if (request.IsClientCredentialsGrantType())
        {
            // OpenIddict has checked the secret or the signed assertion before it comes here.
            principal = await PrincipalOfClientAsync(request.ClientId!, database, http.RequestAborted);
            return principal is null
                ? Refuse(Errors.UnauthorizedClient, OutsideRegistration)
                : Results.SignIn(
                    principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        // A code or a refresh token: what it was issued for is in it, what it may still give is asked anew.
        var earlier = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        principal = await PrincipalOfAsync(
            earlier.Principal!, database, earlier.Principal!.GetScopes(), http.RequestAborted);
        return principal is null
            ? Refuse(Errors.InvalidGrant, OutsideRegistration)
            : Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<ClaimsPrincipal?> PrincipalOfAsync(
        ClaimsPrincipal signedIn, IdentityDatabase database, IEnumerable<string> scopes,
        CancellationToken cancellationToken)
    {
        var subject = Guid.Parse(signedIn.GetClaim(Claims.Subject)!);
        var found = await database.Accounts.AsNoTracking()
            .Where(a => a.Id == subject)
            .Join(database.Registrations, a => a.Registration, r => r.Name, (a, r) => new { Account = a, r })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null || !found.r.MayAssert(found.Account.Role, found.Account.Agency))
        {
            return null;
        }

        return Principal(
            found.Account.Id.ToString(), found.Account.Role, found.Account.Agency, found.Account.Name, scopes);
    }

    private static async Task<ClaimsPrincipal?> PrincipalOfClientAsync(
        string clientId, IdentityDatabase database, CancellationToken cancellationToken)
    {
        if (clientId.StartsWith(Registered.ServicePrefix, StringComparison.Ordinal))
        {
            return Principal(clientId, "service", null, null, []);
        }

        var found = await database.AgencySystems.AsNoTracking()
            .Where(s => s.ClientId == clientId)
            .Join(database.Registrations, s => s.Registration, r => r.Name, (s, r) => new { s.Agency, r })
            .SingleOrDefaultAsync(cancellationToken);
        return found is not null && found.r.MayAssert("system", found.Agency)
            ? Principal(clientId, "system", found.Agency, null, [])
            : null;
    }

    private static ClaimsPrincipal Principal(
        string subject, string role, Guid? agency, string? name, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("personal-outcomes", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject)
            .SetClaim(Claims.Role, role)
            .SetClaim(AgencyClaim, agency?.ToString())
            .SetClaim(Claims.Name, name)
            .SetScopes(scopes)
            .SetResources(Audience);
        // The name is for the client's own pages: it goes into the identity token only.
        identity.SetDestinations(claim => claim.Type == Claims.Name
            ? (identity.HasScope(Scopes.Profile) ? [Destinations.IdentityToken] : [])
            : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
