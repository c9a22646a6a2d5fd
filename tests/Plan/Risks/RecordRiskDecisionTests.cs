using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class RecordRiskDecisionTests(Neighbours neighbours)
{
    [Fact]
    public async Task R25_Both_columns_stand_beside_each_other_as_they_were_told_for_everybody_involved()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var request = Weighed.Record(outcome.PersonId);
        request.Decision = Weighed.Walk(outcome.OutcomeId);

        var recorded = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;

        var read = Assert.Single(await neighbours.Ruth.RisksAsync(outcome.PersonId));
        Assert.Equal(recorded, read);
        Assert.Equal(new NewRiskDecision(request.Decision), new NewRiskDecision
        {
            Wants = read.Wants,
            OutcomeId = read.OutcomeId,
            CouldGoWrong = { read.CouldGoWrong },
            LostByStopping = { read.LostByStopping },
            Judgement = read.Judgement,
            Reasons = read.Reasons,
            SaferBy = { read.SaferBy },
            Others = { read.Others },
            SupportedByRole = read.SupportedByRole,
            ReviewOn = read.ReviewOn,
        });
        Assert.Equal((RiskState.InForce, false, true), (read.State, read.ReviewOverdue, read.Voice.IsPersonsVoice));
        Assert.Equal(new V1.Agreement(Valid.Asked) { WrittenBy = Writer.Practitioner }, read.Agreement);
    }

    [Theory]
    [InlineData(0, 1, "RISK_WITH_ONE_COLUMN", "decision.could_go_wrong")]
    [InlineData(1, 0, "RISK_WITH_ONE_COLUMN", "decision.lost_by_stopping")]
    [InlineData(0, 0, "WORDS_MISSING", "decision.could_go_wrong")]
    public async Task R25_One_column_without_the_other_is_refused_and_the_missing_one_is_named(
        int wrong, int lost, string reason, string field)
    {
        var request = Weighed.Record(await neighbours.RegisterAsync());
        request.Decision.CouldGoWrong.Clear();
        request.Decision.LostByStopping.Clear();
        request.Decision.CouldGoWrong.Add(Enumerable.Repeat("He falls.", wrong));
        request.Decision.LostByStopping.Add(Enumerable.Repeat("The men at the boats.", lost));

        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty(await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task R26_A_risk_is_judged_reasonable_and_moderate_or_not_and_never_without_the_reasons()
    {
        var request = Weighed.Record(await neighbours.SharedAsync());
        request.Decision.Judgement = V1.Judgement.NotReasonableAndModerate;
        request.Decision.Reasons = "The steps are gone since the storm.";

        var recorded = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;

        Assert.Equal((V1.Judgement.NotReasonableAndModerate, "The steps are gone since the storm."),
            (recorded.Judgement, recorded.Reasons));
        Assert.Equal(recorded, Assert.Single(await neighbours.Ruth.RisksAsync(request.PersonId)));
        request.Decision.Reasons = " ";
        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "WORDS_MISSING", "decision.reasons");
        request.Decision.Reasons = "The steps are gone since the storm.";
        request.Decision.Judgement = V1.Judgement.Unspecified;
        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_MISSING", "decision.judgement");
    }

    [Fact]
    public async Task R27_The_role_that_stands_behind_the_worker_is_named_with_the_day_to_look_at_it_again()
    {
        var request = Weighed.Record(await neighbours.SharedAsync());
        request.Decision.SupportedByRole = "";
        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "ROLE_MISSING", "decision.supported_by_role");
        request.Decision.SupportedByRole = "team manager, Maryhill housing";
        foreach (var (day, reason) in new[] { ("", "DAY_MISSING"), ("2026-01-01", "DAY_IN_PAST") })
        {
            request.Decision.ReviewOn = day;
            await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)
                .RefusedAsync(StatusCode.InvalidArgument, reason, "decision.review_on");
        }
        request.Decision.ReviewOn = neighbours.Today;

        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request);

        var read = Assert.Single(await neighbours.Ruth.RisksAsync(request.PersonId));
        Assert.Equal(("team manager, Maryhill housing", neighbours.Today, false),
            (read.SupportedByRole, read.ReviewOn, read.ReviewOverdue));
    }

    [Fact]
    public async Task R28_It_is_in_force_at_once_with_nobodys_approval_and_the_log_tells_who_recorded_it()
    {
        var personId = await neighbours.CallumsAsync();

        var recorded = await neighbours.WeighAsync(neighbours.Fiona, personId);

        Assert.Contains(recorded, await neighbours.Ruth.RisksAsync(personId, inForceOnly: true));
        Assert.Equal("team manager, Maryhill housing", recorded.SupportedByRole);
        var log = await neighbours.Callum.Log("plan").ListEntriesAsync(
            new() { PersonId = personId, ItemId = recorded.RiskDecisionId });
        var entry = Assert.Single(log.Entries, e => e.Wrote);
        Assert.Equal(("/personal_outcomes.plan.v1.RiskService/RecordRiskDecision", neighbours.StomaCare),
            (entry.Rpc, entry.TeamId));
    }

    [Fact]
    public async Task Who_does_not_agree_stays_in_sight_with_their_words()
    {
        var recorded = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());

        var read = (await neighbours.Ruth.ReadAsync(recorded)).RiskDecision;

        Assert.Equal([("his wife Ann", Assent.No, "I lie awake till he is in."), ("the district nurse", Assent.Yes, "")],
            read.Others.Select(o => (o.Who, o.Assent, o.Words)));
    }

    [Fact]
    public async Task With_their_own_sign_in_the_person_decides_and_needs_nobodys_permission()
    {
        var request = Weighed.Record(await neighbours.CallumsAsync());
        (request.Voice, request.Agreement, request.Decision.SupportedByRole) = (null, null, "");

        var own = (await neighbours.Callum.Risks.RecordRiskDecisionAsync(request)).RiskDecision;

        Assert.Equal((Writer.Person, true, V1.AgreedBy.Person, neighbours.Today, ""), (own.Voice.WrittenBy,
            own.Voice.IsPersonsVoice, own.Agreement.AgreedBy, own.Agreement.AgreedOn, own.SupportedByRole));
        Assert.Contains(own, await neighbours.Ruth.RisksAsync(request.PersonId));
        var anew = (await neighbours.Callum.Risks.EndRiskDecisionAsync(Weighed.End(own))).RiskDecision;
        Assert.Equal(RiskState.Ended, anew.State);
    }

    [Fact]
    public async Task When_the_person_could_not_say_whoever_spoke_stands_beside_it()
    {
        var request = Weighed.Record(await neighbours.RegisterAsync());
        request.Agreement = new(Valid.Asked) { AgreedBy = V1.AgreedBy.CouldNotSay, SpokenBy = "his wife Ann" };

        var recorded = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;

        Assert.Equal((V1.AgreedBy.CouldNotSay, "his wife Ann"),
            (recorded.Agreement.AgreedBy, recorded.Agreement.SpokenBy));
    }

    public static TheoryData<string, Action<RecordRiskDecisionRequest>> NotAsked => new()
    {
        { "agreement", r => r.Agreement = null },
        { "agreement.asked_how", r => r.Agreement.AskedHow = " " },
        { "agreement.spoken_by", r => r.Agreement.AgreedBy = V1.AgreedBy.CouldNotSay },
    };

    [Theory]
    [MemberData(nameof(NotAsked))]
    public async Task Without_the_person_asked_nothing_is_decided(string field, Action<RecordRiskDecisionRequest> change)
    {
        var request = Weighed.Record(await neighbours.RegisterAsync());
        change(request);

        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", field);

        Assert.Empty(await neighbours.JournalAsync(request.PersonId));
    }

    public static TheoryData<string, string, Action<RecordRiskDecisionRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "decision.wants", r => r.Decision = null },
        { "WORDS_TOO_LONG", "decision.wants", r => r.Decision.Wants = new string('a', 4001) },
        { "ID_MALFORMED", "decision.outcome_id", r => r.Decision.OutcomeId = "choir" },
        { "WORDS_MISSING", "decision.could_go_wrong[1]", r => r.Decision.CouldGoWrong[1] = " " },
        { "TOO_MANY", "decision.lost_by_stopping",
            r => r.Decision.LostByStopping.Add(Enumerable.Repeat("More.", 19)) },
        { "WORDS_TOO_LONG", "decision.safer_by[0]", r => r.Decision.SaferBy[0] = new string('a', 1001) },
        { "CODE_UNKNOWN", "decision.judgement", r => r.Decision.Judgement = (V1.Judgement)9 },
        { "WORDS_MISSING", "decision.others[0].words", r => r.Decision.Others[0].Words = "" },
        { "CODE_MISSING", "decision.others[1].assent", r => r.Decision.Others[1].Assent = Assent.Unspecified },
        { "WORDS_MISSING", "decision.others[1].who", r => r.Decision.Others[1].Who = "" },
        { "DAY_MALFORMED", "decision.review_on", r => r.Decision.ReviewOn = "next spring" },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "DAY_IN_FUTURE", "agreement.agreed_on", r => r.Agreement.AgreedOn = "2999-01-01" },
        { "ID_MALFORMED", "withheld_from", r => r.WithheldFrom.Add("them") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<RecordRiskDecisionRequest> change)
    {
        var request = Weighed.Record(await neighbours.RegisterAsync());
        change(request);

        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty(await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task An_outcome_that_is_hidden_or_anothers_is_refused_as_one_that_is_not_there()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var another = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var refusals = new HashSet<string>();
        foreach (var id in new[] { $"{Guid.NewGuid()}", hidden.OutcomeId, another.OutcomeId })
        {
            var request = Weighed.Record(personId);
            request.Decision.OutcomeId = id;
            refusals.Add((await neighbours.Ruth.Risks.RecordRiskDecisionAsync(request).RefusedAsync(
                StatusCode.FailedPrecondition, "OUTCOME_NOT_THEIRS", "decision.outcome_id")).Bytes);
        }
        Assert.Single(refusals);
    }

    [Fact]
    public async Task What_serves_a_hidden_outcome_or_is_withheld_from_its_birth_is_not_there()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var request = Weighed.Record(personId);
        request.Decision = Weighed.Walk(hidden.OutcomeId);
        var hanging = (await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request)).RiskDecision;
        neighbours.Later();
        var withheld = await neighbours.WeighAsync(neighbours.Fiona, personId, neighbours.SocialWork);

        Assert.Empty(await neighbours.Ruth.RisksAsync(personId));
        var unknown = await neighbours.Ruth.Risks.GetRiskDecisionAsync(
            new() { PersonId = personId, RiskDecisionId = $"{Guid.NewGuid()}" }).NotFoundAsync();
        foreach (var one in new[] { hanging, withheld })
        {
            var id = new GetRiskDecisionRequest { PersonId = personId, RiskDecisionId = one.RiskDecisionId };
            Assert.Equal(unknown.Bytes, (await neighbours.Ruth.Risks.GetRiskDecisionAsync(id).NotFoundAsync()).Bytes);
            await neighbours.Ruth.Risks.ReviseRiskDecisionAsync(Weighed.Revise(one)).NotFoundAsync();
            await neighbours.Ruth.Risks.EndRiskDecisionAsync(Weighed.End(one)).NotFoundAsync();
        }
        Assert.Equal(2, (await neighbours.Fiona.RisksAsync(personId)).Count);
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var (request, id) = (Weighed.Record(await neighbours.RegisterAsync()), Valid.RequestId());

        var first = await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request, id);
        var again = await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request, id);
        request.Decision.Reasons = "Something else.";
        await neighbours.Fiona.Risks.RecordRiskDecisionAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Equal(["RiskDecided"], await neighbours.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task A_stranger_is_told_not_found() => await neighbours.Nadia.Risks.RecordRiskDecisionAsync(
        Weighed.Record(await neighbours.RegisterAsync())).NotFoundAsync();
}
