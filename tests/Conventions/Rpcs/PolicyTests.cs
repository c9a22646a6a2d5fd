using System.Text.Json.Nodes;
using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>Every rpc, called by everybody in every relation to its person, answers as policy.tsv says.</summary>
public sealed class PolicyTests(PolicyTests.Neighbourhood world) : IClassFixture<PolicyTests.Neighbourhood>
{
    // Made once for all; the rest of what a request needs is made for each call.
    private static readonly HashSet<string> Once =
    [
        "a person", "a person with a hidden address", "needs", "a safe contact", "carers involved", "a referral",
        "a login code", "the code used",
    ];

    // What changes who is what to the person has a person of its own for each call.
    private static readonly HashSet<string> Alone =
    [
        "answer a referral", "end an involvement", "bind one's own sign-in", "bind a representative's sign-in",
        "name who works with the person", "propose who leads", "agree who leads",
        "open by a duty to protect", "keep an involvement secret", "look at a secret again", "list secrets",
        "agree to an emergency", "close an emergency", "check an emergency", "mark a notice as seen", "bring a notice",
        "open in an emergency", "list emergencies", "list notices", "count notices", "list what is to be brought",
        "decide an objection", "list objections to decide", "release to adult protection",
        "record a death", "take back a death", "record a move", "take back a move", "part two records",
        "say who owns the plan", "give up the plan", "list what is due",
    ];

    // Lists that everybody may ask for: they tell those who are nothing to the person nothing of the person.
    private static readonly HashSet<string> OfMany =
        [
            "find people", "list the people I support", "list secrets", "list emergencies", "list notices",
            "list objections to decide",
        ];

    public static TheoryData<string> Files => [.. RequestFile.All.Keys];

    [Theory, MemberData(nameof(Files))]
    public async Task Everybody_is_answered_as_the_policy_says(string name)
    {
        var (rpc, file) = (Rpc.All[name], RequestFile.All[name]);
        var calls = from actor in Actor.All from purpose in actor.Purposes select (actor, purpose);
        // What changes one and the same thing goes one after the other, so that nobody's etag is stale; so does what is
        // refused when a part of it is late, as it is where everybody asks for all of it at once.
        using var turn = new SemaphoreSlim(
            file.FirstAgain.Length > 0 || rpc.Name == "RecordService.GetOnePage" ? 1 : 200);
        var wrong = await Task.WhenAll(calls.Select(async c =>
        {
            await turn.WaitAsync();
            var (said, expected) = (await AnswerAsync(rpc, file, c.actor, c.purpose),
                Policy.For(file, c.actor, c.purpose)?.Answer);
            turn.Release();
            return said == expected ? "" : $"{c.actor.Role}, {c.actor.Relation}, for {c.purpose}: {said}, not {expected}";
        }));
        world.Count(wrong.Length, wrong.Count(w => w.Length > 0));
        Repository.Nothing(wrong.Where(w => w.Length > 0));
    }

    private async Task<string> AnswerAsync(Rpc rpc, RequestFile file, Actor actor, string purpose)
    {
        // A sign-in is bound to one record, and nothing may end there for everybody: their own move names a day that
        // is over, and what is taken back was to end in a month.
        var alone = Alone.Contains(file.Group) && (file.Group, actor.Relation) is not
            ("record a move" or "take back a move", "self");
        var scene = alone ? new Scene(world.Town) : world.Scene.Copy();
        await scene.TellAsync(alone ? file.First : [.. file.First.Where(f => !Once.Contains(f)), .. file.FirstAgain]);
        var with = actor.Role is "person" or "representative"
            ? RequestFile.Merged(file.With, file.ByOwnSignIn)
            : file.With;
        if (actor.Role == "representative")
        {
            // As themselves, never as the person.
            with = JsonNode.Parse(with.ToJsonString().Replace("SPEAKER_PERSON", "SPEAKER_REPRESENTATIVE",
                StringComparison.Ordinal))!.AsObject();
        }
        try
        {
            var answer = await (await scene.CallAsync(
                rpc, actor.User, await scene.FillAsync(rpc, with), Guid.NewGuid().ToString(), purpose));
            return OfMany.Contains(file.Group) && actor.Relation is ("none" or "was involved") && scene.IsIn(answer)
                ? "told of the person" : "allow";
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? refused.Message;
        }
    }

    [Fact]
    public void Every_line_of_the_policy_decides_something()
    {
        var deciding = (from file in RequestFile.All.Values
                        from actor in Actor.All
                        from purpose in actor.Purposes
                        select Policy.For(file, actor, purpose)).ToHashSet();

        Repository.Nothing(Policy.Lines.Where(l => !deciding.Contains(l)).Select(l => l.ToString()));
    }

    /// <summary>One person, and everybody in their place.</summary>
    public sealed class Neighbourhood : IAsyncLifetime
    {
        private int _cells, _wrong;

        /// <summary>The services.</summary>
        public Town Town { get; } = new();

        /// <summary>The person's.</summary>
        public Scene Scene { get; private set; } = null!;

        /// <summary>Counts the answers held against the policy, and those that were other than it says.</summary>
        public void Count(int cells, int wrong) => (_cells, _wrong) = (_cells + cells, _wrong + wrong);

        public async Task InitializeAsync()
        {
            await Town.InitializeAsync();
            Scene = new Scene(Town);
            await Scene.TellAsync(
            [
                "a person with a hidden address", "needs", "a safe contact", "carers involved",
                "tenancy no longer involved", "a referral", "a login code", "the code used",
                "an attorney acts for them",
            ]);
            await (await Town.Platform.SignInAsync("alison")).Sharing.AddStaffAsync(new()
            {
                TeamId = Town.Teams["adult"],
                Subject = Platform.System,
                Capacity = Capacity.System,
                Name = "Care notes",
                Role = "the council's own system",
            });
            // That an involvement has ended is known everywhere before the first is asked.
            foreach (var service in Platform.Names.Except(["identity", "gateway"]))
            {
                await Scene.LevelAsync(service);
            }
        }

        // deploy/test prints it.
        public async Task DisposeAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "access-matrix.txt"),
                $"access matrix: {_cells} cells, {_wrong} wrong\n");
            await Town.DisposeAsync();
        }
    }
}
