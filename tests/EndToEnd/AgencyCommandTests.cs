using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.EndToEnd;

/// <summary>An agency comes in by the operator's hand, and goes on by its own administrator's.</summary>
public sealed class AgencyCommandTests(AgencyCommandTests.Empty empty) : IClassFixture<AgencyCommandTests.Empty>
{
    [Fact]
    public async Task An_agency_is_entered_and_its_administrator_can_do_what_is_said_to_come_next()
    {
        var moira = await empty.Platform.SignInAsync("moira");
        await SignAsync(moira).NotFoundAsync();

        var (code, lines) = await AddAsync(moira.AgencyId, "Lochside Health Board", "health");

        Assert.Equal(0, code);
        Assert.Equal($"Lochside Health Board is entered, with the id {moira.AgencyId}. It has access to nothing yet.",
            lines[0]);
        Assert.Equal(["SignAgreement", "AddTeam", "AddStaff"],
            lines[2..].Select(l => l.Split("SharingService/")[1].Split(',')[0]));
        await SignAsync(moira);
        var team = await moira.Sharing.AddTeamAsync(new() { AgencyId = moira.AgencyId, Name = "Stoma care" });
        var fiona = await (await empty.Platform.SignInAsync("fiona")).SubjectAsync();
        await moira.Sharing.AddStaffAsync(
            new() { TeamId = team.TeamId, Subject = fiona, Name = "Fiona Geddes", Role = "stoma nurse" });

        // The same once more is done once; another of that id is refused.
        Assert.Equal(0, (await AddAsync(moira.AgencyId, "Lochside Health Board", "health")).Code);
        (code, lines) = await AddAsync(moira.AgencyId, "Lochside", "health");
        Assert.Equal((1, "This agency is entered already."), (code, Assert.Single(lines)));
    }

    [Fact]
    public async Task Without_an_id_an_agency_gets_one_of_its_own()
    {
        var (code, lines) = await empty.Po.RunAsync("agency", "add", "--name", "Somewhere", "--type", "voluntary");
        var (_, others) = await empty.Po.RunAsync("agency", "add", "--name", "Somewhere", "--type", "voluntary");

        Assert.Equal(0, code);
        Assert.Matches("^Somewhere is entered, with the id [0-9a-f-]{36}", lines[0]);
        Assert.NotEqual(lines[0], others[0]);
    }

    [Theory]
    [InlineData("An id looks like", "--id", "5", "--name", "Somewhere", "--type", "health")]
    [InlineData("Your role does not include this.", "--name", "Somewhere", "--type", "health", "--user", "moira")]
    [InlineData("No demo account nobody.", "--name", "Somewhere", "--type", "health", "--user", "nobody")]
    [InlineData("'church' not recognized", "--name", "Somewhere", "--type", "church")]
    [InlineData("Option '--name' is required.", "--type", "health")]
    public async Task What_goes_wrong_is_a_sentence_and_exit_code_1(string sentence, params string[] arguments)
    {
        var (code, lines) = await empty.Po.RunAsync(["agency", "add", .. arguments]);

        Assert.Equal(1, code);
        Assert.Contains(lines, l => l.Contains(sentence, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(lines, l => l.Contains("   at "));
        Assert.DoesNotContain(lines, l => l.Contains("is entered,"));
    }

    private Task<(int Code, string[] Lines)> AddAsync(string id, string name, string type) =>
        empty.Po.RunAsync("agency", "add", "--id", id, "--name", name, "--type", type);

    private static AsyncUnaryCall<Sharing.V1.SignAgreementResponse> SignAsync(Caller administrator) =>
        administrator.Sharing.SignAgreementAsync(
            new() { AgencyId = administrator.AgencyId, TermsVersion = "1", SignedOn = "2026-01-05" });

    /// <summary>A platform that no agency has joined.</summary>
    public sealed class Empty : IAsyncLifetime
    {
        /// <summary>The services.</summary>
        public Platform Platform { get; } = Platform.Only("person", "sharing");

        /// <summary>The command line.</summary>
        public Po Po { get; private set; } = null!;

        /// <summary>Nothing is told.</summary>
        public Task InitializeAsync()
        {
            Po = new(Platform);
            return Task.CompletedTask;
        }

        /// <summary>Stops everything; nothing is left.</summary>
        public async Task DisposeAsync()
        {
            Po.Dispose();
            await Platform.DisposeAsync();
        }
    }
}
