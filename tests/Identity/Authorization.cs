using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PersonalOutcomes.Identity.Tests;

/// <summary>One authorization request, step by step, so that a test can change one thing in it.</summary>
public sealed partial class Authorization(RunningIdentity identity) : IDisposable
{
    public const string Password = "demonstration";

    private readonly HttpClient agent = identity.Agent();

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public Dictionary<string, string?> Request { get; } = new()
    {
        ["response_type"] = "code",
        ["client_id"] = "personal-outcomes-cli",
        ["redirect_uri"] = "http://127.0.0.1:40123/callback",
        ["scope"] = "openid",
        ["state"] = "as-sent",
        ["code_challenge_method"] = "S256",
    };

    /// <summary>Asks the authorization endpoint; what a browser would be shown or where it would be sent.</summary>
    public Task<HttpResponseMessage> AskAsync()
    {
        Request.TryAdd(
            "code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))));
        return agent.GetAsync(Authorize());
    }

    /// <summary>Sends the sign-in form as the page gives it.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string userName, string password)
    {
        var page = await agent.GetStringAsync("/sign-in" + QueryString("returnUrl", Authorize()));
        return await agent.PostAsync("/sign-in", new FormUrlEncodedContent(Hidden().Matches(page)
            .Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))
            .Append(KeyValuePair.Create("username", userName))
            .Append(KeyValuePair.Create("password", password))));
    }

    /// <summary>Signs in and gives the parameters that the client gets back.</summary>
    public async Task<Dictionary<string, string>> SignInAsync(string userName)
    {
        using var asked = await AskAsync();
        using var signedIn = await SendFormAsync(userName, Password);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        using var back = await agent.GetAsync(signedIn.Headers.Location);
        Assert.StartsWith(Request["redirect_uri"]!, back.Headers.Location!.ToString());
        return Returned(back);
    }

    public Task<(HttpStatusCode Status, JsonNode Answer)> ExchangeAsync(string code, string? verifier) => TokenAsync(
        ("grant_type", "authorization_code"), ("client_id", "personal-outcomes-cli"), ("code", code),
        ("redirect_uri", Request["redirect_uri"]!), ("code_verifier", verifier));

    public Task<(HttpStatusCode Status, JsonNode Answer)> RefreshAsync(string refreshToken) => TokenAsync(
        ("grant_type", "refresh_token"), ("client_id", "personal-outcomes-cli"), ("refresh_token", refreshToken));

    /// <summary>Asks the token endpoint; a field without a value is left out.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> TokenAsync(params (string, string?)[] fields)
    {
        using var answer = await agent.PostAsync("/connect/token", new FormUrlEncodedContent(
            fields.Where(f => f.Item2 is not null).Select(f => KeyValuePair.Create(f.Item1, f.Item2!))));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public static Dictionary<string, string> Returned(HttpResponseMessage answer) =>
        answer.Headers.Location!.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[1]));

    public void Dispose() => agent.Dispose();

    private string Authorize() => "/connect/authorize" + Microsoft.AspNetCore.Http.QueryString.Create(
        Request.Where(p => p.Value is not null));

    private static string QueryString(string name, string value) =>
        Microsoft.AspNetCore.Http.QueryString.Create(name, value).ToString();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
