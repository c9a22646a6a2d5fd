using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>One platform for all tests of this project.</summary>
[CollectionDefinition(nameof(Together))]
public sealed class Together : ICollectionFixture<Neighbours>;

/// <summary>Outcomes to look at, and requests that are accepted as they stand.</summary>
internal static class Valid
{
    public static async Task<string> OutcomeAsync(Caller by, string personId, params string[] withheldFrom)
    {
        var proposed = await by.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = personId,
            Statement = "Enough each week for the three of us.",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
            WithheldFrom = { withheldFrom },
        });
        return proposed.Outcome.OutcomeId;
    }

    public static Voice Spoken(Speaker by = Speaker.Person, string name = "") =>
        new() { SaidBy = by, SaidByName = name, How = { "spoken" } };

    public static OutcomeLookedAt Story(string outcomeId) => new()
    {
        OutcomeId = outcomeId,
        Story = new() { Words = "The backdated money came through.", Voice = Spoken() },
    };

    public static RecordReviewRequest Review(string personId, params string[] outcomeIds) => new()
    {
        PersonId = personId,
        HappenedOn = "2026-04-02",
        Outcomes = { outcomeIds.Select(Story) },
    };
}
