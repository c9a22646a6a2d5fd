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

    private Wire.RecordMoveRequest Moves(string personId, int inDays) => new()
    {
        PersonId = personId,
        LastOn = street.Today.AddDays(inDays).ToString("O"),
        HowKnown = "She told us, and has the keys.",
    };

    private List<string> Told(string personId) => street.Query(
        "SELECT Type FROM Journal WHERE Stream = @id AND Type = 'PersonMovedAway'", r => r.GetString(0), personId);

    private static Metadata RequestId() => new() { { "po-request-id", Guid.NewGuid().ToString() } };
}
