using Grpc.Core;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class RegisterPersonTests(Street street)
{
    [Fact]
    public async Task Whoever_registers_reads_the_record_straight_away_as_it_was_answered()
    {
        var request = street.Valid(street.Eileen);
        request.Identifiers.Add(Street.Local("T-1001"));

        var registered = (await street.Eileen.Person.RegisterPersonAsync(request)).Person;
        var read = (await street.Eileen.Person.GetPersonAsync(new() { PersonId = registered.PersonId })).Person;

        Assert.Equal(registered, read);
        Assert.Equal(("Mo", request.FullName, request.BirthDate, "2 Kirk Wynd", "KY4 9XX"),
            (read.Names.PreferredName, read.Names.FullName, read.BirthDate, read.Address, read.Postcode));
        Assert.Equal(("tenancies", "T-1001"), (read.Identifiers[0].System, read.Identifiers[0].Value));
    }

    [Fact]
    public async Task Without_a_preferred_name_the_full_name_is_used()
    {
        var request = street.Valid(street.Eileen);
        request.PreferredName = "";

        var registered = await street.Eileen.Person.RegisterPersonAsync(request);

        Assert.Equal(request.FullName, registered.Person.Names.PreferredName);
    }

    [Fact]
    public async Task A_repeat_gives_the_same_person_and_makes_no_other()
    {
        var request = street.Valid(street.Eileen);
        request.Identifiers.Add(Street.Local("T-1002"));
        var id = Guid.NewGuid().ToString();

        var first = await street.Eileen.Person.RegisterPersonAsync(request, Street.Request(id));
        var again = await street.Eileen.Person.RegisterPersonAsync(request, Street.Request(id));

        Assert.Equal(first, again);
        Assert.Equal(1, street.Query("SELECT COUNT(*) FROM Person WHERE Id = @id", r => r.GetInt32(0),
            first.Person.PersonId).Single());
        request.PreferredName = "Somebody";
        await Refusal.ExpectAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED",
            street.Eileen.Person.RegisterPersonAsync(request, Street.Request(id)));
    }

    [Fact]
    public async Task Another_callers_use_of_the_same_request_id_is_another_person()
    {
        var id = Guid.NewGuid().ToString();
        var eileens = await street.Eileen.Person.RegisterPersonAsync(
            street.Valid(street.Eileen), Street.Request(id));
        var fionas = await street.Fiona.Person.RegisterPersonAsync(
            street.Valid(street.Fiona), Street.Request(id));

        Assert.NotEqual(eileens.Person.PersonId, fionas.Person.PersonId);
    }

    [Fact]
    public async Task An_identifier_that_exists_is_registered_alike_for_everybody()
    {
        var request = street.Valid(street.Eileen);
        request.Identifiers.Add(Street.Local("T-1003"));
        var first = (await street.Eileen.Person.RegisterPersonAsync(request)).Person;
        request.TeamId = street.Team(street.Nadia);
        var second = (await street.Nadia.Person.RegisterPersonAsync(request)).Person;

        Assert.NotEqual(first.PersonId, second.PersonId);
        (second.PersonId, second.RecordTime) = (first.PersonId, first.RecordTime);
        second.Identifiers[0].IdentifierId = first.Identifiers[0].IdentifierId;
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Somebody_under_16_in_Scotland_today_is_refused_and_nothing_is_kept()
    {
        var request = street.Valid(street.Eileen);
        request.BirthDate = street.Today.AddYears(-16).AddDays(2).ToString("O");

        var refusal = await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "UNDER_16_NOT_YET",
            street.Eileen.Person.RegisterPersonAsync(request));

        Assert.Equal("birth_date", refusal.Field);
        Assert.Equal(0, street.Query(
            $"SELECT COUNT(*) FROM Person WHERE FullName = '{request.FullName}'", r => r.GetInt32(0)).Single());
    }

    [Fact]
    public async Task A_team_of_others_is_not_found_like_one_that_does_not_exist()
    {
        var request = street.Valid(street.Nadia);
        var others = await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            street.Eileen.Person.RegisterPersonAsync(request));
        request.TeamId = Guid.NewGuid().ToString();

        Assert.Equal(await Refusal.OfAsync(street.Eileen.Person.RegisterPersonAsync(request)), others);
    }

    [Theory]
    [InlineData("full_name", "WORDS_MISSING")]
    [InlineData("birth_date", "DAY_MALFORMED")]
    [InlineData("team_id", "ID_MALFORMED")]
    [InlineData("address", "WORDS_MISSING")]
    [InlineData("postcode", "WORDS_TOO_LONG")]
    [InlineData("identifiers[0].value", "IDENTIFIER_INVALID")]
    [InlineData("identifiers[0].kind", "CODE_MISSING")]
    public async Task A_field_that_is_wrong_is_named(string field, string reason)
    {
        var request = street.Valid(street.Eileen);
        Action spoil = field switch
        {
            "full_name" => () => request.FullName = " ",
            "birth_date" => () => request.BirthDate = "23 April 1961",
            "team_id" => () => request.TeamId = "my team",
            "address" => () => (request.Address, request.Postcode, request.AddressHidden) = ("", "", true),
            "postcode" => () => request.Postcode = new string('K', 21),
            "identifiers[0].value" => () => request.Identifiers.Add(
                new Wire.GivenIdentifier { Kind = Wire.IdentifierKind.Chi, Value = "0101011238" }),
            _ => () => request.Identifiers.Add(new Wire.GivenIdentifier { Value = "0101011237" }),
        };
        spoil();

        var refusal = await Refusal.ExpectAsync(StatusCode.InvalidArgument, reason,
            street.Eileen.Person.RegisterPersonAsync(request));

        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public async Task A_person_by_their_own_sign_in_does_not_register_others()
    {
        var johanna = await street.Platform.SignInAsync("johanna");

        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            johanna.Person.RegisterPersonAsync(street.Valid(street.Eileen)));
    }
}
