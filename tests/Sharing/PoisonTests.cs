using Grpc.Core;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.Sharing;

// What a service can't follow, Plan standing for all of them.
public sealed class PoisonTests
{
    [Fact]
    public async Task An_entry_that_cannot_be_applied_stops_that_person_alone()
    {
        await using var platform = Platform.Only("person", "sharing", "plan");
        var setting = new Setting(platform);
        var (eileen, nadia) = (await platform.SignInAsync("eileen"), await platform.SignInAsync("nadia"));
        await setting.TeamOfAsync("nadia");
        var parked = await setting.RegisterPersonAsync(eileen);
        var known = (await eileen.Plan.ProposeOutcomeAsync(Proposal(parked))).Outcome;
        await platform.StopAsync("plan");
        await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = parked });
        await setting.BindAsync(eileen, parked, "iris");
        await platform.StopAsync("sharing");
        Assert.Equal(1, await SpoilAsync(platform, parked, "LoginBound"));
        platform.Start("sharing");
        platform.Start("plan");

        // Behind the spoilt entry in the same journal.
        var other = await setting.RegisterPersonAsync(eileen);
        Assert.Equal(other, (await eileen.Plan.ProposeOutcomeAsync(Proposal(other))).Outcome.PersonId);
        await Refusal.ExpectAsync(StatusCode.Unavailable, "ACCESS_UNKNOWN", Once(platform).GetOutcomeAsync(
            new() { PersonId = parked, OutcomeId = known.OutcomeId }, await HeadersAsync(platform, "eileen")));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", nadia.Plan.GetOutcomeAsync(
            new() { PersonId = parked, OutcomeId = known.OutcomeId }));

        var health = await new Operations.V1.OperationsService.OperationsServiceClient(
            (await platform.SignInAsync("oona")).To("plan")).ExamineAsync(new());
        Assert.Equal(1, health.Copies.Single(c => c.Source == "sharing").Parked);
        Assert.Equal(0, health.Copies.Single(c => c.Source == "sharing").Behind);
    }

    [Fact]
    public async Task A_source_that_has_less_than_was_followed_is_refused_and_its_copy_grows_old()
    {
        await using var platform = Platform.Only("person", "sharing", "plan");
        var eileen = await platform.SignInAsync("eileen");
        var personId = await new Setting(platform).RegisterPersonAsync(eileen);
        var known = (await eileen.Plan.ProposeOutcomeAsync(Proposal(personId))).Outcome;
        var plan = new Operations.V1.OperationsService.OperationsServiceClient(
            (await platform.SignInAsync("oona")).To("plan"));

        // As after a backup is put back that is older than what the others have seen.
        await platform.StopAsync("sharing");
        await ChangeAsync(platform, "DELETE FROM Journal WHERE Position = (SELECT MAX(Position) FROM Journal)");
        platform.Start("sharing");

        await Eventually.TrueAsync(
            async () => (await plan.ExamineAsync(new())).Copies.Single(c => c.Source == "sharing").Refused,
            TimeSpan.FromSeconds(30), () => "the source is refused");
        platform.Time.Advance(TimeSpan.FromSeconds(46));
        await Refusal.ExpectAsync(StatusCode.Unavailable, "ACCESS_UNKNOWN", Once(platform).GetOutcomeAsync(
            new() { PersonId = personId, OutcomeId = known.OutcomeId }, await HeadersAsync(platform, "eileen")));
    }

    private static PlanService.PlanServiceClient Once(Platform platform) =>
        new(Channels.Once(platform.Address("plan")));

    private static async Task<Metadata> HeadersAsync(Platform platform, string user) =>
        new() { { "authorization", $"Bearer {await platform.TokenAsync(user)}" } };

    // As a disk that rots would, or a writer with a fault that nobody has found yet.
    private static Task<int> SpoilAsync(Platform platform, string person, string type) => ChangeAsync(platform,
        "UPDATE Journal SET EventJson = '{\"personId\":' WHERE lower(Stream) = $person AND Type = $type",
        ("$person", person), ("$type", type));

    private static async Task<int> ChangeAsync(Platform platform, string sql, params (string, string)[] parameters)
    {
        await using var sharing = new SqliteConnection(
            $"Data Source={platform.DatabaseFile("sharing")};Pooling=False");
        await sharing.OpenAsync();
        await using var change = new SqliteCommand(sql, sharing);
        foreach (var (name, value) in parameters)
        {
            change.Parameters.AddWithValue(name, value);
        }
        return await change.ExecuteNonQueryAsync();
    }

    private static ProposeOutcomeRequest Proposal(string personId) => new()
    {
        PersonId = personId,
        Statement = "To sing again",
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };
}
