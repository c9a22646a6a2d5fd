using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Buffers.Text;

namespace PersonalOutcomes.Cli;

/// <summary>
/// Gets an access token the way its holder would: a person or a member of staff through the sign-in page
/// (authorization code with PKCE), an agency's system with its private key. The token lasts ten minutes.
/// </summary>
public static partial class SignIn
{
    private const string Client = "personal-outcomes-cli";

    // Nothing listens here: the code is read from the address that a browser would be sent to.
    private const string Callback = "http://127.0.0.1:7199/callback";

    /// <summary>
    /// Fills in the sign-in page as a browser would and exchanges the code. Throws <see cref="SignInException"/>,
    /// with a sentence for the user, if Identity can't be reached or refuses.
    /// </summary>
    public static async Task<string> WithPasswordAsync(
        Uri identity, string user, string password, CancellationToken cancellationToken)
    {
        using var browser = Browser();
        var endpoints = await DiscoverAsync(browser, identity, cancellationToken);
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var next = new Uri($"{endpoints.Authorization}?response_type=code&client_id={Client}&scope=openid"
            + $"&redirect_uri={Uri.EscapeDataString(Callback)}&state={state}"
            + $"&code_challenge={challenge}&code_challenge_method=S256");

        using var page = await FollowAsync(browser, new HttpRequestMessage(HttpMethod.Get, next), cancellationToken);
        var html = await page.Content.ReadAsStringAsync(cancellationToken);
        if (page.StatusCode != HttpStatusCode.OK || !FormTag().IsMatch(html))
        {
            throw new SignInException(
                $"Identity at {identity} showed no sign-in page (status {(int)page.StatusCode}).");
        }

        var action = WebUtility.HtmlDecode(FormTag().Match(html).Groups["action"].Value);
        var fields = HiddenField().Matches(html)
            .Select(m => KeyValuePair.Create(
                m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)))
            .Append(KeyValuePair.Create("username", user))
            .Append(KeyValuePair.Create("password", password));
        var form = new HttpRequestMessage(HttpMethod.Post, new Uri(page.RequestMessage!.RequestUri!, action))
        {
            Content = new FormUrlEncodedContent(fields),
        };
        using var answer = await FollowAsync(browser, form, cancellationToken);
        if (answer.Headers.Location is not { } back)
        {
            throw new SignInException($"Identity at {identity} did not sign {user} in: wrong user name or password, "
                + "or too many wrong tries just before.");
        }

        var returned = QueryField().Matches(back.Query).ToDictionary(
            m => m.Groups["name"].Value, m => WebUtility.UrlDecode(m.Groups["value"].Value));
        if (!returned.TryGetValue("code", out var code) || returned.GetValueOrDefault("state") != state)
        {
            throw new SignInException($"Identity at {identity} refused {user}: "
                + returned.GetValueOrDefault("error_description", "no code came back."));
        }

        return await TokenAsync(browser, endpoints.Token, new()
        {
            ["grant_type"] = "authorization_code", ["client_id"] = Client, ["code"] = code,
            ["redirect_uri"] = Callback, ["code_verifier"] = verifier,
        }, cancellationToken);
    }

    /// <summary>
    /// Signs in an agency's system with the private key in a PEM file (RSA, or EC on P-256). Throws
    /// <see cref="SignInException"/> if the file holds no such key, or Identity can't be reached or refuses.
    /// </summary>
    public static async Task<string> WithKeyAsync(
        Uri identity, string client, string pem, CancellationToken cancellationToken)
    {
        using var browser = Browser();
        var endpoints = await DiscoverAsync(browser, identity, cancellationToken);
        return await TokenAsync(browser, endpoints.Token, new()
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = ClientAssertion.Sign(client, endpoints.Issuer, pem, DateTimeOffset.UtcNow),
        }, cancellationToken);
    }

    private static HttpClient Browser() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, CookieContainer = new CookieContainer(), ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    private static async Task<Endpoints> DiscoverAsync(
        HttpClient browser, Uri identity, CancellationToken cancellationToken)
    {
        try
        {
            var address = new Uri(identity.ToString().TrimEnd('/') + "/.well-known/openid-configuration");
            return (await browser.GetFromJsonAsync<Endpoints>(address, cancellationToken))!;
        }
        catch (Exception problem) when (
            problem is HttpRequestException or System.Text.Json.JsonException or NotSupportedException)
        {
            throw new SignInException(
                $"Identity does not answer at {identity} ({problem.GetBaseException().Message}). "
                + "Is the platform running?",
                problem);
        }
    }

    // Goes where redirects lead, as far as the page, or as far as the callback, which nothing listens at.
    private static async Task<HttpResponseMessage> FollowAsync(
        HttpClient browser, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop < 10; hop++)
        {
            var answer = await SendAsync(browser, request, cancellationToken);
            if (answer.Headers.Location is not { } location)
            {
                return answer;
            }

            var next = new Uri(request.RequestUri!, location);
            if (next.ToString().StartsWith(Callback + "?", StringComparison.Ordinal))
            {
                return answer;
            }

            answer.Dispose();
            request = new HttpRequestMessage(HttpMethod.Get, next);
        }

        throw new SignInException("Identity sent the sign-in round in a circle.");
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient browser, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await browser.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException problem)
        {
            throw new SignInException("Identity went away while somebody was signing in "
                + $"({problem.GetBaseException().Message}). Try again.", problem);
        }
    }

    private static async Task<string> TokenAsync(
        HttpClient browser, Uri endpoint, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(browser, new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent(form),
        }, cancellationToken);
        var token = await answer.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken);
        return token?.AccessToken ?? throw new SignInException(
            $"Identity gave no token: {token?.ErrorDescription ?? token?.Error ?? answer.StatusCode.ToString()}");
    }

    [GeneratedRegex("<form [^>]*action=\"(?<action>[^\"]*)\"")]
    private static partial Regex FormTag();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex("[?&](?<name>[^=&]*)=(?<value>[^&]*)")]
    private static partial Regex QueryField();

    private sealed record Endpoints(
        [property: JsonPropertyName("issuer")] string Issuer,
        [property: JsonPropertyName("authorization_endpoint")] Uri Authorization,
        [property: JsonPropertyName("token_endpoint")] Uri Token);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("error")] string? Error,
        [property: JsonPropertyName("error_description")] string? ErrorDescription);
}

/// <summary>A sign-in that did not give a token; the message is a sentence for the user.</summary>
public sealed class SignInException(string message, Exception? inner = null) : Exception(message, inner);
