using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class ListRiskDecisionsTests(Neighbours neighbours)
{
    [Fact]
    public async Task Those_in_force_come_first_and_of_each_the_newest_page_by_page()
    {
        var personId = await neighbours.SharedAsync();
        var ended = await neighbours.WeighAsync(neighbours.Fiona, personId);
        var replaced = await neighbours.WeighAsync(neighbours.Fiona, personId);
        var stays = await neighbours.WeighAsync(neighbours.Ruth, personId);
        var newest = await neighbours.ReplaceAsync(neighbours.Ruth, replaced);
        await neighbours.Ruth.Risks.EndRiskDecisionAsync(Weighed.End(ended));

        var pages = new List<List<string>>();
        var request = new ListRiskDecisionsRequest { PersonId = personId, PageSize = 3 };
        do
        {
            var page = await neighbours.Ruth.Risks.ListRiskDecisionsAsync(request);
            pages.Add([.. page.RiskDecisions.Select(r => r.RiskDecisionId)]);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([[newest.RiskDecisionId, stays.RiskDecisionId, replaced.RiskDecisionId], [ended.RiskDecisionId]],
            pages);
        Assert.Equal([newest, stays], await neighbours.Ruth.RisksAsync(personId, inForceOnly: true));
    }

    [Fact]
    public async Task What_is_due_to_be_looked_at_again_says_so_when_the_day_is_over_and_its_etag_stays()
    {
        var personId = await neighbours.SharedAsync();
        var request = Weighed.Record(personId);
        request.Decision.ReviewOn = neighbours.Today;
        var today = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;
        Assert.False(today.ReviewOverdue);

        neighbours.Platform.Time.Advance(TimeSpan.FromDays(1));

        var read = Assert.Single(await neighbours.Ruth.RisksAsync(personId));
        Assert.Equal(new(today) { ReviewOverdue = true }, read);
        var ended = (await neighbours.Ruth.Risks.EndRiskDecisionAsync(Weighed.End(today))).RiskDecision;
        Assert.Equal((RiskState.Ended, false), (ended.State, ended.ReviewOverdue));
    }

    [Fact]
    public async Task Ended_it_stays_readable_with_the_reason_and_what_was_learnt()
    {
        var decision = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        var (request, id) = (Weighed.End(decision), Valid.RequestId());

        var ended = (await neighbours.Ruth.Risks.EndRiskDecisionAsync(request, id)).RiskDecision;

        Assert.Equal(ended, (await neighbours.Ruth.Risks.EndRiskDecisionAsync(request, id)).RiskDecision);
        Assert.Equal(ended, (await neighbours.Fiona.ReadAsync(decision)).RiskDecision);
        Assert.Equal((RiskState.Ended, "He moves to his sister's.", "He was never once late.", decision.Wants),
            (ended.State, ended.EndedReason, ended.Learnt, ended.Wants));
        Assert.NotEqual("", ended.EndTime);
        Assert.Empty(await neighbours.Fiona.RisksAsync(decision.PersonId, inForceOnly: true));
    }

    [Theory]
    [InlineData("", "WORDS_MISSING", "reason")]
    [InlineData("Gone.\u0007", "WORDS_UNREADABLE", "reason")]
    public async Task Why_it_is_ended_is_said_or_it_stays_in_force(string reason, string why, string field)
    {
        var decision = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.RegisterAsync());
        var request = Weighed.End(decision);
        request.Reason = reason;

        await neighbours.Fiona.Risks.EndRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, why, field);

        Assert.Equal([decision], await neighbours.Fiona.RisksAsync(decision.PersonId));
    }

    [Fact]
    public async Task When_the_person_died_nothing_is_in_force_or_due_and_a_mistake_leaves_all_as_it_was()
    {
        var personId = await neighbours.SharedAsync();
        var request = Weighed.Record(personId);
        request.Decision.ReviewOn = neighbours.Today;
        var decision = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;
        neighbours.Platform.Time.Advance(TimeSpan.FromDays(1));
        var before = await neighbours.Ruth.RisksAsync(personId);
        await neighbours.DiesAsync(personId, "plan");

        Assert.Equal(new(decision) { State = RiskState.Ended }, Assert.Single(await neighbours.Ruth.RisksAsync(personId)));
        Assert.Empty(await neighbours.Ruth.RisksAsync(personId, inForceOnly: true));
        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(Weighed.Record(personId))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        await neighbours.Fiona.Risks.ReviseRiskDecisionAsync(Weighed.Revise(decision))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        await neighbours.Fiona.Risks.EndRiskDecisionAsync(Weighed.End(decision))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");

        await neighbours.ReverseDeathAsync(personId);
        await neighbours.LevelAsync("person");
        Assert.Equal(before, await neighbours.Ruth.RisksAsync(personId));
    }

    [Fact]
    public async Task Entered_in_error_what_was_put_in_its_place_is_gone_with_it_and_what_it_replaced_counts_again()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        var second = await neighbours.ReplaceAsync(neighbours.Ruth, first);
        await neighbours.ReplaceAsync(neighbours.Fiona, second);

        await neighbours.Ruth.Entries("plan").EnterInErrorAsync(Mistake(second));

        Assert.Equal([first], await neighbours.Fiona.RisksAsync(first.PersonId));
        Assert.Equal(2, (await neighbours.Ruth.Replies("plan").ListRepliesAsync(
            new() { PersonId = first.PersonId })).Removed.Count);
    }

    [Fact]
    public async Task An_outcome_takes_what_is_decided_for_it_along_into_error_and_it_can_be_replied_to_before()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var request = Weighed.Record(outcome.PersonId);
        request.Decision.OutcomeId = outcome.OutcomeId;
        var decision = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;
        neighbours.Later();
        await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(new()
        {
            PersonId = outcome.PersonId,
            ItemId = decision.RiskDecisionId,
            Words = "I would go tonight.",
            Voice = new() { SaidBy = Access.V1.Speaker.Person, How = { "spoken" } },
        });

        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(new()
        {
            PersonId = outcome.PersonId,
            ItemId = outcome.OutcomeId,
            Reason = MistakeReason.WrongRecord,
        });

        Assert.Empty(await neighbours.Ruth.RisksAsync(outcome.PersonId));
        Assert.Empty((await neighbours.Ruth.Replies("plan").ListRepliesAsync(
            new() { PersonId = outcome.PersonId })).Replies);
    }

    [Fact]
    public async Task Moved_to_the_right_person_they_stand_there_as_they_were_in_their_order()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var outcome = await neighbours.ProposeAsync(wrong);
        var request = Weighed.Record(wrong);
        request.Decision.OutcomeId = outcome.OutcomeId;
        var first = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;
        neighbours.Later();
        var second = await neighbours.ReplaceAsync(neighbours.Fiona, first);
        await neighbours.Fiona.Risks.EndRiskDecisionAsync(Weighed.End(second));

        var moved = (await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = first.RiskDecisionId, ToPersonId = right })).ItemId;

        Assert.Empty(await neighbours.Ruth.RisksAsync(wrong));
        var there = await neighbours.Ruth.RisksAsync(right);
        Assert.Equal([(second.Wants, RiskState.Ended, "He was never once late.", second.RecordTime),
            (first.Wants, RiskState.Replaced, "", first.RecordTime)],
            there.Select(r => (r.Wants, r.State, r.Learnt, r.RecordTime)));
        // What it was for is not there.
        Assert.Equal((moved, ""), (there[1].RiskDecisionId, there[1].OutcomeId));
        Assert.Equal([first.LostByStopping, first.CouldGoWrong], [there[1].LostByStopping, there[1].CouldGoWrong]);
    }

    [Fact]
    public async Task Moved_without_what_it_is_for_it_is_seen_by_nobody_there_who_did_not_see_that()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var hidden = await neighbours.ProposeAsync(wrong, neighbours.SocialWork);
        var request = Weighed.Record(wrong);
        request.Decision.OutcomeId = hidden.OutcomeId;
        var decision = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;

        await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = decision.RiskDecisionId, ToPersonId = right });

        Assert.Single(await neighbours.Fiona.RisksAsync(right));
        Assert.Empty(await neighbours.Ruth.RisksAsync(right));
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_person_from_none()
    {
        var known = await neighbours.Nadia.Risks.ListRiskDecisionsAsync(
            new() { PersonId = await neighbours.RegisterAsync() }).NotFoundAsync();
        var unknown = await neighbours.Nadia.Risks.ListRiskDecisionsAsync(
            new() { PersonId = $"{Guid.NewGuid()}" }).NotFoundAsync();
        Assert.Equal(unknown.Bytes, known.Bytes);
    }

    private static EnterInErrorRequest Mistake(V1.RiskDecision decision) => new()
    {
        PersonId = decision.PersonId,
        ItemId = decision.RiskDecisionId,
        Reason = MistakeReason.WrongRecord,
    };
}
