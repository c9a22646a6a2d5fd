using Grpc.Core;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>What came of it that nobody intended is asked in both directions.</summary>
[Collection(nameof(Together))]
public sealed class AskedTests(Neighbours neighbours)
{
    [Fact]
    public async Task R53_That_nothing_unintended_came_of_it_is_told_from_not_having_been_asked()
    {
        var personId = await neighbours.SharedAsync();
        var asked = new RecordReviewRequest { PersonId = personId, HappenedOn = "2026-04-02" };
        (asked.AskedGood, asked.AskedBad) = (V1.Asked.Nothing, V1.Asked.Nothing);
        await neighbours.Fiona.Review.RecordReviewAsync(asked);
        neighbours.Later();
        var notAsked = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
        await neighbours.Fiona.Review.RecordReviewAsync(notAsked);
        neighbours.Later();
        var told = new RecordReviewRequest { PersonId = personId, HappenedOn = "2026-04-02" };
        told.UnintendedBad.Add("He missed a shift for the appointment.");
        await neighbours.Fiona.Review.RecordReviewAsync(told);

        var read = (await neighbours.Ruth.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews;

        Assert.Equal(
            [
                (V1.Asked.NotAsked, V1.Asked.Told), (V1.Asked.NotAsked, V1.Asked.NotAsked),
                (V1.Asked.Nothing, V1.Asked.Nothing),
            ],
            read.Select(r => (r.AskedGood, r.AskedBad)));
    }

    public static TheoryData<string, string, Action<RecordReviewRequest>> Refusals => new()
    {
        { "ASKED_OTHERWISE", "asked_good", r => r.AskedGood = V1.Asked.Told },
        { "ASKED_OTHERWISE", "asked_bad", r => r.AskedBad = V1.Asked.Told },
        {
            "ASKED_OTHERWISE", "asked_bad", r =>
            {
                r.AskedBad = V1.Asked.Nothing;
                r.UnintendedBad.Add("The neighbours talk.");
            }
        },
        {
            "ASKED_OTHERWISE", "asked_good", r =>
            {
                r.AskedGood = V1.Asked.NotAsked;
                r.UnintendedGood.Add("His wife sleeps again.");
            }
        },
        { "CODE_UNKNOWN", "asked_good", r => r.AskedGood = (V1.Asked)9 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_was_asked_and_what_was_told_belong_together(
        string reason, string field, Action<RecordReviewRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
        change(request);

        await neighbours.Fiona.Review.RecordReviewAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews);
    }
}
