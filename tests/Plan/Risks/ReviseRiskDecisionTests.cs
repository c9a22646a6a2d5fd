using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class ReviseRiskDecisionTests(Neighbours neighbours)
{
    [Fact]
    public async Task The_new_one_is_in_force_and_the_earlier_ones_stay_as_they_were_the_newest_first()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        var second = await neighbours.ReplaceAsync(neighbours.Ruth, first);
        var third = await neighbours.ReplaceAsync(neighbours.Fiona, second);

        Assert.Equal((RiskState.InForce, "To walk down to the harbour with the dog.", "2036-06-01"),
            (third.State, third.Wants, third.ReviewOn));
        var read = await neighbours.Ruth.ReadAsync(third);
        Assert.Equal(third, read.RiskDecision);
        Assert.Equal([Replaced(second), Replaced(first)], read.Earlier.Select(WithoutEtag));
        Assert.Equal([third.RiskDecisionId],
            (await neighbours.Ruth.RisksAsync(first.PersonId, inForceOnly: true)).Select(r => r.RiskDecisionId));
        var earlier = await neighbours.Ruth.ReadAsync(second);
        Assert.Equal((RiskState.Replaced, 1), (earlier.RiskDecision.State, earlier.Earlier.Count));
    }

    [Fact]
    public async Task What_was_replaced_or_ended_is_neither_replaced_nor_ended_again()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        var second = await neighbours.ReplaceAsync(neighbours.Fiona, first);
        var ended = (await neighbours.Fiona.Risks.EndRiskDecisionAsync(Weighed.End(second))).RiskDecision;
        var replaced = (await neighbours.Fiona.ReadAsync(first)).RiskDecision;

        foreach (var one in new[] { replaced, ended })
        {
            await neighbours.Ruth.Risks.ReviseRiskDecisionAsync(Weighed.Revise(one))
                .RefusedAsync(StatusCode.FailedPrecondition, "NOT_IN_FORCE", "risk_decision_id");
            await neighbours.Ruth.Risks.EndRiskDecisionAsync(Weighed.End(one))
                .RefusedAsync(StatusCode.FailedPrecondition, "NOT_IN_FORCE", "risk_decision_id");
        }
        Assert.Equal(["RiskDecided", "RiskDecided", "RiskDecisionEnded"],
            await neighbours.JournalAsync(first.PersonId));
    }

    [Fact]
    public async Task A_stale_etag_is_refused_with_the_state_as_it_is_now_and_nothing_changes()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        var second = await neighbours.ReplaceAsync(neighbours.Fiona, first);

        var refused = await neighbours.Ruth.Risks.ReviseRiskDecisionAsync(Weighed.Revise(first))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");

        Assert.Equal((await neighbours.Ruth.ReadAsync(first)).RiskDecision, refused.Current<V1.RiskDecision>());
        await neighbours.Ruth.Risks.EndRiskDecisionAsync(Weighed.End(first))
            .RefusedAsync(StatusCode.Aborted, "ETAG_STALE", "etag");
        Assert.Equal(second, (await neighbours.Ruth.RisksAsync(first.PersonId, inForceOnly: true)).Single());
    }

    [Fact]
    public async Task Of_sixteen_at_once_one_counts_and_fifteen_are_told_that_it_changed()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.RegisterAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await neighbours.Fiona.Risks.ReviseRiskDecisionAsync(Weighed.Revise(first));
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(answers, StatusCode.OK);
        Assert.Equal(15, answers.Count(a => a == StatusCode.Aborted));
        Assert.Equal(2, (await neighbours.Fiona.RisksAsync(first.PersonId)).Count);
    }

    [Fact]
    public async Task Withheld_with_the_new_one_the_earlier_ones_are_gone_too_and_none_passes_for_what_counts()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        await neighbours.ReplaceAsync(neighbours.Fiona, first, neighbours.SocialWork);

        Assert.Empty(await neighbours.Ruth.RisksAsync(first.PersonId));
        Assert.Equal(2, (await neighbours.Fiona.RisksAsync(first.PersonId)).Count);

        // What is put in the place of one that is withheld is withheld from the same.
        var newest = (await neighbours.Fiona.RisksAsync(first.PersonId, inForceOnly: true)).Single();
        await neighbours.ReplaceAsync(neighbours.Fiona, newest);
        Assert.Empty(await neighbours.Ruth.RisksAsync(first.PersonId));
    }

    [Fact]
    public async Task Withheld_later_one_takes_with_it_those_that_it_replaced_or_that_replaced_it()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        var second = await neighbours.ReplaceAsync(neighbours.Fiona, first);
        var entries = neighbours.Fiona.Entries("plan");

        foreach (var one in new[] { first, second })
        {
            await entries.WithholdItemAsync(new()
            {
                PersonId = first.PersonId,
                ItemId = one.RiskDecisionId,
                WithheldFrom = { neighbours.SocialWork },
            });
            Assert.Empty(await neighbours.Ruth.RisksAsync(first.PersonId));
            await entries.ShowItemAsync(new()
            {
                PersonId = first.PersonId,
                ItemId = one.RiskDecisionId,
                ShowTo = { neighbours.SocialWork },
            });
            Assert.Equal(2, (await neighbours.Ruth.RisksAsync(first.PersonId)).Count);
        }
    }

    [Fact]
    public async Task What_a_secret_team_puts_in_its_place_leaves_it_as_it_was_for_everybody_else()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.SharedAsync());
        var involved = await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = first.PersonId });
        await neighbours.Ruth.Protection.MakePrivateAsync(new()
        {
            PersonId = first.PersonId,
            InvolvementId = involved.Involvements.Single(i => i.Team.TeamId == neighbours.SocialWork).InvolvementId,
            Reason = "He must not know where she is.",
        });
        neighbours.Later();
        await neighbours.LevelAsync("sharing");

        var secret = await neighbours.ReplaceAsync(neighbours.Ruth, first);

        Assert.Equal([first], await neighbours.Fiona.RisksAsync(first.PersonId));
        Assert.Equal(secret, (await neighbours.Ruth.RisksAsync(first.PersonId, inForceOnly: true)).Single());
        var open = await neighbours.ReplaceAsync(neighbours.Fiona, first);
        Assert.Equal([open.RiskDecisionId, first.RiskDecisionId],
            (await neighbours.Fiona.RisksAsync(first.PersonId)).Select(r => r.RiskDecisionId));
        // Whoever sees all sees that the newest counts.
        Assert.Equal(open, (await neighbours.Ruth.RisksAsync(first.PersonId, inForceOnly: true)).Single());
    }

    public static TheoryData<string, string, Action<ReviseRiskDecisionRequest>> Refusals => new()
    {
        { "RISK_WITH_ONE_COLUMN", "decision.lost_by_stopping", r => r.Decision.LostByStopping.Clear() },
        { "ROLE_MISSING", "decision.supported_by_role", r => r.Decision.SupportedByRole = "" },
        { "DAY_IN_PAST", "decision.review_on", r => r.Decision.ReviewOn = "2026-01-01" },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "ETAG_MISSING", "etag", r => r.Etag = "" },
        { "ID_MISSING", "risk_decision_id", r => r.RiskDecisionId = "" },
        { "ID_MISSING", "withheld_from", r => r.WithheldFrom.Add("") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_changes(
        string reason, string field, Action<ReviseRiskDecisionRequest> change)
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.RegisterAsync());
        var request = Weighed.Revise(first);
        change(request);

        await neighbours.Fiona.Risks.ReviseRiskDecisionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Equal([first], await neighbours.Fiona.RisksAsync(first.PersonId));
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var first = await neighbours.WeighAsync(neighbours.Fiona, await neighbours.RegisterAsync());
        var (request, id) = (Weighed.Revise(first), Valid.RequestId());

        var once = await neighbours.Fiona.Risks.ReviseRiskDecisionAsync(request, id);
        var again = await neighbours.Fiona.Risks.ReviseRiskDecisionAsync(request, id);
        request.Decision.Reasons = "Something else.";
        await neighbours.Fiona.Risks.ReviseRiskDecisionAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(once, again);
        Assert.Equal(2, (await neighbours.Fiona.RisksAsync(first.PersonId)).Count);
    }

    private static V1.RiskDecision Replaced(V1.RiskDecision decision) =>
        WithoutEtag(new(decision) { State = RiskState.Replaced });

    private static V1.RiskDecision WithoutEtag(V1.RiskDecision decision) => new(decision) { Etag = "" };
}
