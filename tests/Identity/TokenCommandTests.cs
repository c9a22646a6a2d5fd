using PersonalOutcomes.Cli;

namespace PersonalOutcomes.Identity.Tests;

public sealed class TokenCommandTests(SignInTests.OneIdentity fixture) : IClassFixture<SignInTests.OneIdentity>
{
    private readonly RunningIdentity identity = fixture.Identity;

    [Fact]
    public async Task The_token_stands_alone_on_standard_output()
    {
        var (code, output, _) = await Po("token", "--user", "fiona").InAsync(
            ("PO_IDENTITY", identity.Address.ToString()));

        Assert.Equal(0, code);
        Assert.True((await identity.ValidateAsync(output.TrimEnd('\n'))).IsValid);
    }

    [Theory]
    [InlineData("is wrong", "wrong user name or password", "token", "--user", "fiona", "--password", "nonsense")]
    [InlineData("is not said", "Say who", "token")]
    [InlineData("is asked at no address", "no address of Identity", "token", "--user", "fiona", "--identity", "here")]
    [InlineData("has no key", "Say who", "token", "--system", "wards")]
    [InlineData("has no file", "can't be read", "token", "--system", "wards", "--key", "no-such-file.pem")]
    public async Task What_goes_wrong_is_a_sentence_and_exit_code_1(
        string what, string sentence, params string[] arguments)
    {
        var (code, output, errors) = await Po(arguments).InAsync(("PO_IDENTITY", identity.Address.ToString()));

        Assert.True(code == 1, $"Exit code {code} when who signs in {what}.");
        Assert.Empty(output);
        Assert.Contains(sentence, errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task The_address_can_be_given_on_the_command_line()
    {
        var (code, output, _) = await Po("token", "--user", "iris", "--identity", identity.Address.ToString()).InAsync();

        Assert.Equal(0, code);
        Assert.Equal("person", (await identity.ValidateAsync(output.TrimEnd('\n'))).Claims["role"]);
    }

    [Fact]
    public async Task A_demo_password_is_not_sent_to_another_machine()
    {
        var (code, _, errors) = await Po("token", "--user", "fiona").InAsync(
            ("PO_IDENTITY", "https://identity.example/"));

        Assert.Equal(1, code);
        Assert.Contains("No password for fiona", errors);
    }

    private static ProgramRun Po(params string[] arguments) => new(typeof(SignIn).Assembly, arguments);
}
