using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

/// <summary>What was recorded in the wrong record, in the right one.</summary>
[Collection(nameof(Street))]
public sealed class MoveItemTests(Street street)
{
    [Fact]
    public async Task Each_kind_stands_in_the_right_record_as_it_was_said_and_in_the_wrong_one_no_more()
    {
        var (wrong, right) = (await street.SharedAsync(), await street.SharedAsync());
        var person = street.Eileen.Person;
        var needs = (await person.SetCommunicationNeedsAsync(new() { PersonId = wrong, Aids = "large print" }))
            .CommunicationNeeds;
        var contact = (await person.SetSafeContactAsync(new() { PersonId = wrong, Never = "Never by letter." }))
            .SafeContact;
        var member = (await person.AddToCircleAsync(new() { PersonId = wrong, Name = "Ann", Relation = "his wife" }))
            .CircleMember;
        var number = (await person.AddIdentifierAsync(new() { PersonId = wrong, Identifier = Number() })).Identifier;

        foreach (var item in new[]
        {
            needs.CommunicationNeedsId, contact.SafeContactId, member.CircleMemberId, number.IdentifierId,
        })
        {
            var moved = (await street.Eileen.Entries("person").MoveItemAsync(Move(wrong, item, right))).ItemId;
            Assert.NotEqual(item, moved);
        }

        var there = await street.GetAsync(street.Fiona, right);
        Assert.Equal(("large print", "Never by letter.", "Ann", number.Value),
            (Assert.Single(there.CommunicationNeeds).Aids, Assert.Single(there.SafeContacts).Never,
                Assert.Single(there.Circle).Name, Assert.Single(there.Identifiers).Value));
        var left = await street.GetAsync(street.Fiona, wrong);
        Assert.Equal((0, 0, 0, 0), (left.CommunicationNeeds.Count, left.SafeContacts.Count, left.Circle.Count,
            left.Identifiers.Count));
    }

    [Fact]
    public async Task How_to_reach_and_speak_with_somebody_is_not_moved_to_who_died_and_who_is_around_them_is()
    {
        var (wrong, died) = (await street.SharedAsync(), await street.SharedAsync());
        var person = street.Eileen.Person;
        var needs = (await person.SetCommunicationNeedsAsync(new() { PersonId = wrong, Aids = "large print" }))
            .CommunicationNeeds;
        var contact = (await person.SetSafeContactAsync(new() { PersonId = wrong, How = "By letter." })).SafeContact;
        var withheld = (await person.AddToCircleAsync(new()
        {
            PersonId = wrong,
            Name = "Ann",
            Relation = "his wife",
            WithheldFrom = { street.Team(street.Fiona) },
        })).CircleMember;
        await person.RecordDeathAsync(
            new() { PersonId = died, DiedOn = street.Today.ToString("O"), HowKnown = "His wife rang us." });
        var entries = street.Eileen.Entries("person");

        foreach (var item in new[] { needs.CommunicationNeedsId, contact.SafeContactId })
        {
            await entries.MoveItemAsync(Move(wrong, item, died))
                .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        }
        await entries.MoveItemAsync(Move(wrong, withheld.CircleMemberId, died));

        Assert.Equal("Ann", Assert.Single((await street.GetAsync(street.Eileen, died)).Circle).Name);
        Assert.Empty((await street.GetAsync(street.Fiona, died)).Circle);
    }

    [Fact]
    public async Task Where_the_right_record_has_its_own_needs_or_safe_contact_those_stay()
    {
        var (wrong, right) = (await street.SharedAsync(), await street.SharedAsync());
        var needs = (await street.Eileen.Person.SetCommunicationNeedsAsync(
            new() { PersonId = wrong, Aids = "large print" })).CommunicationNeeds;
        await street.Fiona.Person.SetCommunicationNeedsAsync(new() { PersonId = right, Aids = "a loop" });

        await street.Eileen.Entries("person").MoveItemAsync(Move(wrong, needs.CommunicationNeedsId, right))
            .RefusedAsync(StatusCode.FailedPrecondition, "THERE_ALREADY", "item_id");

        Assert.Equal(("large print", "a loop"),
            (Assert.Single((await street.GetAsync(street.Fiona, wrong)).CommunicationNeeds).Aids,
                Assert.Single((await street.GetAsync(street.Fiona, right)).CommunicationNeeds).Aids));
    }

    private static Wire.GivenIdentifier Number() =>
        new() { Kind = Wire.IdentifierKind.Local, System = "housing", Value = $"H-{Guid.NewGuid():N}"[..12] };

    private static MoveItemRequest Move(string personId, string itemId, string toPersonId) =>
        new() { PersonId = personId, ItemId = itemId, ToPersonId = toPersonId };
}
