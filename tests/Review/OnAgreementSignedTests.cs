using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

public sealed class OnAgreementSignedTests
{
    [Fact]
    public async Task What_an_agency_proposed_is_no_health_bodys_though_it_is_heard_of_after_its_agreement_ended()
    {
        await using var platform = Platform.Only("person", "sharing", "plan");
        await platform.SetUpAsync();
        var eileen = await platform.SignInAsync("eileen");
        var personId = await platform.RegisterPersonAsync(eileen, "adult");
        var outcomeId = Guid.Parse(await Valid.OutcomeAsync(eileen, personId));
        await (await platform.SignInAsync("alison")).Sharing.EndAgreementAsync(
            new() { AgencyId = eileen.AgencyId, Reason = "They will not sign the new terms." });

        platform.Start("review");

        var database = platform.Services("review").GetRequiredService<IDatabase>();
        bool? health = null;
        for (var since = DateTime.UtcNow; health is null && DateTime.UtcNow - since < TimeSpan.FromSeconds(30);)
        {
            // A refusal makes it follow.
            await eileen.Review.ListReviewsAsync(new() { PersonId = personId }).NotFoundAsync();
            await using var work = await database.ReadAsync(Call.Own("Asked", platform.Time));
            health = await work.OneAsync<bool?>(
                "SELECT HealthAuthored FROM OutcomeCopy WHERE Id = @outcomeId", new { outcomeId });
        }
        Assert.False(health);
    }
}
