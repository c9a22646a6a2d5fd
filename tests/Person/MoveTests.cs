using Grpc.Core;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class MoveTests(Street street)
{
    [Fact]
    public async Task That_a_person_moves_is_read_by_everybody_involved_and_a_repeat_records_it_once()
    {
        var personId = await street.SharedAsync();
        var (first, second, id) = (Moves(personId, 30), Moves(personId, 40), RequestId());

        var move = (await street.Eileen.Person.RecordMoveAsync(first, id)).Move;
        Assert.Equal(move, (await street.Eileen.Person.RecordMoveAsync(first, id)).Move);
        street.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var later = (await street.Fiona.Person.RecordMoveAsync(second)).Move;

        Assert.Equal((personId, first.LastOn, first.HowKnown), (move.PersonId, move.LastOn, move.HowKnown));
        Assert.Equal([later, move], (await street.GetAsync(street.Fiona, personId)).Moves);
        Assert.Equal(["PersonMovedAway", "PersonMovedAway"], Told(personId));
    }

    [Fact]
    public async Task A_day_that_is_over_or_far_away_and_missing_words_are_refused_by_the_field()
    {
        var personId = await street.RegisterAsync();
        var (past, far, silent) = (Moves(personId, -1), Moves(personId, 40_000), Moves(personId, 1));
        silent.HowKnown = " ";

        await street.Eileen.Person.RecordMoveAsync(past)
            .RefusedAsync(StatusCode.InvalidArgument, "DAY_IN_PAST", "last_on");
        await street.Eileen.Person.RecordMoveAsync(far)
            .RefusedAsync(StatusCode.InvalidArgument, "DAY_TOO_FAR", "last_on");
        await street.Eileen.Person.RecordMoveAsync(silent)
            .RefusedAsync(StatusCode.InvalidArgument, "WORDS_MISSING", "how_known");
        await street.Nadia.Person.RecordMoveAsync(Moves(personId, 1)).NotFoundAsync();

        Assert.Empty((await street.GetAsync(street.Eileen, personId)).Moves);
        Assert.Empty(Told(personId));
    }

    [Fact]
    public async Task Nobody_who_died_moves_away_until_that_was_a_mistake()
    {
        var personId = await street.RegisterAsync();
        await street.Eileen.Person.RecordDeathAsync(
            new() { PersonId = personId, DiedOn = street.Today.ToString("O"), HowKnown = "Her daughter rang us." });

        await street.Eileen.Person.RecordMoveAsync(Moves(personId, 1))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        Assert.Empty(Told(personId));
        await (await street.Platform.SignInAsync("craig")).Person.ReverseDeathAsync(
            new() { PersonId = personId, Reason = "It was her sister." });

        await street.Eileen.Person.RecordMoveAsync(Moves(personId, 1));
    }

    [Fact]
    public async Task Taken_back_it_is_gone_for_everybody_and_a_repeat_takes_it_back_once()
    {
        var personId = await street.SharedAsync();
        var move = (await street.Eileen.Person.RecordMoveAsync(Moves(personId, 30))).Move;
        var (stays, id) = (Stays(move), RequestId());

        var taken = (await street.Fiona.Person.TakeBackMoveAsync(stays, id)).Move;

        Assert.Equal(taken, (await street.Fiona.Person.TakeBackMoveAsync(stays, id)).Move);
        Assert.Equal((move.MoveId, "She stays after all."), (taken.MoveId, taken.TakeBackReason));
        Assert.NotEqual("", taken.TakeBackTime);
        Assert.Empty((await street.GetAsync(street.Eileen, personId)).Moves);
        Assert.Equal(["MoveTakenBack", "PersonMovedAway"], Told(personId).Order());
        await street.Eileen.Person.TakeBackMoveAsync(stays)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_MOVING");
    }

    [Fact]
    public async Task It_is_taken_back_by_who_may_see_it_or_oversees_it_and_by_nobody_else()
    {
        var personId = await street.RegisterAsync();
        var move = (await street.Eileen.Person.RecordMoveAsync(Moves(personId, 30))).Move;
        var silent = Stays(move);
        silent.Reason = " ";

        await street.Nadia.Person.TakeBackMoveAsync(Stays(move)).NotFoundAsync();
        await (await street.Platform.SignInAsync("rory")).Person.TakeBackMoveAsync(Stays(move)).NotFoundAsync();
        await street.Eileen.Person.TakeBackMoveAsync(new(Stays(move)) { MoveId = Guid.NewGuid().ToString() })
            .NotFoundAsync();
        await street.Eileen.Person.TakeBackMoveAsync(silent)
            .RefusedAsync(StatusCode.InvalidArgument, "WORDS_MISSING", "reason");
        Assert.Equal([move], (await street.GetAsync(street.Eileen, personId)).Moves);

        await (await street.Platform.SignInAsync("craig")).Person.TakeBackMoveAsync(Stays(move));
        Assert.Empty((await street.GetAsync(street.Eileen, personId)).Moves);
    }

    private static Wire.TakeBackMoveRequest Stays(Wire.Move move) => new()
    {
        PersonId = move.PersonId,
        MoveId = move.MoveId,
        Reason = "She stays after all.",
    };

    private Wire.RecordMoveRequest Moves(string personId, int inDays) => new()
    {
        PersonId = personId,
        LastOn = street.Today.AddDays(inDays).ToString("O"),
        HowKnown = "She told us, and has the keys.",
    };

    private List<string> Told(string personId) => street.Query(
        "SELECT Type FROM Journal WHERE Stream = @id AND Type LIKE '%Move%'", r => r.GetString(0), personId);

    private static Metadata RequestId() => new() { { "po-request-id", Guid.NewGuid().ToString() } };
}
