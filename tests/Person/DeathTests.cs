using Grpc.Core;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class DeathTests(Street street)
{
    [Fact]
    public async Task That_a_person_died_is_read_by_everybody_involved_and_taken_back_it_is_as_before()
    {
        var personId = await street.SharedAsync();
        var before = await street.GetAsync(street.Fiona, personId);
        var request = Died(personId);

        var death = (await street.Eileen.Person.RecordDeathAsync(request)).Death;

        Assert.Equal((personId, request.DiedOn, request.HowKnown, ""),
            (death.PersonId, death.DiedOn, death.HowKnown, death.ReverseTime));
        Assert.Equal(request.DiedOn, (await street.GetAsync(street.Fiona, personId)).DiedOn);
        var craig = await street.Platform.SignInAsync("craig");
        var reversed = (await craig.Person.ReverseDeathAsync(Mistake(personId))).Death;

        Assert.Equal((death.DeathId, "It was her sister."), (reversed.DeathId, reversed.ReverseReason));
        Assert.NotEmpty(reversed.ReverseTime);
        Assert.Equal(before, await street.GetAsync(street.Fiona, personId));
        Assert.Equal(["PersonDied", "DeathReversed"], Told(personId));
    }

    [Fact]
    public async Task It_is_recorded_once_and_taken_back_once()
    {
        var personId = await street.RegisterAsync();
        var craig = await street.Platform.SignInAsync("craig");
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_DIED",
            craig.Person.ReverseDeathAsync(Mistake(personId)));

        await street.Eileen.Person.RecordDeathAsync(Died(personId));
        var other = Died(personId);
        other.DiedOn = street.Today.AddDays(-9).ToString("O");
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ALREADY_DIED",
            street.Eileen.Person.RecordDeathAsync(other));
        Assert.Equal(Died(personId).DiedOn, (await street.GetAsync(street.Eileen, personId)).DiedOn);

        await craig.Person.ReverseDeathAsync(Mistake(personId));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_DIED",
            craig.Person.ReverseDeathAsync(Mistake(personId)));
        await street.Eileen.Person.RecordDeathAsync(other);

        Assert.Equal(other.DiedOn, (await street.GetAsync(street.Eileen, personId)).DiedOn);
        Assert.Equal(["PersonDied", "DeathReversed", "PersonDied"], Told(personId));
    }

    [Fact]
    public async Task Of_two_who_record_it_at_once_one_is_refused()
    {
        var personId = await street.SharedAsync();
        await street.GetAsync(street.Fiona, personId);

        var answers = await Task.WhenAll(
            TryAsync(street.Eileen, personId), TryAsync(street.Fiona, personId), TryAsync(street.Eileen, personId));

        Assert.Equal(["", "ALREADY_DIED", "ALREADY_DIED"], answers.Order());
        Assert.Equal(["PersonDied"], Told(personId));
    }

    [Fact]
    public async Task A_day_in_the_future_or_before_their_birth_and_missing_words_are_refused_by_the_field()
    {
        var personId = await street.RegisterAsync(r => r.BirthDate = "1950-03-01");
        var (late, early, silent) = (Died(personId), Died(personId), Died(personId));
        (late.DiedOn, early.DiedOn, silent.HowKnown) =
            (street.Today.AddDays(2).ToString("O"), "1950-02-28", " ");

        Assert.Equal("died_on", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "DAY_IN_FUTURE",
            street.Eileen.Person.RecordDeathAsync(late))).Field);
        Assert.Equal("died_on", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "DAY_TOO_EARLY",
            street.Eileen.Person.RecordDeathAsync(early))).Field);
        Assert.Equal("how_known", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WORDS_MISSING",
            street.Eileen.Person.RecordDeathAsync(silent))).Field);
        Assert.Empty(Told(personId));
        Assert.Empty((await street.GetAsync(street.Eileen, personId)).DiedOn);
    }

    [Fact]
    public async Task Nobody_else_records_it_or_takes_it_back()
    {
        var personId = await street.RegisterAsync();
        var douglas = await street.Platform.SignInAsync("douglas");

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            street.Nadia.Person.RecordDeathAsync(Died(personId)));
        await street.Eileen.Person.RecordDeathAsync(Died(personId));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            douglas.Person.ReverseDeathAsync(Mistake(personId)));
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            street.Eileen.Person.ReverseDeathAsync(Mistake(personId)));

        Assert.Equal(["PersonDied"], Told(personId));
    }

    [Fact]
    public async Task The_record_of_somebody_who_names_the_person_is_as_it_was()
    {
        var personId = await street.RegisterAsync();
        var carerId = await street.RegisterAsync();
        await street.Eileen.Person.AddToCircleAsync(
            new() { PersonId = carerId, Name = "Somebody who died", Relation = "husband" });
        var before = await street.GetAsync(street.Eileen, carerId);

        await street.Eileen.Person.RecordDeathAsync(Died(personId));

        Assert.Equal(before, await street.GetAsync(street.Eileen, carerId));
    }

    private async Task<string> TryAsync(Caller caller, string personId)
    {
        try
        {
            await caller.Person.RecordDeathAsync(Died(personId));
            return "";
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
        }
    }

    private Wire.RecordDeathRequest Died(string personId) => new()
    {
        PersonId = personId,
        DiedOn = street.Today.AddDays(-3).ToString("O"),
        HowKnown = "Her daughter rang us.",
    };

    private static Wire.ReverseDeathRequest Mistake(string personId) =>
        new() { PersonId = personId, Reason = "It was her sister." };

    private List<string> Told(string personId) => street.Query(
        "SELECT Type FROM Journal WHERE Stream = @id AND Type IN ('PersonDied', 'DeathReversed') ORDER BY Position",
        r => r.GetString(0), personId);
}
