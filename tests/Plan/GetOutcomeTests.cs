using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class GetOutcomeTests(Neighbours neighbours)
{
    [Fact]
    public async Task One_that_is_unknown_withheld_or_another_persons_and_a_strangers_question_are_answered_alike()
    {
        var personId = await neighbours.SharedAsync();
        var another = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var (open, withheld) = (await neighbours.ProposeAsync(personId),
            await neighbours.ProposeAsync(personId, neighbours.SocialWork));
        var refusals = new HashSet<string>();
        foreach (var (caller, outcomeId) in new[]
        {
            (neighbours.Ruth, Guid.NewGuid().ToString()),
            (neighbours.Ruth, withheld.OutcomeId),
            (neighbours.Ruth, another.OutcomeId),
            (neighbours.Nadia, open.OutcomeId),
            (neighbours.Nadia, Guid.NewGuid().ToString()),
        })
        {
            refusals.Add((await caller.Plan.GetOutcomeAsync(
                new() { PersonId = personId, OutcomeId = outcomeId }).NotFoundAsync()).Bytes);
        }
        Assert.Single(refusals);
    }

    [Fact]
    public async Task A_hidden_outcome_in_the_way_is_not_shown_there_and_moves_no_etag()
    {
        var personId = await neighbours.SharedAsync();
        var (stoma, hidden) = (await neighbours.ProposeAsync(personId),
            await neighbours.ProposeAsync(personId, neighbours.SocialWork));
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, hidden.OutcomeId, stoma.OutcomeId));

        Assert.Equal(new GetOutcomeResponse { Outcome = stoma }, await neighbours.Ruth.ReadAsync(stoma));
        Assert.Equal(V1.OutcomeState.Agreed,
            (await neighbours.Ruth.Plan.AgreeOutcomeAsync(Valid.Agree(stoma))).Outcome.State);
    }

    [Theory]
    [InlineData("ID_MISSING", "outcome_id", "")]
    [InlineData("ID_MALFORMED", "outcome_id", "money")]
    [InlineData("ID_MALFORMED", "outcome_id", "00000000-0000-0000-0000-000000000000")]
    public async Task A_wrong_field_is_named(string reason, string field, string outcomeId) =>
        await neighbours.Fiona.Plan.GetOutcomeAsync(
            new() { PersonId = await neighbours.RegisterAsync(), OutcomeId = outcomeId })
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);
}
