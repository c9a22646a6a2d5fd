using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PersonalOutcomes.Identity;

/// <summary>The pages people see: sign in, who is signed in here, sign out.</summary>
public static class SignInPage
{
    // The one answer to an unknown name, a wrong password and a name that has to wait.
    private const string NoMatch = "User name and password do not go together";

    public static void MapSignInPages(this WebApplication app)
    {
        app.MapGet("/", ShowAsync);
        app.MapGet("/sign-in", (HttpContext http, IAntiforgery antiforgery, string? returnUrl) =>
            Form(http, antiforgery, StatusCodes.Status200OK, returnUrl, "", []));
        app.MapPost("/sign-in", SignInAsync).DisableAntiforgery();
        app.MapGet("/sign-out", (HttpContext http, IAntiforgery antiforgery) => SignOutForm(http, antiforgery));
        app.MapPost("/sign-out", SignOutAsync).DisableAntiforgery();
    }

    /// <summary>Only the authorisation endpoint here is a place to go on to; anything else is the first page.</summary>
    private static string Onward(string? returnUrl) =>
        returnUrl?.StartsWith(Issuing.AuthorizePath + "?", StringComparison.Ordinal) == true ? returnUrl : "/";

    private static async Task<IResult> SignInAsync(
        HttpContext http, IAntiforgery antiforgery, Passwords passwords, TimeProvider time,
        [FromForm] string? userName, [FromForm] string? password, [FromForm] string? returnUrl)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Form(http, antiforgery, StatusCodes.Status400BadRequest, returnUrl, userName,
                [("username", "This page was open too long. Please sign in again.")]);
        }

        var problems = new List<(string Field, string Why)>();
        if (string.IsNullOrWhiteSpace(userName))
        {
            problems.Add(("username", "Enter your user name"));
        }

        if (string.IsNullOrEmpty(password))
        {
            problems.Add(("password", "Enter your password"));
        }

        if (problems.Count == 0
            && await passwords.CheckAsync(userName!, password!, http.RequestAborted) is { } account)
        {
            var session = new ClaimsIdentity(
                [new Claim(Claims.Subject, account.Id.ToString()), new Claim(Claims.Name, account.Name)],
                CookieAuthenticationDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
            await http.SignInAsync(
                CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(session),
                new AuthenticationProperties { IssuedUtc = time.GetUtcNow() });
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.Location = Onward(returnUrl);
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }

        if (problems.Count == 0)
        {
            problems.Add(("username", NoMatch));
        }

        return Form(http, antiforgery, StatusCodes.Status422UnprocessableEntity, returnUrl, userName, problems);
    }

    private static IResult Form(
        HttpContext http, IAntiforgery antiforgery, int status, string? returnUrl, string? userName,
        List<(string Field, string Why)> problems)
    {
        var summary = problems.Count == 0 ? "" :
            $"""
            <div class="problem" role="alert" tabindex="-1" autofocus>
            <h2>There is a problem</h2>
            <ul>{string.Concat(problems.Select(p => $"<li><a href=\"#{p.Field}\">{Page.Text(p.Why)}</a></li>"))}</ul>
            </div>
            """;
        var main =
            $"""
            {summary}
            <h1>Sign in</h1>
            <form method="post" action="/sign-in" novalidate>
            {Hidden(http, antiforgery)}
            <input type="hidden" name="returnUrl" value="{Page.Text(returnUrl)}">
            {Field("username", "User name", "text", "username", userName, problems)}
            {Field("password", "Password", "password", "current-password", "", problems)}
            <button type="submit">Sign in</button>
            </form>
            <h2 class="after">Can’t sign in?</h2>
            <p>After five wrong tries, wait a few minutes before the next one.</p>
            <p>If it still does not work, ask the person who gave you your user name.</p>
            """;
        return Page.Show(
            http, status, problems.Count == 0 ? "Sign in" : "Problem: sign in", main, FormTarget(returnUrl));
    }

    private static string Field(
        string id, string label, string type, string autocomplete, string? value,
        List<(string Field, string Why)> problems)
    {
        var why = problems.Find(p => p.Field == id).Why;
        var message = why is null ? "" : $"<p class=\"why\" id=\"{id}-why\">{Page.Text(why)}</p>";
        var described = why is null ? "" : $" aria-invalid=\"true\" aria-describedby=\"{id}-why\"";
        return
            $"""
            <div class="field{(why is null ? "" : " wrong")}">
            <label for="{id}">{label}</label>
            {message}
            <input id="{id}" name="{id}" type="{type}" autocomplete="{autocomplete}" autocapitalize="none"
            spellcheck="false" maxlength="200" value="{Page.Text(value)}"{described}>
            </div>
            """;
    }

    // Where the browser goes after the form: back to the client, whose address the authorisation endpoint checks.
    private static string? FormTarget(string? returnUrl)
    {
        var query = Onward(returnUrl).Split('?', 2);
        return query.Length == 2
            && new OpenIddictRequest(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query[1])
                .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value[0]))).RedirectUri is { } redirect
            && Uri.TryCreate(redirect, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
                ? uri.GetLeftPart(UriPartial.Authority)
                : null;
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAntiforgery antiforgery)
    {
        var session = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return session.Succeeded
            ? Page.Show(http, StatusCodes.Status200OK, "Signed in",
                $"<h1>You are signed in</h1><p>As {Page.Text(session.Principal.Identity!.Name)}.</p>"
                + SignOutButton(http, antiforgery))
            : Page.Show(http, StatusCodes.Status200OK, "Signed out",
                "<h1>You are not signed in</h1><p><a href=\"/sign-in\">Sign in</a></p>");
    }

    private static IResult SignOutForm(HttpContext http, IAntiforgery antiforgery) =>
        Page.Show(http, StatusCodes.Status200OK, "Sign out",
            "<h1>Sign out?</h1><p>If others use this device, sign out when you have finished.</p>"
            + SignOutButton(http, antiforgery));

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return SignOutForm(http, antiforgery);
        }

        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Page.Show(http, StatusCodes.Status200OK, "Signed out",
            "<h1>You have signed out</h1><p><a href=\"/sign-in\">Sign in again</a></p>");
    }

    private static string SignOutButton(HttpContext http, IAntiforgery antiforgery) =>
        $"<form method=\"post\" action=\"/sign-out\">{Hidden(http, antiforgery)}"
        + "<button type=\"submit\">Sign out</button></form>";

    private static string Hidden(HttpContext http, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return $"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{Page.Text(tokens.RequestToken)}\">";
    }
}
