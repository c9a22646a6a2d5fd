using Grpc.Core;
using PersonalOutcomes.Database;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class CheckBeforeRegisterTests(Street street)
{
    [Fact]
    public async Task Somebody_known_to_others_is_told_by_a_handle_alone()
    {
        var personId = await street.RegisterAsync(r => r.Identifiers.Add(Street.Local("T-3001")));

        var answer = await CheckAsync(street.Nadia, "T-3001");

        Assert.Equal(Wire.CheckAnswer.KnownHere, answer.Answer);
        Assert.Equal("", answer.PersonId);
        Assert.Equal(32, answer.Handle.Length);
        Assert.DoesNotContain(answer.Handle, street.Query("SELECT hex(HandleHash) FROM RegisterCheck",
            r => r.GetString(0).ToLowerInvariant()));
        Assert.Contains((await street.Nadia.SubjectAsync(), "CheckBeforeRegister"),
            street.ReadsOf(personId).Select(r => (r.Subject, r.Rpc)));
    }

    [Fact]
    public async Task The_callers_own_is_told_straight_after_registering_also_when_they_hide()
    {
        var personId = await street.RegisterAsync(r =>
        {
            r.Identifiers.Add(Street.Local("T-3002"));
            r.AddressHidden = true;
        });

        var answer = await CheckAsync(street.Eileen, "T-3002");

        Assert.Equal((Wire.CheckAnswer.Yours, personId, ""), (answer.Answer, answer.PersonId, answer.Handle));
    }

    [Fact]
    public async Task Somebody_who_hides_is_told_as_new_and_reads_of_it()
    {
        var personId = await street.RegisterAsync(r =>
        {
            r.Identifiers.Add(Street.Local("T-3003"));
            r.AddressHidden = true;
        });

        Assert.Equal(await CheckAsync(street.Nadia, "T-3004"), await CheckAsync(street.Nadia, "T-3003"));
        Assert.Contains((await street.Nadia.SubjectAsync(), "CheckBeforeRegister"),
            street.ReadsOf(personId).Select(r => (r.Subject, r.Rpc)));
    }

    [Fact]
    public async Task Somebody_who_keeps_their_record_or_a_number_from_the_agency_is_told_as_new()
    {
        var personId = await street.RegisterAsync(r => r.Identifiers.Add(Street.Local("T-3020")));
        var request = new RestrictRequest
        {
            PersonId = personId,
            FromId = street.Nadia.AgencyId,
            Kind = "identifier",
            Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
        };
        var number = (await street.Eileen.Wishes.RestrictAsync(request)).Restriction;
        Assert.Equal(Wire.CheckAnswer.New, (await CheckAsync(street.Nadia, "T-3020")).Answer);
        Assert.Equal(Wire.CheckAnswer.KnownHere, (await CheckAsync(street.Fiona, "T-3020")).Answer);

        request.Kind = "";
        var whole = (await street.Eileen.Wishes.RestrictAsync(request)).Restriction;
        await LiftAsync(number);
        Assert.Equal(Wire.CheckAnswer.New, (await CheckAsync(street.Nadia, "T-3020")).Answer);
        await LiftAsync(whole);
        Assert.Equal(Wire.CheckAnswer.KnownHere, (await CheckAsync(street.Nadia, "T-3020")).Answer);

        async Task LiftAsync(Restriction restriction) => await street.Eileen.Wishes.LiftRestrictionAsync(new()
        {
            PersonId = personId,
            RestrictionId = restriction.RestrictionId,
            Voice = request.Voice,
        });
    }

    [Fact]
    public async Task Whatever_the_answer_the_same_statements_run_and_as_many_rows_are_written()
    {
        await street.RegisterAsync(r => r.Identifiers.Add(Street.Local("T-3005")));
        await street.RegisterAsync(r =>
        {
            r.Identifiers.Add(Street.Local("T-3006"));
            r.AddressHidden = true;
        });

        var known = await WorkOfAsync("T-3005");
        var hidden = await WorkOfAsync("T-3006");
        var nobody = await WorkOfAsync("T-3007");

        Assert.NotEmpty(known.Statements);
        Assert.Equal(known.Statements, hidden.Statements);
        Assert.Equal(known.Statements, nobody.Statements);
        Assert.Equal((known.Rows, known.Rows), (hidden.Rows, nobody.Rows));
    }

    [Fact]
    public async Task Name_birth_date_and_postcode_find_together_and_not_one_less()
    {
        var name = Street.Unique("Ruaridh");
        await street.RegisterAsync(r => (r.FullName, r.BirthDate, r.Postcode) = (name, "1950-12-01", "IV2 3AB"));
        var request = new Wire.CheckBeforeRegisterRequest
        {
            TeamId = street.Team(street.Nadia),
            FullName = name.ToUpperInvariant(),
            BirthDate = "1950-12-01",
            Postcode = "iv23ab",
        };

        Assert.Equal(Wire.CheckAnswer.KnownHere,
            (await street.Nadia.Person.CheckBeforeRegisterAsync(request)).Answer);
        request.BirthDate = "1950-12-02";
        Assert.Equal(Wire.CheckAnswer.New, (await street.Nadia.Person.CheckBeforeRegisterAsync(request)).Answer);
        request.BirthDate = "";
        Assert.Equal("identifier", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "NOT_ENOUGH_TO_CHECK",
            street.Nadia.Person.CheckBeforeRegisterAsync(request))).Field);
    }

    [Fact]
    public async Task Somebody_who_hides_is_not_found_by_name_birth_date_and_postcode()
    {
        var name = Street.Unique("Effie");
        await street.RegisterAsync(r => (r.FullName, r.BirthDate, r.Postcode, r.AddressHidden) =
            (name, "1950-12-01", "IV2 3AB", true));

        Assert.Equal(Wire.CheckAnswer.New, (await street.Nadia.Person.CheckBeforeRegisterAsync(new()
        {
            TeamId = street.Team(street.Nadia),
            FullName = name,
            BirthDate = "1950-12-01",
            Postcode = "IV2 3AB",
        })).Answer);
    }

    [Fact]
    public async Task A_repeat_gives_the_same_handle_and_another_request_another()
    {
        await street.RegisterAsync(r => r.Identifiers.Add(Street.Local("T-3008")));
        var id = Guid.NewGuid().ToString();

        var first = await CheckAsync(street.Nadia, "T-3008", id);

        Assert.Equal(first, await CheckAsync(street.Nadia, "T-3008", id));
        Assert.NotEqual(first.Handle, (await CheckAsync(street.Nadia, "T-3008")).Handle);
    }

    [Fact]
    public async Task A_repeat_of_an_answer_given_before_the_person_came_stays_as_it_was()
    {
        var id = Guid.NewGuid().ToString();
        var first = await CheckAsync(street.Nadia, "T-3009", id);
        await street.RegisterAsync(r => r.Identifiers.Add(Street.Local("T-3009")));

        Assert.Equal(Wire.CheckAnswer.New, first.Answer);
        Assert.Equal(first, await CheckAsync(street.Nadia, "T-3009", id));
    }

    [Fact]
    public async Task An_identifier_that_cannot_be_right_is_refused()
    {
        var refusal = await Refusal.ExpectAsync(StatusCode.InvalidArgument, "IDENTIFIER_INVALID",
            street.Nadia.Person.CheckBeforeRegisterAsync(new()
            {
                TeamId = street.Team(street.Nadia),
                Identifier = new() { Kind = Wire.IdentifierKind.Chi, Value = "0101011238" },
            }));

        Assert.Equal("identifier.value", refusal.Field);
    }

    [Fact]
    public async Task Nobody_looks_for_more_people_in_a_day_than_one_may()
    {
        var gillian = await street.Platform.SignInAsync("gillian");
        var id = Guid.NewGuid().ToString();
        var first = await CheckAsync(gillian, "T-3010", id);
        for (var i = 1; i < 50; i++)
        {
            await CheckAsync(gillian, "T-3010");
        }

        var team = street.Team(gillian);
        await Refusal.ExpectAsync(StatusCode.ResourceExhausted, "RATE_LIMITED",
            gillian.Person.CheckBeforeRegisterAsync(new() { TeamId = team, Identifier = Street.Local("T-3010") }));
        // A repeat is no new look, and another practitioner has their own count.
        Assert.Equal(first, await CheckAsync(gillian, "T-3010", id));
        Assert.Equal(Wire.CheckAnswer.New, (await CheckAsync(street.Eileen, "T-3010")).Answer);
    }

    private async Task<Wire.CheckBeforeRegisterResponse> CheckAsync(
        Caller caller, string value, string? requestId = null) =>
        await caller.Person.CheckBeforeRegisterAsync(
            new() { TeamId = street.Team(caller), Identifier = Street.Local(value) },
            Street.Request(requestId ?? Guid.NewGuid().ToString()));

    private async Task<(List<string> Statements, int Rows)> WorkOfAsync(string value)
    {
        List<string> statements = [];
        var rows = Rows();
        // Other services in this process speak as well; these tables are Person's alone.
        Work.Issued = (sql, _) =>
        {
            if (sql.Contains("RegisterCheck") || sql.Contains("FROM Person p"))
            {
                lock (statements)
                {
                    statements.Add(sql);
                }
            }
        };
        try
        {
            await CheckAsync(street.Nadia, value);
        }
        finally
        {
            Work.Issued = null;
        }
        return (statements, Rows() - rows);
    }

    private int Rows() => new[] { "RegisterCheck", "ReadEntry", "Journal" }
        .Sum(table => street.Query($"SELECT COUNT(*) FROM {table}", r => r.GetInt32(0)).Single());
}
