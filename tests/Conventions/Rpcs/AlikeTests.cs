using System.Text.RegularExpressions;
using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Conventions.Sql;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// Whoever asks about somebody whom they may not see is answered as about nobody, to the byte, and for no less and no
/// more work: the same statements, flushes and catching up, in the same order. By the request files, so that a new rpc
/// that takes a person's id is among them by itself.
/// </summary>
[Collection(nameof(Town))]
public sealed partial class AlikeTests(Town town, SqlRecording recording)
{
    // What else a service does by itself may share a flush with the call; what differs by itself differs each time.
    private const int Tries = 4;

    private const string AddressHidden = "a person with a hidden address", Secret = "a secret kept",
        OwnInvolvement = "the team's own involvement";

    /// <summary>Why somebody is not there for the caller, and what has to be told of them before the rest.</summary>
    private static readonly (string Why, string[] Told)[] NotThere =
    [
        ("not involved", []),
        ("the address is hidden", [AddressHidden]),
        ("the involvement is a secret", [OwnInvolvement, Secret]),
        ("kept from the caller's team", ["home care involved", "kept from home care"]),
        ("joined with somebody whom the caller sees",
            ["another person", "home care involved with the other", "a merge that waits", "the merge agreed"]),
    ];

    // A sign-in is bound once in a town; nobody here calls by it.
    private static readonly HashSet<string> NotHere = ["a login code", "the code used"];

    // Whoever opens a record by a duty or in an emergency names somebody of whom their team knows nothing, and it opens:
    // that is what it is for. As another's team they are refused, and that is compared.
    private static readonly HashSet<string> OfAnothersTeam =
        ["EmergencyService.OpenEmergency", "ProtectionService.OpenProtection"];

    public static TheoryData<string> WithPerson => [.. Rpc.All.Values.Where(r => PersonsOf(r).Any()).Select(r => r.Name)];

    [Theory, MemberData(nameof(WithPerson))]
    public async Task Somebody_whom_the_caller_may_not_see_is_nobody(string name)
    {
        var (rpc, file) = (Rpc.All[name], RequestFile.All[name]);
        var scenes = await Task.WhenAll(NotThere.Select(n => SceneAsync(file, n.Told)));
        using var deeds = new Deeds(recording, town.Platform);
        using var channel = Channels.Once(town.Platform.Address(rpc.Service));
        var people = PersonsOf(rpc).ToArray();
        foreach (var person in people)
        {
            var requests = new List<(string Why, IMessage Request)>();
            foreach (var (scene, (why, _)) in scenes.Zip(NotThere))
            {
                var request = await FilledAsync(scene, rpc, person);
                if (requests.Count == 0)
                {
                    requests.Add(("unknown", Leaf.Of(request).Where(l => l.IsId && l.Field.Name != "team_id")
                        .Aggregate(request, (r, id) => id.With(r, Guid.NewGuid().ToString()))));
                    requests.Add(("unknown, with what is somebody else's", Leaf.Of(request).First(l => l.Path == person)
                        .With(request, Guid.NewGuid().ToString())));
                }
                requests.Add((why, request));
            }
            var wrong = new List<string> { "" };
            for (var tries = 0; tries < Tries && wrong.Count > 0; tries++)
            {
                // The first brings the copies level, which none of the others need do then.
                await SeenAsync(deeds, channel, rpc, requests[0].Request);
                var nobody = await SeenAsync(deeds, channel, rpc, requests[0].Request);
                Assert.Contains(file.HasEffect ? "\nSAVEPOINT work\n" : "SELECT", nobody);
                wrong.Clear();
                foreach (var (why, request) in requests.Skip(1))
                {
                    var somebody = await SeenAsync(deeds, channel, rpc, request);
                    // Where it takes two people, the caller may well see the other one.
                    var without = people.Length == 1 ? nobody : await SeenAsync(deeds, channel, rpc,
                        Leaf.Of(request).First(l => l.Path == person).With(request, Guid.NewGuid().ToString()));
                    if (somebody != without)
                    {
                        wrong.Add($"{person}, {why}:\n{somebody}\n\nand unknown:\n{without}");
                    }
                }
            }
            Repository.Nothing(wrong);
        }
    }

    /// <summary>The fields of a request in which a person's id stands.</summary>
    private static IEnumerable<string> PersonsOf(Rpc rpc) => Leaf.Of(rpc.Request(
            Placeholder().Replace(RequestFile.All[rpc.Name].With.ToJsonString(), Guid.Empty.ToString())))
        .Select(l => l.Path).Where(path => path.EndsWith("person_id", StringComparison.Ordinal)).Distinct();

    private async Task<Scene> SceneAsync(RequestFile file, string[] told)
    {
        var scene = new Scene(town);
        var first = file.First.Where(f => !NotHere.Contains(f)).ToArray();
        var person = told.Contains(AddressHidden) ? AddressHidden : first.FirstOrDefault(f => f.StartsWith(
            "a person", StringComparison.Ordinal)) ?? "a person";
        // Its own is the first while there is no other; and a referral by a team that is a secret reaches nobody.
        var own = first.Concat(told).Where(f => f is OwnInvolvement or "the team's involvement").Distinct().ToArray();
        var rest = first.Except(told).Except(own).Where(f => !f.StartsWith("a person", StringComparison.Ordinal));
        await scene.TellAsync(
        [
            person, .. own, .. told.Except([person, Secret]).Except(own), .. rest, .. told.Where(t => t == Secret),
        ]);
        return scene;
    }

    private async Task<IMessage> FilledAsync(Scene scene, Rpc rpc, string person)
    {
        var request = await scene.FillAsync(rpc, RequestFile.All[rpc.Name].With);
        foreach (var leaf in Leaf.Of(request).ToList())
        {
            if (leaf.Path == person)
            {
                request = leaf.With(request, scene.Kept("person"));
            }
            else if (leaf.IsId && (string)leaf.Value(request) == scene.Kept("person"))
            {
                // Nobody is two people.
                request = leaf.With(request, Guid.NewGuid().ToString());
            }
            else if (leaf.Path == "team_id" && !OfAnothersTeam.Contains(rpc.Name)
                && (string)leaf.Value(request) == town.Teams["adult"])
            {
                request = leaf.With(request, town.Teams["homecare"]);
            }
        }
        return request;
    }

    // All that a caller can see of an answer, ids by their place, and what was done for it.
    private async Task<string> SeenAsync(Deeds deeds, ChannelBase channel, Rpc rpc, IMessage request)
    {
        var file = RequestFile.All[rpc.Name];
        // Of an agency that has nothing to do with either of two records: an officer who has is told that they are one.
        var caller = file.As == "craig" ? "neil" : file.Stranger.Length > 0 ? file.Stranger : "nadia";
        var seen = "";
        var done = await deeds.OfAsync(async () =>
        {
            var call = await CallAsync(channel, rpc, caller, request);
            try
            {
                var answer = await call.ResponseAsync;
                var places = new Dictionary<string, string>();
                seen = AnId().Replace(JsonFormatter.Default.Format(answer), m =>
                    places.TryGetValue(m.Value, out var place) ? place : places[m.Value] = $"#{places.Count}")
                    + $"\n{answer.CalculateSize()}\n{string.Join('\n', call.GetTrailers()
                        .Where(t => t.Key != "date").Select(t => $"{t.Key}: {t.Value.Length}"))}";
            }
            catch (RpcException)
            {
                seen = (await Refusal.OfAsync(call)).ToString();
            }
        });
        return $"{seen}\n{done}";
    }

    private async Task<AsyncUnaryCall<IMessage>> CallAsync(
        ChannelBase channel, Rpc rpc, string caller, IMessage request)
    {
        var headers = new Metadata
        {
            { "authorization", $"Bearer {await town.Platform.TokenAsync(caller)}" },
            { "po-request-id", Guid.NewGuid().ToString() },
        };
        return rpc.Call(channel.CreateCallInvoker(), request, headers);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex AnId();

    [GeneratedRegex(@"\{[\w:-]+\}")]
    private static partial Regex Placeholder();
}
