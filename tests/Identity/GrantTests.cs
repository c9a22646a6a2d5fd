using System.Net;

namespace PersonalOutcomes.Identity.Tests;

public sealed class GrantTests(SignInTests.OneIdentity fixture) : IClassFixture<SignInTests.OneIdentity>
{
    private readonly RunningIdentity identity = fixture.Identity;

    [Fact]
    public async Task A_code_with_its_verifier_gives_a_token()
    {
        using var sign = new Authorization(identity);
        var returned = await sign.SignInAsync("ruth");

        var (status, answer) = await sign.ExchangeAsync(returned["code"], sign.Verifier);

        Assert.Equal("as-sent", returned["state"]);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True((await identity.ValidateAsync((string)answer["access_token"]!)).IsValid);
        Assert.Null(answer["refresh_token"]);
    }

    [Theory]
    [InlineData("code_challenge", null, "a request without a challenge")]
    [InlineData("code_challenge_method", "plain", "a challenge that is the verifier itself")]
    public async Task Without_a_hashed_challenge_no_code_is_given(string parameter, string? value, string what)
    {
        using var sign = new Authorization(identity);
        sign.Request[parameter] = value;

        using var answer = await sign.AskAsync();

        Assert.True(await IsRefusedAsync(answer, "invalid_request"), what);
    }

    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("not-the-verifier-of-this-challenge-0123456789ab", "invalid_grant")]
    public async Task A_code_without_the_right_verifier_is_refused(string? verifier, string error)
    {
        using var sign = new Authorization(identity);
        var returned = await sign.SignInAsync("ruth");

        var (status, answer) = await sign.ExchangeAsync(returned["code"], verifier);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(error, (string)answer["error"]!);
        Assert.Null(answer["access_token"]);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        using var sign = new Authorization(identity);
        sign.Request["scope"] = "openid offline_access";
        var returned = await sign.SignInAsync("ruth");
        var (_, first) = await sign.ExchangeAsync(returned["code"], sign.Verifier);

        var (status, answer) = await sign.ExchangeAsync(returned["code"], sign.Verifier);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", (string)answer["error"]!);
        // Somebody has stolen the code: what the first exchange gave stops too.
        var (later, _) = await sign.RefreshAsync((string)first["refresh_token"]!);
        Assert.Equal(HttpStatusCode.BadRequest, later);
    }

    [Theory]
    [InlineData("https://elsewhere.example/callback")]
    [InlineData("http://127.0.0.1:40123/other")]
    [InlineData("http://127.0.0.1.elsewhere.example/callback")]
    public async Task Nobody_is_sent_to_an_address_that_the_client_did_not_register(string redirect)
    {
        using var sign = new Authorization(identity);
        sign.Request["redirect_uri"] = redirect;

        using var answer = await sign.AskAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("id_token")]
    [InlineData("code token")]
    public async Task No_token_comes_from_the_authorization_endpoint(string responseType)
    {
        using var sign = new Authorization(identity);
        sign.Request["response_type"] = responseType;

        using var answer = await sign.AskAsync();

        Assert.True(await IsRefusedAsync(answer, "unsupported_response_type"));
    }

    [Fact]
    public async Task A_password_is_no_grant()
    {
        using var sign = new Authorization(identity);

        var (status, answer) = await sign.TokenAsync(
            ("grant_type", "password"), ("client_id", "personal-outcomes-cli"),
            ("username", "ruth"), ("password", Authorization.Password));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("unsupported_grant_type", (string)answer["error"]!);
    }

    [Fact]
    public async Task Each_refresh_token_is_good_once_and_none_outlives_eight_hours()
    {
        using var sign = new Authorization(identity);
        sign.Request["scope"] = "openid offline_access";
        var returned = await sign.SignInAsync("ruth");
        var (_, first) = await sign.ExchangeAsync(returned["code"], sign.Verifier);
        identity.Clock.Advance(TimeSpan.FromHours(7));

        var (status, second) = await sign.RefreshAsync((string)first["refresh_token"]!);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True((await identity.ValidateAsync((string)second["access_token"]!)).IsValid);
        identity.Clock.Advance(TimeSpan.FromHours(1));
        var (late, answer) = await sign.RefreshAsync((string)second["refresh_token"]!);
        Assert.Equal(HttpStatusCode.BadRequest, late);
        Assert.Equal("invalid_grant", (string)answer["error"]!);
    }

    [Fact]
    public async Task A_refresh_token_used_twice_ends_the_chain()
    {
        using var sign = new Authorization(identity);
        sign.Request["scope"] = "openid offline_access";
        var returned = await sign.SignInAsync("ruth");
        var (_, first) = await sign.ExchangeAsync(returned["code"], sign.Verifier);
        var (_, second) = await sign.RefreshAsync((string)first["refresh_token"]!);

        var (again, _) = await sign.RefreshAsync((string)first["refresh_token"]!);
        var (after, _) = await sign.RefreshAsync((string)second["refresh_token"]!);

        Assert.Equal(HttpStatusCode.BadRequest, again);
        Assert.Equal(HttpStatusCode.BadRequest, after);
    }

    [Fact]
    public async Task A_service_gets_a_token_of_its_own_with_its_secret()
    {
        using var sign = new Authorization(identity);

        var (status, answer) = await sign.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "service-plan"),
            ("client_secret", RunningIdentity.PlanSecret));

        Assert.Equal(HttpStatusCode.OK, status);
        var claims = (await identity.ValidateAsync((string)answer["access_token"]!)).Claims;
        Assert.Equal("service-plan", claims["sub"]);
        Assert.Equal("service", claims["role"]);
        Assert.DoesNotContain("agency", claims.Keys);
    }

    [Theory]
    [InlineData("service-plan", "not-the-secret")]
    [InlineData("service-plan", null)]
    [InlineData("service-review", RunningIdentity.PlanSecret)]
    public async Task A_service_without_its_own_secret_gets_nothing(string client, string? secret)
    {
        using var sign = new Authorization(identity);

        var (status, answer) = await sign.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));

        Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, status.ToString());
        Assert.Null(answer["access_token"]);
    }

    [Fact]
    public async Task The_command_line_client_can_not_speak_for_itself()
    {
        using var sign = new Authorization(identity);

        var (status, answer) = await sign.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "personal-outcomes-cli"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Null(answer["access_token"]);
    }

    [Fact]
    public async Task Discovery_offers_what_is_there_and_no_more()
    {
        using var agent = identity.Agent();

        var text = await agent.GetStringAsync("/.well-known/openid-configuration");
        var discovery = System.Text.Json.Nodes.JsonNode.Parse(text)!;

        string[] Texts(string name) => [.. discovery[name]!.AsArray().Select(n => (string)n!).Order()];
        Assert.Equal(identity.Address.ToString(), (string)discovery["issuer"]!);
        Assert.Equal(
            ["authorization_code", "client_credentials", "refresh_token"], Texts("grant_types_supported"));
        Assert.Equal(["code"], Texts("response_types_supported"));
        Assert.Equal(["S256"], Texts("code_challenge_methods_supported"));
    }

    private static async Task<bool> IsRefusedAsync(HttpResponseMessage answer, string error)
    {
        // Told to the client when its address is known to be its own, else shown as a page; never a sign-in form.
        if (answer.Headers.Location is { } location)
        {
            return location.ToString().StartsWith("http://127.0.0.1:40123/callback?")
                && Authorization.Returned(answer)["error"] == error;
        }

        var page = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.BadRequest && !page.Contains("<form");
    }
}
