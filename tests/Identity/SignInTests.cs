using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.JsonWebTokens;
using PersonalOutcomes.Cli;

namespace PersonalOutcomes.Identity.Tests;

public sealed partial class SignInTests(SignInTests.OneIdentity fixture) : IClassFixture<SignInTests.OneIdentity>
{
    private readonly RunningIdentity identity = fixture.Identity;

    [Fact]
    public async Task A_member_of_staff_gets_a_token_with_agency_and_role_for_ten_minutes()
    {
        var token = await SignIn.WithPasswordAsync(
            identity.Address, "fiona", Authorization.Password, CancellationToken.None);

        var valid = await identity.ValidateAsync(token);
        Assert.True(valid.IsValid, valid.Exception?.Message);
        Assert.Equal(DemoAccounts.SubjectOf("fiona").ToString(), valid.Claims["sub"]);
        Assert.Equal("3d1f0b52-8c1e-4b7a-9a0d-5b7e6c2f1a01", valid.Claims["agency"]);
        Assert.Equal("practitioner", valid.Claims["role"]);
        var read = (JsonWebToken)valid.SecurityToken;
        Assert.Equal(TimeSpan.FromMinutes(10), read.ValidTo - read.IssuedAt);
        identity.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False((await identity.ValidateAsync(token)).IsValid);
    }

    [Fact]
    public async Task A_token_says_who_which_agency_and_which_role_and_no_more()
    {
        var token = await SignIn.WithPasswordAsync(
            identity.Address, "eileen", Authorization.Password, CancellationToken.None);

        // Three parts: signed and readable; an encrypted one has five.
        Assert.Equal(3, token.Split('.').Length);
        var claims = (await identity.ValidateAsync(token)).Claims.Keys.Where(c => !c.StartsWith("oi_")).Order();
        Assert.Equal(["agency", "aud", "client_id", "exp", "iat", "iss", "jti", "role", "scope", "sub"], claims);
    }

    [Theory]
    [InlineData("iris", "person")]
    [InlineData("callum", "person")]
    [InlineData("catriona", "representative")]
    [InlineData("oona", "operator")]
    public async Task Who_works_for_no_agency_has_none_in_the_token(string userName, string role)
    {
        var token = await SignIn.WithPasswordAsync(
            identity.Address, userName, Authorization.Password, CancellationToken.None);

        var claims = (await identity.ValidateAsync(token)).Claims;
        Assert.Equal(role, claims["role"]);
        Assert.DoesNotContain("agency", claims.Keys);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        using var known = new Authorization(identity);
        using var unknown = new Authorization(identity);
        using var _ = await known.AskAsync();
        unknown.Request["code_challenge"] = known.Request["code_challenge"];

        // Names of one length, since the page gives the typed name back.
        using var wrong = await known.SendFormAsync("gillian", "not the password");
        using var nobody = await unknown.SendFormAsync("gulliam", "not the password");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(await AsBytesAsync(wrong, "gillian"), await AsBytesAsync(nobody, "gulliam"));
    }

    [Fact]
    public async Task The_sixth_try_waits_and_the_wait_grows()
    {
        using var sign = new Authorization(identity);
        using var _ = await sign.AskAsync();
        for (var wrong = 0; wrong < 5; wrong++)
        {
            using var refused = await sign.SendFormAsync("hamish", $"guess {wrong}");
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(sign, "hamish"));
        identity.Clock.Advance(TimeSpan.FromSeconds(31));
        using (await sign.SendFormAsync("hamish", "guess 6"))
        {
            identity.Clock.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(sign, "hamish"));
        }

        identity.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync(sign, "hamish"));
        // A good sign-in forgets the wrong ones.
        using var slip = await sign.SendFormAsync("hamish", "slip");
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync(sign, "hamish"));
    }

    [Fact]
    public async Task Guesses_sent_at_once_are_counted_one_by_one()
    {
        var agents = Enumerable.Range(0, 12).Select(_ => new Authorization(identity)).ToList();
        await Task.WhenAll(agents.Select(async (agent, guess) =>
        {
            using var asked = await agent.AskAsync();
            using var answer = await agent.SendFormAsync("stuart", $"guess {guess}");
        }));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(agents[0], "stuart"));
        agents.ForEach(agent => agent.Dispose());
    }

    [Fact]
    public async Task A_form_that_the_page_did_not_give_is_refused()
    {
        using var agent = identity.Agent();

        using var answer = await agent.PostAsync("/sign-in", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["username"] = "fiona", ["password"] = Authorization.Password }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(
            answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [],
            cookie => cookie.Contains("session"));
    }

    [Fact]
    public async Task After_sign_in_nobody_is_sent_to_another_site()
    {
        using var sign = new Authorization(identity);
        using var agent = identity.Agent();
        var page = await agent.GetStringAsync("/sign-in?returnUrl=//elsewhere.example/connect/authorize?");
        var token = Token().Match(page).Groups[1].Value;

        using var answer = await agent.PostAsync("/sign-in", new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = WebUtility.HtmlDecode(token),
                ["returnUrl"] = "//elsewhere.example/connect/authorize?",
                ["username"] = "fiona",
                ["password"] = Authorization.Password,
            }));

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_session_cookie_is_closed_to_scripts_and_to_other_sites()
    {
        using var sign = new Authorization(identity);
        using var _ = await sign.AskAsync();

        using var answer = await sign.SendFormAsync("fiona", Authorization.Password);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.Contains("session"));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
    }

    [Fact]
    public async Task The_page_has_labels_says_it_is_a_demonstration_and_shows_no_secret()
    {
        using var agent = identity.Agent();

        var page = await agent.GetStringAsync("/sign-in");

        Assert.Contains("Demonstration: no real people’s data", page);
        Assert.Contains("<label for=\"username\">", page);
        Assert.Contains("<label for=\"password\">", page);
        Assert.Contains("autocomplete=\"current-password\"", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain(Authorization.Password, page.ToLowerInvariant().Replace("demonstration: no real", ""));
    }

    [Fact]
    public async Task A_wrong_password_is_a_sentence_on_the_command_line()
    {
        var refused = await Assert.ThrowsAsync<SignInException>(() =>
            SignIn.WithPasswordAsync(identity.Address, "lorna", "not it", CancellationToken.None));

        Assert.Contains("wrong user name or password", refused.Message);
    }

    [Fact]
    public async Task Where_no_identity_answers_the_command_line_says_so()
    {
        var nowhere = new Uri($"http://127.0.0.1:{RunningIdentity.FreePort()}");

        var refused = await Assert.ThrowsAsync<SignInException>(() =>
            SignIn.WithPasswordAsync(nowhere, "fiona", "any", CancellationToken.None));

        Assert.Contains($"does not answer at {nowhere}", refused.Message);
    }

    private static async Task<HttpStatusCode> StatusAsync(Authorization sign, string userName)
    {
        using var answer = await sign.SendFormAsync(userName, Authorization.Password);
        return answer.StatusCode;
    }

    // Everything that a caller sees but the time of day, the typed name and the one-use token of the form.
    private static async Task<byte[]> AsBytesAsync(HttpResponseMessage answer, string typed)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date")
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var body = (await answer.Content.ReadAsStringAsync()).Replace(typed, "");
        return Encoding.UTF8.GetBytes(
            $"{answer.StatusCode}\n{string.Join('\n', headers)}\n" + Token().Replace(body, ""));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();

    /// <summary>One Identity for all these tests; the clock only ever goes forward.</summary>
    public sealed class OneIdentity : IAsyncLifetime
    {
        public RunningIdentity Identity { get; } = new RunningIdentity().Started();

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync() => await Identity.DisposeAsync();
    }
}
