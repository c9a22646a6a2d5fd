using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>With a person who died no review is due, and how it went is still told.</summary>
[Collection(nameof(Together))]
public sealed class DeathTests(Neighbours neighbours)
{
    private const string DiedOn = "2026-04-10", DayAfter = "2026-04-11";

    [Fact]
    public async Task No_review_is_due_any_more_and_a_mistake_brings_the_day_back()
    {
        var (personId, outcomeId) = await SharedAsync();
        var (due, past) = (Valid.Review(personId, outcomeId), Valid.Review(personId, outcomeId));
        (due.NextReviewOn, past.NextReviewOn) = (DayAfter, DiedOn);
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        var reviewId = (await neighbours.Fiona.Review.RecordReviewAsync(due, id)).Review.ReviewId;
        await neighbours.Fiona.Review.RecordReviewAsync(past);
        var before = await ListAsync(personId);
        Assert.Equal([DiedOn, DayAfter], before.Select(r => r.NextReviewOn).Order());

        await neighbours.DiesAsync(personId, "review", DiedOn);

        Assert.Equal(["", DiedOn], (await ListAsync(personId)).Select(r => r.NextReviewOn).Order());
        Assert.Equal("", (await neighbours.Ruth.Review.GetReviewAsync(
            new() { PersonId = personId, ReviewId = reviewId })).Review.NextReviewOn);
        var again = (await neighbours.Fiona.Review.RecordReviewAsync(due, id)).Review;
        Assert.Equal((reviewId, ""), (again.ReviewId, again.NextReviewOn));

        await neighbours.ReverseDeathAsync(personId);
        await neighbours.LevelAsync("review", "person");
        Assert.Equal(before, await ListAsync(personId));
    }

    [Fact]
    public async Task A_review_up_to_the_day_is_written_down_and_plans_no_other()
    {
        var (personId, outcomeId) = await DeadAsync();
        var review = Valid.Review(personId, outcomeId);
        (review.HappenedOn, review.NextReviewOn) = (DiedOn, DayAfter);
        review.PlanChange = new() { Needed = true, Reason = V1.PlanChangeReason.Circumstances };
        var journal = await neighbours.JournalAsync("review", personId);

        await DiedAsync(neighbours.Fiona.Review.RecordReviewAsync(review), "next_review_on");
        Assert.Equal(journal, await neighbours.JournalAsync("review", personId));

        review.NextReviewOn = "";
        Assert.True((await neighbours.Fiona.Review.RecordReviewAsync(review)).Review.PlanChange.Needed);
    }

    public static TheoryData<string, Action<RecordReviewRequest>> After => new()
    {
        { "outcomes[0].story.voice.said_by", r => r.Outcomes[0].Story.Voice = Valid.Spoken() },
        { "outcomes[0].rating.rater.said_by", r => r.Outcomes[0].Rating = new()
            { Value = V1.RatingValue.Partly, Rater = Valid.Spoken() } },
        { "what_the_conversation_changed", r => r.WhatTheConversationChanged = new()
            { Words = "Ann slept.", Voice = Ann } },
        { "plan_change", r => r.PlanChange = new() { Needed = true, Reason = V1.PlanChangeReason.Achieved } },
        { "plan_change", r => r.PlanChange = new() },
        { "next_review_on", r => r.NextReviewOn = "2026-05-11" },
    };

    [Theory]
    [MemberData(nameof(After))]
    public async Task Afterwards_nothing_is_the_persons_and_nothing_is_to_come(
        string field, Action<RecordReviewRequest> change)
    {
        var (personId, outcomeId) = await DeadAsync();
        var told = ByAnn(personId, outcomeId);
        change(told);
        var journal = await neighbours.JournalAsync("review", personId);

        await DiedAsync(neighbours.Fiona.Review.RecordReviewAsync(told), field);

        Assert.Equal(journal, await neighbours.JournalAsync("review", personId));
        Assert.Empty(await ListAsync(personId));
    }

    [Fact]
    public async Task Afterwards_family_tell_how_it_went_in_their_own_voice()
    {
        var (personId, outcomeId) = await DeadAsync();
        var told = ByAnn(personId, outcomeId);
        told.Outcomes[0].Rating = new() { Value = V1.RatingValue.Mostly, Rater = Ann };
        told.UnintendedGood.Add("Their son came home.");

        var review = (await neighbours.Fiona.Review.RecordReviewAsync(told)).Review;

        Assert.Equal((V1.Speaker.Family, "his wife Ann", false), (review.Outcomes[0].Story.Voice.SaidBy,
            review.Outcomes[0].Story.Voice.SaidByName, review.Outcomes[0].Story.Voice.IsPersonsVoice));
        Assert.Equal(review, Assert.Single(await ListAsync(personId)));
    }

    [Fact]
    public async Task What_was_recorded_before_is_answered_again_and_a_refusal_from_an_old_copy_is_not_final()
    {
        var (personId, outcomeId) = await SharedAsync();
        var review = Valid.Review(personId, outcomeId);
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        var answer = await neighbours.Fiona.Review.RecordReviewAsync(review, id);
        await neighbours.DiesAsync(personId, "review", "2026-04-01");

        Assert.Equal(answer, await neighbours.Fiona.Review.RecordReviewAsync(review, id));
        await DiedAsync(neighbours.Fiona.Review.RecordReviewAsync(review), "outcomes[0].story.voice.said_by");
        await neighbours.ReverseDeathAsync(personId);

        await neighbours.Fiona.Review.RecordReviewAsync(review);
    }

    [Fact]
    public async Task Neither_their_own_sign_in_nor_whoever_acted_for_them_tells_how_it_went_any_more()
    {
        var (personId, outcomeId) = await SharedAsync();
        var iris = await neighbours.Platform.SignInAsync("iris");
        await iris.Sharing.BindLoginAsync(new()
        {
            Code = (await neighbours.Fiona.Sharing.PrintLoginCodeAsync(new() { PersonId = personId })).Code,
        });
        var catriona = await neighbours.RepresentedAsync(personId);
        var own = Valid.Review(personId, outcomeId);
        own.Outcomes[0].Story.Voice = null;
        own.UnintendedGood.Add("Mornings to myself.");
        var reviewId = (await iris.Review.RecordReviewAsync(own)).Review.ReviewId;
        await catriona.Review.RecordReviewAsync(own);
        await neighbours.DiesAsync(personId, "review", DiedOn);
        await neighbours.LevelAsync("review", "sharing");
        var journal = await neighbours.JournalAsync("review", personId);

        await DiedAsync(iris.Review.RecordReviewAsync(own), "person_id");
        await DiedAsync(iris.Review.RecordCheckInAsync(new()
        {
            PersonId = personId,
            HappenedOn = DiedOn,
            Said = new() { Words = "It goes." },
        }), "person_id");
        await DiedAsync(iris.Review.GiveThemesAsync(new()
        {
            PersonId = personId,
            ReviewId = reviewId,
            About = V1.ThemeAbout.UnintendedGood,
            Place = 1,
            Codes = { "unintended_time" },
        }), "person_id");
        await catriona.Review.RecordReviewAsync(own).NotFoundAsync();

        Assert.Equal(journal, await neighbours.JournalAsync("review", personId));
    }

    [Fact]
    public async Task A_review_that_waits_while_the_death_is_told_is_refused()
    {
        var (personId, outcomeId) = await SharedAsync();
        var (id, review) = (Guid.Parse(personId), Valid.Review(personId, outcomeId));
        review.NextReviewOn = DayAfter;
        var before = (await neighbours.Fiona.Review.RecordReviewAsync(review)).Review.ReviewId;
        var database = neighbours.Platform.Services("review").GetRequiredService<IDatabase>();
        AsyncUnaryCall<RecordReviewResponse> telling;
        await using (var work = await database.BeginAsync(On.Copy("person").And(On.Person(id)),
            Call.Own("copy:person", neighbours.Platform.Time)))
        {
            telling = neighbours.Fiona.Review.RecordReviewAsync(review);
            await OnPersonDied.ApplyAsync(new(Guid.NewGuid(), id, new DateOnly(2026, 4, 10)),
                new() { RecordedAt = neighbours.Platform.Time.GetUtcNow() }, work);
            await work.CommitAsync();
        }

        await DiedAsync(telling, "next_review_on");
        Assert.Equal(["ReviewRecorded"], await neighbours.JournalAsync("review", personId));
        Assert.Equal(before, Assert.Single(await ListAsync(personId)).ReviewId);
    }

    private static V1.Voice Ann => Valid.Spoken(V1.Speaker.Family, "his wife Ann");

    private static RecordReviewRequest ByAnn(string personId, string outcomeId)
    {
        var told = Valid.Review(personId, outcomeId);
        told.HappenedOn = DayAfter;
        told.Outcomes[0].Story.Voice = Ann;
        return told;
    }

    private async Task<(string PersonId, string OutcomeId)> SharedAsync()
    {
        var personId = await neighbours.SharedAsync();
        return (personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
    }

    private async Task<(string PersonId, string OutcomeId)> DeadAsync()
    {
        var (personId, outcomeId) = await SharedAsync();
        await neighbours.DiesAsync(personId, "review", DiedOn);
        return (personId, outcomeId);
    }

    private async Task<List<V1.Review>> ListAsync(string personId) =>
        [.. (await neighbours.Ruth.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews];

    private static Task<Refusal> DiedAsync<T>(AsyncUnaryCall<T> call, string field) =>
        call.RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", field);
}
