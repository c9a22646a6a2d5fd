using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class AddBlockTests(Neighbours neighbours)
{
    private async Task<(string PersonId, string Money, string Stoma, string Work)> ThreeAsync()
    {
        var personId = await neighbours.SharedAsync();
        return (personId, (await neighbours.ProposeAsync(personId)).OutcomeId,
            (await neighbours.ProposeAsync(personId)).OutcomeId, (await neighbours.ProposeAsync(personId)).OutcomeId);
    }

    private async Task<string[]> BlockedByAsync(string personId, string outcomeId) =>
        [.. (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single(o => o.OutcomeId == outcomeId).BlockedBy];

    [Fact]
    public async Task R14_What_stands_in_the_way_is_shown_with_what_it_blocks_and_moves_no_etag()
    {
        var (personId, money, stoma, work) = await ThreeAsync();
        var before = (await neighbours.Ruth.PlanAsync(personId)).Outcomes.Single(o => o.OutcomeId == stoma);

        var blocked = (await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money, stoma))).Blocked;
        neighbours.Later();
        await neighbours.Ruth.Plan.AddBlockAsync(Valid.Block(personId, work, stoma));

        Assert.Equal(new V1.Outcome(before) { BlockedBy = { money } }, blocked);
        Assert.Equal(new V1.Outcome(before) { BlockedBy = { money, work } },
            (await neighbours.Ruth.ReadAsync(before)).Outcome);
        Assert.Equal([money, work], await BlockedByAsync(personId, stoma));
        Assert.Empty(await BlockedByAsync(personId, money));
    }

    [Fact]
    public async Task Itself_the_same_again_and_a_circle_are_refused_by_name_and_not_recorded()
    {
        var (personId, money, stoma, work) = await ThreeAsync();
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money, stoma));
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, stoma, work));
        foreach (var (outcomeId, blockedId, reason) in new[]
        {
            (money, money, "BLOCKS_ITSELF"),
            (money, stoma, "ALREADY_BLOCKS"),
            (stoma, money, "BLOCKS_IN_A_CIRCLE"),
            (work, money, "BLOCKS_IN_A_CIRCLE"),
        })
        {
            await neighbours.Ruth.Plan.AddBlockAsync(Valid.Block(personId, outcomeId, blockedId))
                .RefusedAsync(StatusCode.FailedPrecondition, reason, "blocked_id");
        }
        Assert.Equal(2, (await neighbours.JournalAsync(personId)).Count(t => t == "OutcomeBlocks"));
        Assert.Empty(await BlockedByAsync(personId, money));
    }

    [Fact]
    public async Task An_outcome_that_is_unknown_another_persons_or_withheld_is_not_found_on_either_side()
    {
        var (personId, money, _, _) = await ThreeAsync();
        var another = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var withheld = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var refusals = new HashSet<string>();
        foreach (var id in new[] { Guid.NewGuid().ToString(), another.OutcomeId, withheld.OutcomeId })
        {
            refusals.Add((await neighbours.Ruth.Plan.AddBlockAsync(
                Valid.Block(personId, id, money)).NotFoundAsync()).Bytes);
            refusals.Add((await neighbours.Ruth.Plan.AddBlockAsync(
                Valid.Block(personId, money, id)).NotFoundAsync()).Bytes);
        }
        Assert.Single(refusals);
        Assert.DoesNotContain("OutcomeBlocks", await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task A_way_round_through_a_hidden_outcome_does_not_tell_of_it()
    {
        var (personId, money, stoma, _) = await ThreeAsync();
        var hidden = (await neighbours.ProposeAsync(personId, neighbours.SocialWork)).OutcomeId;
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, money, hidden));
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, hidden, stoma));
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, stoma, money))
            .RefusedAsync(StatusCode.FailedPrecondition, "BLOCKS_IN_A_CIRCLE", "blocked_id");

        var blocked = (await neighbours.Ruth.Plan.AddBlockAsync(Valid.Block(personId, stoma, money))).Blocked;

        Assert.Equal([stoma], blocked.BlockedBy);
        Assert.Empty(await BlockedByAsync(personId, stoma));
    }

    [Fact]
    public async Task Of_many_at_once_that_would_make_a_circle_one_is_recorded()
    {
        var (personId, money, stoma, _) = await ThreeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                await neighbours.Fiona.Plan.AddBlockAsync(i % 2 == 0
                    ? Valid.Block(personId, money, stoma)
                    : Valid.Block(personId, stoma, money));
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(answers, StatusCode.OK);
        Assert.Equal(15, answers.Count(a => a == StatusCode.FailedPrecondition));
        Assert.Single(await neighbours.JournalAsync(personId), "OutcomeBlocks");
    }

    [Theory]
    [InlineData("", "0199a2c4-0000-4000-8000-000000000000", "ID_MISSING", "outcome_id")]
    [InlineData("0199a2c4-0000-4000-8000-000000000000", "", "ID_MISSING", "blocked_id")]
    [InlineData("money", "0199a2c4-0000-4000-8000-000000000000", "ID_MALFORMED", "outcome_id")]
    public async Task A_wrong_field_is_named(string outcomeId, string blockedId, string reason, string field) =>
        await neighbours.Fiona.Plan.AddBlockAsync(
            Valid.Block(await neighbours.RegisterAsync(), outcomeId, blockedId))
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var (personId, money, stoma, work) = await ThreeAsync();
        var (request, id) = (Valid.Block(personId, money, stoma), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.AddBlockAsync(request, id);
        var again = await neighbours.Fiona.Plan.AddBlockAsync(request, id);
        request.BlockedId = work;
        await neighbours.Fiona.Plan.AddBlockAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(first, again);
        Assert.Single(await neighbours.JournalAsync(personId), "OutcomeBlocks");
        Assert.Empty(await BlockedByAsync(personId, work));
    }
}
