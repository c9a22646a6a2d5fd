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
    public async Task Nobody_says_how_to_reach_or_speak_with_who_died_until_that_was_a_mistake()
    {
        var personId = await street.SharedAsync();
        var (needs, contact) = (new Wire.SetCommunicationNeedsRequest { PersonId = personId, Aids = "large print" },
            new Wire.SetSafeContactRequest { PersonId = personId, How = "the landline" });
        var id = Guid.NewGuid().ToString();
        var said = await street.Eileen.Person.SetSafeContactAsync(contact, Street.Request(id));
        await street.Eileen.Person.RecordDeathAsync(Died(personId));
        var before = await street.GetAsync(street.Fiona, personId);

        await RefusedAsync(street.Fiona.Person.SetCommunicationNeedsAsync(needs));
        await RefusedAsync(street.Eileen.Person.SetSafeContactAsync(Revised(contact, said)));
        Assert.Equal(said, await street.Eileen.Person.SetSafeContactAsync(contact, Street.Request(id)));

        Assert.Equal(before, await street.GetAsync(street.Fiona, personId));
        await ReverseAsync(personId);
        await street.Fiona.Person.SetCommunicationNeedsAsync(needs);
        await street.Eileen.Person.SetSafeContactAsync(Revised(contact, said));
    }

    [Fact]
    public async Task Nothing_is_written_by_the_sign_in_of_who_died_and_staff_still_put_the_record_right()
    {
        var personId = await street.RegisterAsync();
        var duncan = await street.BindAsync(personId, "duncan");
        var add = new Wire.AddToCircleRequest { PersonId = personId, Name = "Agnes", Relation = "next door" };
        var id = Guid.NewGuid().ToString();
        var added = await duncan.Person.AddToCircleAsync(add, Street.Request(id));
        var remove = new Wire.RemoveFromCircleRequest
        {
            PersonId = personId,
            CircleMemberId = added.CircleMember.CircleMemberId,
        };
        var move = await duncan.Person.RecordMoveAsync(
            new() { PersonId = personId, LastOn = street.Today.AddDays(9).ToString("O") });
        var stay = new Wire.TakeBackMoveRequest { PersonId = personId, MoveId = move.Move.MoveId };
        await street.Eileen.Person.RecordDeathAsync(Died(personId));
        var before = await street.GetAsync(duncan, personId);
        var rename = new Wire.ChangeNamesRequest
        {
            PersonId = personId,
            FullName = "Agnes Muir",
            Etag = before.Names.Etag,
        };

        await RefusedAsync(duncan.Person.AddToCircleAsync(add));
        await RefusedAsync(duncan.Person.RemoveFromCircleAsync(remove));
        await RefusedAsync(duncan.Person.ChangeNamesAsync(rename));
        await RefusedAsync(duncan.Person.TakeBackMoveAsync(stay));
        await RefusedAsync(duncan.Person.SetSafeContactAsync(new() { PersonId = personId, How = "the landline" }));
        Assert.Equal(added, await duncan.Person.AddToCircleAsync(add, Street.Request(id)));

        Assert.Equal(before, await street.GetAsync(duncan, personId));
        var sister = (await street.Eileen.Person.AddToCircleAsync(add)).CircleMember.CircleMemberId;
        await street.Eileen.Person.RemoveFromCircleAsync(new() { PersonId = personId, CircleMemberId = sister });
        rename.Etag = (await street.GetAsync(street.Eileen, personId)).Names.Etag;
        await street.Eileen.Person.ChangeNamesAsync(rename);

        await ReverseAsync(personId);
        await duncan.Person.AddToCircleAsync(add);
        await duncan.Person.RemoveFromCircleAsync(remove);
        rename.Etag = (await street.GetAsync(duncan, personId)).Names.Etag;
        await duncan.Person.ChangeNamesAsync(rename);
        await duncan.Person.TakeBackMoveAsync(stay);
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

    private static Task<Refusal> RefusedAsync<T>(AsyncUnaryCall<T> call) =>
        call.RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");

    private static Wire.SetSafeContactRequest Revised(
        Wire.SetSafeContactRequest request, Wire.SetSafeContactResponse said) => new(request)
        {
            SafeContactId = said.SafeContact.SafeContactId,
            Etag = said.SafeContact.Etag,
        };

    private async Task ReverseAsync(string personId) =>
        await (await street.Platform.SignInAsync("craig")).Person.ReverseDeathAsync(Mistake(personId));

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
