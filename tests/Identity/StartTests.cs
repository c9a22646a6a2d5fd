using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace PersonalOutcomes.Identity.Tests;

/// <summary>What Identity refuses to start with, from outside: the program, its exit code and words.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Production_names_everything_that_is_missing_and_exits()
    {
        await using var demonstration = new RunningIdentity().Started();

        var (code, words) = await RunAsync(
            "Production",
            ("ConnectionStrings__identitydb", $"Data Source={demonstration.Database};Pooling=False"),
            ("Database__Provider", "Sqlite"),
            ("Kestrel__Endpoints__http__Url", "http://0.0.0.0:0"),
            ("ServiceClients__plan", "short"));

        Assert.Equal(1, code);
        Assert.Contains("No issuer is named", words);
        Assert.Contains("http://0.0.0.0:0 is open to other machines and has no TLS", words);
        Assert.Contains("demo accounts", words);
        Assert.Contains("secret of the service plan is shorter", words);
    }

    [Fact]
    public async Task Without_a_database_it_says_so_and_exits()
    {
        var (code, words) = await RunAsync(
            "Production", ("Kestrel__Endpoints__http__Url", "http://127.0.0.1:0"),
            ("Identity__Issuer", "https://identity.example/"));

        Assert.Equal(1, code);
        Assert.Contains("No database is named", words);
    }

    [Fact]
    public async Task A_database_that_can_not_be_opened_is_a_sentence_and_exit_code_1()
    {
        var (code, words) = await RunAsync(
            "Development", ("Kestrel__Endpoints__http__Url", "http://127.0.0.1:0"),
            ("ConnectionStrings__identitydb", "Data Source=/proc/no-such-place/identity.db"),
            ("Database__Provider", "Sqlite"));

        Assert.Equal(1, code);
        Assert.Contains("database can't be used", words);
        Assert.DoesNotContain("   at ", words);
    }

    [Theory]
    [InlineData(true, "http://127.0.0.1:7100", null, null)]
    [InlineData(true, "http://localhost:7100", null, null)]
    [InlineData(true, "http://[::1]:7100", null, null)]
    [InlineData(true, "http://*:7100", null, "no TLS")]
    [InlineData(true, "http://10.0.0.5:7100", null, "no TLS")]
    [InlineData(false, "http://127.0.0.1:7100", "https://identity.example/", null)]
    [InlineData(false, "http://127.0.0.1:7100", null, "No issuer")]
    [InlineData(false, "http://127.0.0.1:7100", "http://identity.example/", "not an https address")]
    [InlineData(false, "http://127.0.0.1:7100", "http://127.0.0.1:7100/", "not an https address")]
    [InlineData(false, "https://0.0.0.0:7100", "https://identity.example/", "no certificate")]
    public void Addresses_and_issuer_are_looked_at_before_anything_is_bound(
        bool development, string url, string? issuer, string? missing)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:identitydb"] = "Data Source=x.db",
            ["Kestrel:Endpoints:http:Url"] = url,
            ["Identity:Issuer"] = issuer,
        }).Build();

        var found = StartConditions.Missing(configuration, development);

        if (missing is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(missing, Assert.Single(found));
        }
    }

    [Fact]
    public async Task A_system_can_not_be_registered_with_its_private_key()
    {
        using var key = RSA.Create(2048);
        var folder = Directory.CreateTempSubdirectory("start-");

        var (code, words) = await RunAsync(
            "Development", ("Kestrel__Endpoints__http__Url", "http://127.0.0.1:0"),
            ("ConnectionStrings__identitydb", $"Data Source={Path.Combine(folder.FullName, "identity.db")}"),
            ("Database__Provider", "Sqlite"),
            ("Systems__wards__Registration", "any"),
            ("Systems__wards__Agency", Guid.NewGuid().ToString()),
            ("Systems__wards__PublicKey", key.ExportPkcs8PrivateKeyPem()));

        folder.Delete(recursive: true);
        Assert.Equal(1, code);
        Assert.Contains("Systems:wards:PublicKey holds a private key", words);
    }

    private static async Task<(int Code, string Words)> RunAsync(
        string environment, params (string Name, string Value)[] settings)
    {
        var (code, output, words) = await new ProgramRun(typeof(SigningKeys).Assembly)
            .InAsync([.. settings, ("ASPNETCORE_ENVIRONMENT", environment)]);
        return (code, words + output);
    }
}
