using PersonalOutcomes.Testing;
using PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

/// <summary>One platform for all tests of this project.</summary>
[CollectionDefinition(nameof(Together))]
public sealed class Together : ICollectionFixture<Neighbours>;

/// <summary>Requests that are accepted as they stand; a test changes what it is about.</summary>
internal static class Valid
{
    public static Voice Spoken(Speaker by = Speaker.Person, string name = "") =>
        new() { SaidBy = by, SaidByName = name, How = { "spoken" } };

    public static RecordConversationRequest Note(string personId) => new()
    {
        PersonId = personId,
        HappenedOn = "2026-03-02",
        WhatWasSaid = "The money runs out on a Wednesday.",
    };

    public static RecordViewRequest View(string personId) => new()
    {
        PersonId = personId,
        WhatMatters = "Enough each week for the three of us.",
        Why = "The bairn comes first.",
        Voice = Spoken(),
    };

    public static SayAgreementRequest Agreement(string personId) => new()
    {
        PersonId = personId,
        Topic = "living_where_and_how",
        Agreement = V1.Agreement.Agreed,
        Words = "That he stays where he is.",
        Voice = Spoken(),
    };

    public static RecordStrengthRequest Strength(string personId) => new()
    {
        PersonId = personId,
        Words = "I have chased every benefit there is.",
        Voice = Spoken(),
    };
}
