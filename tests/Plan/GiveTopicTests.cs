using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class GiveTopicTests(Neighbours neighbours)
{
    [Fact]
    public async Task R23_Agencies_of_different_kinds_read_one_topic_in_the_same_words_and_the_same_frameworks()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());

        var given = (await neighbours.Fiona.Plan.GiveTopicAsync(Valid.Topic(outcome, "feeling_safe"))).Outcome;

        Assert.Equal(("feeling_safe", "feeling safe"), (given.Topic, given.TopicWords));
        Assert.Equal(
        [
            new FrameworkReference
            {
                Framework = "national_outcomes",
                Code = "7",
                Words = "People are safe from harm",
            },
            new FrameworkReference { Framework = "shanarri", Code = "safe", Words = "Safe" },
        ], given.Frameworks);
        foreach (var reader in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            Assert.Equal(given, (await reader.ReadAsync(outcome)).Outcome);
            Assert.Equal([given], (await reader.PlanAsync(outcome.PersonId)).Outcomes);
        }
    }

    [Fact]
    public async Task R23_The_view_and_the_outcome_that_came_of_it_speak_of_the_same_topic()
    {
        var personId = await neighbours.SharedAsync();
        var view = (await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "I want my own front door.",
            Topic = "living_where_and_how",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
        })).View;

        var outcome = (await neighbours.Ruth.Plan.GiveTopicAsync(
            Valid.Topic(await neighbours.ProposeAsync(personId), view.Topic))).Outcome;

        Assert.Equal(view.Topic, outcome.Topic);
        Assert.Equal(("national_outcomes", "2"),
            (Assert.Single(outcome.Frameworks).Framework, outcome.Frameworks[0].Code));
    }

    [Fact]
    public async Task It_moves_no_agreement_and_no_words_and_an_empty_one_takes_it_off()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.CallumsAsync());
        var agreed = (await neighbours.Callum.Plan.AgreeOutcomeAsync(Valid.Agree(outcome))).Outcome;

        var given = (await neighbours.Callum.Plan.GiveTopicAsync(Valid.Topic(agreed, "money"))).Outcome;

        Assert.Equal(new V1.Outcome(agreed)
        {
            Topic = "money",
            TopicWords = "enough money, and no hardship",
            Etag = given.Etag,
        }, given);
        Assert.NotEqual(agreed.Etag, given.Etag);
        Assert.Equal(agreed, (await neighbours.Fiona.Plan.GiveTopicAsync(Valid.Topic(given, ""))).Outcome);
    }

    [Fact]
    public async Task At_an_earlier_time_it_has_the_topic_that_it_had_then()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var before = neighbours.Now();
        neighbours.Later();
        await neighbours.Fiona.Plan.GiveTopicAsync(Valid.Topic(outcome, "skills"));

        Assert.Equal([outcome], (await neighbours.Fiona.PlanAsync(outcome.PersonId, before)).Outcomes);
        Assert.Equal("achieving",
            (await neighbours.Fiona.PlanAsync(outcome.PersonId)).Outcomes.Single().Frameworks.Single().Code);
    }

    [Fact]
    public async Task A_topic_that_no_framework_plainly_holds_derives_nothing()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());

        Assert.Empty((await neighbours.Fiona.Plan.GiveTopicAsync(
            Valid.Topic(outcome, "satisfaction_in_caring"))).Outcome.Frameworks);
    }

    [Fact]
    public void Every_line_of_the_frameworks_is_of_a_topic_and_says_where_it_is_from()
    {
        var assembly = typeof(PlanService).Assembly;
        var (topics, frameworks) = (Vocabulary.Of(assembly, "topics"), Vocabulary.Of(assembly, "frameworks"));
        Assert.All(frameworks.Codes, code =>
        {
            var line = frameworks[code]!;
            Assert.NotNull(topics[line["topic"]]);
            Assert.Equal(code, $"{line["topic"]}.{line["framework"]}.{line["code"]}");
            Assert.Contains(line["framework"], new[] { "national_outcomes", "care_standards", "shanarri" });
            Assert.NotEmpty(line["words"]);
            Assert.NotEmpty(line["source"]);
        });
    }

    [Fact]
    public async Task A_code_that_is_none_a_stale_etag_and_none_are_refused_and_nothing_changes()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());

        await neighbours.Fiona.Plan.GiveTopicAsync(Valid.Topic(outcome, "happiness"))
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "topic");
        await neighbours.Fiona.Plan.GiveTopicAsync(Valid.Topic(new(outcome) { Etag = "" }, "skills"))
            .RefusedAsync(StatusCode.InvalidArgument, "ETAG_MISSING", "etag");
        await neighbours.Fiona.Plan.GiveTopicAsync(Valid.Topic(new(outcome) { Etag = "x" }, "skills"))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");

        Assert.Equal(outcome, (await neighbours.Fiona.ReadAsync(outcome)).Outcome);
    }

    [Fact]
    public async Task Withheld_it_cannot_be_told_from_unknown()
    {
        var hidden = await neighbours.ProposeAsync(await neighbours.SharedAsync(), neighbours.SocialWork);
        var unknown = new V1.Outcome(hidden) { OutcomeId = Guid.NewGuid().ToString() };

        Assert.Equal(
            (await neighbours.Ruth.Plan.GiveTopicAsync(Valid.Topic(unknown, "skills")).NotFoundAsync()).Bytes,
            (await neighbours.Ruth.Plan.GiveTopicAsync(Valid.Topic(hidden, "skills")).NotFoundAsync()).Bytes);
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var (request, id) = (Valid.Topic(outcome, "skills"), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.GiveTopicAsync(request, id);
        Assert.Equal(first, await neighbours.Fiona.Plan.GiveTopicAsync(request, id));
        request.Topic = "money";
        await neighbours.Fiona.Plan.GiveTopicAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(["OutcomeProposed", "OutcomeTopicGiven"], await neighbours.JournalAsync(outcome.PersonId));
    }
}
