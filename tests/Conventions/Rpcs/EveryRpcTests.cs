namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>No rpc without its request, and without a line in the policy.</summary>
public sealed class EveryRpcTests
{
    [Fact]
    public void Every_rpc_has_a_valid_request_and_every_request_an_rpc()
    {
        Repository.Nothing(Rpc.All.Keys.Except(RequestFile.All.Keys).Select(n => $"{n} has no request file"));
        Repository.Nothing(RequestFile.All.Keys.Except(Rpc.All.Keys).Select(n => $"{n} is no rpc"));
    }

    [Fact]
    public void Every_rpc_has_a_line_in_the_policy_for_everybody()
    {
        Repository.Nothing(
            from file in RequestFile.All
            from actor in Actor.All
            from purpose in actor.Purposes
            where Policy.For(file.Value, actor, purpose) is null
            select $"{file.Key} by {actor.Role}, {actor.Relation}, for {purpose}: no line in policy.tsv");
    }
}
