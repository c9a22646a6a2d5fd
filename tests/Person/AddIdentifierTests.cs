using Grpc.Core;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class AddIdentifierTests(Street street)
{
    [Theory]
    [InlineData("0101011237", Wire.CheckPassed.Both, false)]
    [InlineData("0101800002", Wire.CheckPassed.Modulus11, false)]
    [InlineData("0101800001", Wire.CheckPassed.Modulus10, true)]
    public async Task The_check_that_a_CHI_number_passed_is_kept(string number, Wire.CheckPassed passed, bool warned)
    {
        var personId = await street.RegisterAsync(r => r.BirthDate = "1961-04-23");

        var added = (await street.Eileen.Person.AddIdentifierAsync(new()
        {
            PersonId = personId,
            Identifier = new() { Kind = Wire.IdentifierKind.Chi, Value = number },
        })).Identifier;

        Assert.Equal((passed, warned), (added.Passed, added.Warning.Length > 0));
        var read = await street.GetAsync(street.Eileen, personId);
        Assert.Equal([added], read.Identifiers);
        Assert.Equal("1961-04-23", read.BirthDate);
    }

    [Fact]
    public async Task A_birth_date_is_never_read_out_of_a_number()
    {
        var personId = await street.RegisterAsync(r => r.BirthDate = "");

        await street.Eileen.Person.AddIdentifierAsync(new()
        {
            PersonId = personId,
            Identifier = new() { Kind = Wire.IdentifierKind.Chi, Value = "0101011237" },
        });

        Assert.Equal("", (await street.GetAsync(street.Eileen, personId)).BirthDate);
    }

    [Fact]
    public async Task A_number_that_cannot_be_right_is_refused_by_its_field()
    {
        var personId = await street.RegisterAsync();

        var refusal = await Refusal.ExpectAsync(StatusCode.InvalidArgument, "IDENTIFIER_INVALID",
            street.Eileen.Person.AddIdentifierAsync(new()
            {
                PersonId = personId,
                Identifier = new() { Kind = Wire.IdentifierKind.NhsNumber, Value = "9876544321" },
            }));

        Assert.Equal("identifier.value", refusal.Field);
        Assert.Equal("identifier.kind", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "CODE_MISSING",
            street.Eileen.Person.AddIdentifierAsync(new() { PersonId = personId }))).Field);
    }

    [Fact]
    public async Task A_number_that_another_has_is_added_and_the_pair_is_noted()
    {
        var (one, other) = (await street.RegisterAsync(), await street.RegisterAsync());
        foreach (var person in new[] { one, other })
        {
            await street.Eileen.Person.AddIdentifierAsync(
                new() { PersonId = person, Identifier = Street.Local("T-2001") });
        }

        Assert.Equal([(one.ToUpperInvariant(), "[\"same_identifier\"]")], street.Query(
            "SELECT OtherPersonId, Reasons FROM PossibleSame WHERE PersonId = @id AND Reasons LIKE '%identifier%'",
            r => (r.GetString(0), r.GetString(1)), other));
    }

    [Fact]
    public async Task No_event_carries_a_number_or_a_name()
    {
        var name = Street.Unique("Wilma");
        var personId = await street.RegisterAsync(r => (r.FullName, r.Address) = (name, "9 Shore Road"));
        await street.Eileen.Person.AddIdentifierAsync(
            new() { PersonId = personId, Identifier = Street.Local("T-2002") });
        await street.Eileen.Person.SetSafeContactAsync(new() { PersonId = personId, How = "by the back door" });

        var events = street.Query("SELECT EventJson FROM Journal WHERE Stream = @id", r => r.GetString(0), personId);

        Assert.Equal(3, events.Count);
        Assert.DoesNotContain(events, e => e.Contains(name) || e.Contains("Shore") || e.Contains("T-2002")
            || e.Contains("back door"));
    }
}
