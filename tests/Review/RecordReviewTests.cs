using Grpc.Core;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

[Collection(nameof(Together))]
public sealed class RecordReviewTests(Neighbours neighbours)
{
    [Fact]
    public async Task R53_R54_A_whole_review_is_read_as_it_was_told()
    {
        var personId = await neighbours.RegisterAsync();
        // Straight after the outcome was proposed, without a broker: the copy of the plan is caught up.
        var (money, stoma) = (await Valid.OutcomeAsync(neighbours.Fiona, personId),
            await Valid.OutcomeAsync(neighbours.Fiona, personId));
        var request = Valid.Review(personId, money, stoma);
        request.OthersPresent = "his wife";
        request.Outcomes[0].Travel = V1.Travel.Better;
        request.Outcomes[0].Rating = new() { Value = V1.RatingValue.Mostly, Rater = Valid.Spoken() };
        request.Outcomes[0].Helped.Add("The letter that we wrote together.");
        request.Outcomes[0].Hindered.Add("Forty minutes on hold.");
        request.UnintendedGood.Add("His wife sleeps again.");
        request.UnintendedBad.Add("He missed a shift for the appointment.");
        request.WhatTheConversationChanged = new() { Words = "I can see the way now.", Voice = Valid.Spoken() };
        request.PlanChange = new() { Needed = true, Reason = V1.PlanChangeReason.Achieved, Words = "Money is mended." };
        request.NextReviewOn = "2026-07-02";

        var told = (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;

        Assert.Equal([neighbours.StomaCare], told.TeamIds);
        Assert.Equal((V1.RatingValue.Mostly, true),
            (told.Outcomes[0].Rating.Value, told.Outcomes[0].Rating.Rater.IsPersonsVoice));
        Assert.Equal((request.UnintendedGood, request.UnintendedBad), (told.UnintendedGood, told.UnintendedBad));
        Assert.Equal((request.Outcomes[0].Helped, request.Outcomes[0].Hindered),
            (told.Outcomes[0].Helped, told.Outcomes[0].Hindered));
        Assert.Equal((V1.Travel.NotSaid, null), (told.Outcomes[1].Travel, told.Outcomes[1].Rating));
        var read = await neighbours.Fiona.Review.GetReviewAsync(
            new() { PersonId = personId, ReviewId = told.ReviewId });
        Assert.Equal(told, read.Review);
    }

    public static TheoryData<string, string, Action<RecordReviewRequest>> Refusals => new()
    {
        {
            "RATING_WITHOUT_STORY", "outcomes[0].story", r =>
            {
                r.Outcomes[0].Rating = new() { Value = V1.RatingValue.Partly, Rater = Valid.Spoken() };
                r.Outcomes[0].Story = null;
            }
        },
        { "CONTENT_MISSING", "outcomes[0].story", r => r.Outcomes[0].Story = null },
        { "CONTENT_MISSING", "outcomes", r => r.Outcomes.Clear() },
        { "OUTCOME_TWICE", "outcomes[1].outcome_id", r => r.Outcomes.Add(r.Outcomes[0].Clone()) },
        { "WORDS_MISSING", "outcomes[0].story.words", r => r.Outcomes[0].Story.Words = " " },
        { "CODE_MISSING", "outcomes[0].story.voice.said_by", r => r.Outcomes[0].Story.Voice = null },
        {
            "CODE_MISSING", "outcomes[0].rating.value",
            r => r.Outcomes[0].Rating = new() { Rater = Valid.Spoken() }
        },
        {
            "CODE_MISSING", "outcomes[0].rating.rater.said_by",
            r => r.Outcomes[0].Rating = new() { Value = V1.RatingValue.Partly }
        },
        { "CODE_UNKNOWN", "outcomes[0].travel", r => r.Outcomes[0].Travel = (V1.Travel)9 },
        { "WORDS_MISSING", "outcomes[0].helped[0]", r => r.Outcomes[0].Helped.Add("") },
        { "WORDS_TOO_LONG", "unintended_bad[0]", r => r.UnintendedBad.Add(new string('a', 501)) },
        { "CODE_MISSING", "plan_change.reason", r => r.PlanChange = new() { Needed = true } },
        { "DAY_IN_FUTURE", "happened_on", r => r.HappenedOn = "2999-01-01" },
        { "DAY_TOO_EARLY", "next_review_on", r => r.NextReviewOn = "2026-04-01" },
        { "ID_MALFORMED", "outcomes[0].outcome_id", r => r.Outcomes[0].OutcomeId = "money" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<RecordReviewRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
        change(request);

        await neighbours.Fiona.Review.RecordReviewAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews);
    }

    [Fact]
    public async Task An_unknown_outcome_another_persons_and_a_withheld_one_are_refused_alike()
    {
        var (personId, other) = (await neighbours.SharedAsync(), await neighbours.RegisterAsync());
        var withheld = await Valid.OutcomeAsync(neighbours.Fiona, personId, neighbours.SocialWork);
        var theirs = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        var another = await Valid.OutcomeAsync(neighbours.Fiona, other);
        foreach (var outcomeId in new[] { Guid.NewGuid().ToString(), another, withheld })
        {
            await neighbours.Ruth.Review.RecordReviewAsync(Valid.Review(personId, theirs, outcomeId))
                .RefusedAsync(StatusCode.FailedPrecondition, "OUTCOME_NOT_THEIRS", "outcomes[1].outcome_id");
        }
    }

    [Fact]
    public async Task The_person_rates_with_a_story_by_their_own_sign_in()
    {
        var personId = await neighbours.CallumsAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Callum, personId));
        request.Outcomes[0].Story = new() { Words = "We had a week without counting." };
        request.Outcomes[0].Rating = new() { Value = V1.RatingValue.ALittle };

        var told = (await neighbours.Callum.Review.RecordReviewAsync(request)).Review;

        Assert.Empty(told.TeamIds);
        Assert.Equal((V1.Writer.Person, true), (told.WrittenBy, told.Outcomes[0].Rating.Rater.IsPersonsVoice));
        // Progress with its story is for all involved.
        var read = await neighbours.Ruth.Review.GetReviewAsync(new() { PersonId = personId, ReviewId = told.ReviewId });
        Assert.Equal(told.Outcomes, read.Review.Outcomes);
    }

    [Fact]
    public async Task The_person_names_no_team_and_another_team_must_be_involved()
    {
        var personId = await neighbours.CallumsAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Callum, personId));
        request.TeamIds.Add(neighbours.StomaCare);
        await neighbours.Callum.Review.RecordReviewAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "NO_TEAM_TAKES_PART", "team_ids");

        request.TeamIds[0] = neighbours.Strangers;
        await neighbours.Fiona.Review.RecordReviewAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_ids");
    }

    [Fact]
    public async Task The_same_request_is_recorded_once_and_another_with_its_id_is_refused()
    {
        var personId = await neighbours.RegisterAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
        var headers = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };

        var first = await neighbours.Fiona.Review.RecordReviewAsync(request, headers);
        var again = await neighbours.Fiona.Review.RecordReviewAsync(request, headers);

        Assert.Equal(first, again);
        Assert.Single((await neighbours.Fiona.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews);
        request.UnintendedGood.Add("He laughs more.");
        await neighbours.Fiona.Review.RecordReviewAsync(request, headers)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");
    }

    [Fact]
    public async Task A_stranger_is_told_not_found_and_cannot_tell_whether_the_person_exists()
    {
        var personId = await neighbours.RegisterAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        var known = await neighbours.Nadia.Review.RecordReviewAsync(Valid.Review(personId, outcomeId)).NotFoundAsync();
        var unknown = await neighbours.Nadia.Review.RecordReviewAsync(
            Valid.Review(Guid.NewGuid().ToString(), outcomeId)).NotFoundAsync();
        Assert.Equal(unknown.Bytes, known.Bytes);
    }
}
