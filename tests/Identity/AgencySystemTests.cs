using System.Net;
using System.Security.Cryptography;
using PersonalOutcomes.Cli;

namespace PersonalOutcomes.Identity.Tests;

public sealed class AgencySystemTests(AgencySystemTests.WithSystems fixture)
    : IClassFixture<AgencySystemTests.WithSystems>
{
    private const string Agency = "3d1f0b52-8c1e-4b7a-9a0d-5b7e6c2f1a01";
    private const string OtherAgency = "7b64c9de-2f05-4c38-8e11-d0a93f5b7c02";

    private readonly RunningIdentity identity = fixture.Identity;
    private readonly RSA rsa = fixture.Rsa;
    private readonly ECDsa curve = fixture.Curve;

    [Fact]
    public async Task A_system_signs_in_with_its_private_key_and_acts_for_one_agency()
    {
        foreach (var (client, pem) in new[]
        {
            ("lochside-wards", rsa.ExportPkcs8PrivateKeyPem()), ("lochside-letters", curve.ExportPkcs8PrivateKeyPem()),
        })
        {
            var token = await SignIn.WithKeyAsync(identity.Address, client, pem, CancellationToken.None);

            var valid = await identity.ValidateAsync(token);
            Assert.True(valid.IsValid, valid.Exception?.Message);
            Assert.Equal(client, valid.Claims["sub"]);
            Assert.Equal("system", valid.Claims["role"]);
            Assert.Equal(Agency, valid.Claims["agency"]);
        }
    }

    [Theory]
    [InlineData("any-secret")]
    [InlineData(null)]
    public async Task A_system_has_no_secret_to_sign_in_with(string? secret)
    {
        using var sign = new Authorization(identity);

        var (status, answer) = await sign.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "lochside-wards"), ("client_secret", secret));

        Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, status.ToString());
        Assert.Null(answer["access_token"]);
    }

    [Fact]
    public async Task Another_key_is_refused()
    {
        using var other = RSA.Create(2048);

        await Assert.ThrowsAsync<SignInException>(() => SignIn.WithKeyAsync(
            identity.Address, "lochside-wards", other.ExportPkcs8PrivateKeyPem(), CancellationToken.None));
    }

    [Fact]
    public async Task A_system_whose_issuer_may_not_speak_for_its_agency_gets_nothing()
    {
        var refused = await Assert.ThrowsAsync<SignInException>(() => SignIn.WithKeyAsync(
            identity.Address, "too-far", rsa.ExportPkcs8PrivateKeyPem(), CancellationToken.None));

        Assert.Contains("may not assert that role for that agency", refused.Message);
    }

    [Fact]
    public async Task A_statement_that_has_ended_or_is_for_another_issuer_is_refused()
    {
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        var issuer = identity.Address.ToString();
        var now = DateTimeOffset.UtcNow;
        using var sign = new Authorization(identity);

        async Task<HttpStatusCode> AskAsync(string assertion) => (await sign.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "lochside-wards"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion))).Status;

        Assert.Equal(HttpStatusCode.OK, await AskAsync(ClientAssertion.Sign("lochside-wards", issuer, pem, now)));
        Assert.NotEqual(HttpStatusCode.OK, await AskAsync(
            ClientAssertion.Sign("lochside-wards", issuer, pem, now.AddHours(-1))));
        Assert.NotEqual(HttpStatusCode.OK, await AskAsync(
            ClientAssertion.Sign("lochside-wards", "https://elsewhere.example/", pem, now)));
        Assert.NotEqual(HttpStatusCode.OK, await AskAsync(
            ClientAssertion.Sign("lochside-letters", issuer, pem, now)));
    }

    [Fact]
    public void A_public_key_can_not_sign()
    {
        var refused = Assert.Throws<SignInException>(() => ClientAssertion.Sign(
            "lochside-wards", "https://identity.example/", rsa.ExportSubjectPublicKeyInfoPem(), DateTimeOffset.UtcNow));

        Assert.Contains("the private one is needed", refused.Message);
    }

    /// <summary>One Identity that knows three systems of one health board, one of them for the wrong agency.</summary>
    public sealed class WithSystems : IAsyncLifetime
    {
        public WithSystems()
        {
            Identity = new RunningIdentity()
                .With("Registrations:lochside-systems:Class", "Systems")
                .With("Registrations:lochside-systems:Agencies:0", Agency)
                .With("Registrations:lochside-systems:Roles:0", "system");
            Add("lochside-wards", Agency, Rsa.ExportSubjectPublicKeyInfoPem());
            Add("lochside-letters", Agency, Curve.ExportSubjectPublicKeyInfoPem());
            Add("too-far", OtherAgency, Rsa.ExportSubjectPublicKeyInfoPem());
            Identity.Started();
        }

        public RSA Rsa { get; } = RSA.Create(2048);

        public ECDsa Curve { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public RunningIdentity Identity { get; }

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            await Identity.DisposeAsync();
            Rsa.Dispose();
            Curve.Dispose();
        }

        private void Add(string client, string agency, string publicKey) => Identity
            .With($"Systems:{client}:Registration", "lochside-systems")
            .With($"Systems:{client}:Agency", agency)
            .With($"Systems:{client}:PublicKey", publicKey);
    }
}
