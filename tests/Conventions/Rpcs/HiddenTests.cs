using System.Text.Json.Nodes;
using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// Two towns, the same person in each, by the same calls at the same time; in the first, the record holds more that is
/// hidden from the viewer: Shona of the carers' centre, or Catriona, who acts for the person. Whatever they ask, they are
/// answered alike to the byte. The calls are those of the request files, so that a new rpc, and whatever it records, is
/// among them by itself.
/// </summary>
public sealed partial class HiddenTests
{
    private static readonly Viewer Staff = new("shona", "carers"), ActsForThem = new("catriona", "attorney");

    // Told below, of one of the two, or about a sign-in that a town has once.
    private static readonly HashSet<string> NotHere =
    [
        "a person", "a person with a hidden address", "another person", "carers involved", "a login code",
        "the code used", "needs", "a safe contact", "an opening", "a restriction", "an objection",
        "an objection to the council", "a merge that waits",
    ];

    private static readonly Rpc[] Reads = [.. Rpc.All.Values.Where(r => !RequestFile.All[r.Name].HasEffect)];

    // Whatever can be withheld from its birth, other than by saying anew what is there.
    private static readonly Rpc[] Makers =
    [
        .. from rpc in Rpc.All.Values
           let file = RequestFile.All[rpc.Name]
           where file.HasEffect && file.As == "eileen" && file.With.ContainsKey("withheldFrom")
               && !rpc.Method.Name.StartsWith("Revise", StringComparison.Ordinal) && rpc.Method.Name != "WithholdItem"
           select rpc,
    ];

    [Fact]
    public Task What_is_withheld_private_or_closed_again_changes_no_answer() => WithheldAsync(Staff);

    [Fact]
    public Task What_is_of_a_restricted_kind_changes_no_answer() => RestrictedAsync(Staff);

    [Fact]
    public Task What_is_withheld_from_whoever_acts_for_the_person_changes_no_answer() => WithheldAsync(ActsForThem);

    [Fact]
    public Task What_is_of_a_kind_kept_from_whoever_acts_for_the_person_changes_no_answer() =>
        RestrictedAsync(ActsForThem);

    private static async Task WithheldAsync(Viewer viewer)
    {
        await using var towns = await TwoTowns.OpenAsync();
        var pair = await towns.PairAsync(viewer);
        foreach (var withheld in pair.First.FromTheViewer)
        {
            foreach (var maker in Makers)
            {
                await pair.First.MakeAsync(maker, withheld);
            }
        }
        // A wish, or a reply, is the person's to withhold once it is there.
        foreach (var maker in Makers.Where(m => m.Name is not ("WishService.RecordWish" or "EntryService.ReplyToEntry")))
        {
            var made = await pair.First.MakeAsync(maker);
            await pair.First.Eileen.Entries(maker.Service).WithholdItemAsync(new()
            {
                PersonId = pair.First.Person,
                ItemId = made,
                WithheldFrom = { pair.First.FromTheViewer[0] },
            });
        }
        await TellPrivatelyAsync(pair.First);
        if (viewer == ActsForThem)
        {
            // That protection was asked for is never told to whoever acts for the person.
            await pair.First.TellAsync("ProtectionService.OpenProtection", """
                {"personId":"{person}","teamId":"{adult}","rationale":"Her purse is empty after each visit.",
                 "practitioners":[{"offer":"To ask her, alone.","role":"council officer"}],"endsOn":"{in-a-month}",
                 "openly":true}
                """);
        }
        await pair.BothAsync("SharingService.OpenRecord",
            """{"personId":"{person}","kind":"RECORD_KIND_CONCERN","teamId":"{carers}","reason":"Together."}""",
            ("kind-opening", "opening.openingId"));
        await pair.BothAsync("SharingService.CloseRecord", """{"personId":"{person}","openingId":"{kind-opening}"}""");
        await pair.First.TellAsync("SharingService.OpenRecord",
            """{"personId":"{person}","itemId":"{concern}","teamId":"{carers}","reason":"Together."}""",
            ("one-opening", "opening.openingId"));
        await pair.First.TellAsync("SharingService.CloseRecord",
            """{"personId":"{person}","openingId":"{one-opening}"}""");

        Repository.Nothing(await DifferencesAsync(pair));
        Repository.Nothing(await ToldApartAsync(pair.First));
    }

    private static async Task RestrictedAsync(Viewer viewer)
    {
        await using var towns = await TwoTowns.OpenAsync();
        var pair = await towns.PairAsync(viewer);
        foreach (var kind in Access.Withholding.Kinds.Codes.Where(k => k is not ("person" or "involvement" or "self")))
        {
            await pair.BothAsync("WishService.Restrict", $$"""
                {"personId":"{person}","fromId":"{{{viewer.As}}}","kind":"{{kind}}",
                 "voice":{"saidBy":"SPEAKER_PERSON","how":["spoken"]} }
                """);
        }
        foreach (var maker in Makers)
        {
            await pair.First.MakeAsync(maker);
        }
        await TellPrivatelyAsync(pair.First);

        Repository.Nothing(await DifferencesAsync(pair));
        Repository.Nothing(await ToldApartAsync(pair.First));
    }

    // What only those who took part read, or only the person.
    private static async Task TellPrivatelyAsync(Side side)
    {
        const string spoken = """{"saidBy":"SPEAKER_PERSON","how":["spoken"]}""";
        await side.TellAsync("ConversationService.RecordConversation",
            """{"personId":"{person}","happenedOn":"2026-01-07","whatWasSaid":"She is tired of it all."}""",
            ("private-conversation", "conversation.conversationId"));
        await side.TellAsync("ConversationService.RecordView", """
            {"personId":"{person}","whatMatters":"He drinks.","kind":"VIEW_KIND_CONCERN",
             "voice":{"saidBy":"SPEAKER_FAMILY","saidByName":"his wife Ann","how":["spoken"]}}
            """, ("concern", "view.viewId"));
        await side.TellAsync("WishService.RecordWish",
            $$"""{"personId":"{person}","aboutId":"{carers}","words":"Not them.","voice":{{spoken}}}""",
            ("wish-about", "wish.wishId"));
        // Whoever knows the id of one of these was told it by the person, to end it for them.
        await side.TellAsync("WishService.Restrict",
            $$"""{"personId":"{person}","fromId":"{homecare}","voice":{{spoken}}}""");
        await side.TellAsync("WishService.Object", $$"""
            {"personId":"{person}","agencyId":"1f5ec6a3-b978-4d20-9f47-a35d81e60c05","words":"Nor them.",
             "voice":{{spoken}}}
            """);
    }

    private static async Task<List<string>> DifferencesAsync(Pair pair)
    {
        await pair.First.LevelAsync();
        await pair.Second.LevelAsync();
        var differences = new List<string>();
        foreach (var rpc in Reads)
        {
            var file = RequestFile.All[rpc.Name];
            foreach (var with in file.Also.Select(a => RequestFile.Merged(file.With, a)).Prepend(file.With))
            {
                var one = await pair.First.SeenAsync(rpc, with);
                var other = await pair.Second.SeenAsync(rpc, with);
                if (one != other)
                {
                    differences.Add($"{rpc.Name}:\n{one}\n{other}");
                }
            }
        }
        return differences;
    }

    // What is hidden is refused as what is not there, wherever its id can stand.
    private static async Task<List<string>> ToldApartAsync(Side side)
    {
        using var turns = new SemaphoreSlim(24);
        var wrong = await Task.WhenAll(
            from rpc in Rpc.All.Values
            from path in side.IdsOf(rpc)
            select WrongAsync(rpc, path));
        return [.. wrong.SelectMany(w => w)];

        async Task<List<string>> WrongAsync(Rpc rpc, string path)
        {
            var unknown = await AnswerAsync(rpc, path, Guid.NewGuid().ToString());
            // What takes any id looks nothing up.
            if (unknown is null)
            {
                return [];
            }
            var answers = await Task.WhenAll(side.Hidden.Select(async h => (h, await AnswerAsync(rpc, path, h.Key))));
            return [.. answers.Where(a => a.Item2 != unknown)
                .Select(a => $"{rpc.Name}, {path}: {a.h.Value}: {a.Item2?.Facts}, not {unknown.Facts}")];
        }

        async Task<Refusal?> AnswerAsync(Rpc rpc, string path, string id)
        {
            await turns.WaitAsync();
            try
            {
                var request = await side.FilledAsync(rpc, side.Viewer.Says(RequestFile.All[rpc.Name]));
                var leaf = Leaf.Of(request).First(l => l.Path == path);
                var call = await side.Scene.CallAsync(rpc, side.Viewer.User, leaf.With(request, id), Guid.NewGuid().ToString());
                try
                {
                    await call.ResponseAsync;
                    return null;
                }
                catch (RpcException)
                {
                    return await Refusal.OfAsync(call);
                }
            }
            finally
            {
                turns.Release();
            }
        }
    }

    /// <summary>Two towns at one time.</summary>
    public sealed class TwoTowns : IAsyncDisposable
    {
        private readonly Town _first = new(), _second = new();

        private TwoTowns()
        {
            // The second was made after the first.
            var now = _second.Platform.Time.GetUtcNow().AddSeconds(1);
            _first.Platform.Time.SetUtcNow(now);
            _second.Platform.Time.SetUtcNow(now);
        }

        public static async Task<TwoTowns> OpenAsync()
        {
            var towns = new TwoTowns();
            await Task.WhenAll(towns._first.InitializeAsync(), towns._second.InitializeAsync());
            return towns;
        }

        public async ValueTask DisposeAsync()
        {
            await _first.DisposeAsync();
            await _second.DisposeAsync();
        }

        /// <summary>
        /// A person in each, with all that the request files need; in the first, with an address that is hidden.
        /// </summary>
        public async Task<Pair> PairAsync(Viewer viewer)
        {
            var pair = new Pair(new Side(_first, viewer), new Side(_second, viewer));
            const string person = """{"teamId":"{adult}","fullName":"Somebody New","preferredName":"Some"}""";
            var hidden = JsonNode.Parse(person)!.AsObject();
            (hidden["address"], hidden["postcode"], hidden["addressHidden"]) = ("1 Nowhere Street", "DD1 1AA", true);
            await pair.First.TellAsync("PersonService.RegisterPerson", hidden.ToJsonString(),
                ("person", "person.personId"), ("names-etag", "person.names.etag"));
            await pair.Second.TellAsync("PersonService.RegisterPerson", person,
                ("person", "person.personId"), ("names-etag", "person.names.etag"));
            pair.Later();
            foreach (var first in Makers.Concat(Reads).SelectMany(r => RequestFile.All[r.Name].First)
                .Where(f => !NotHere.Contains(f)).Prepend("an attorney acts for them").Prepend("carers involved").Distinct())
            {
                await pair.First.Scene.TellAsync([first]);
                await pair.Second.Scene.TellAsync([first]);
                pair.Later();
            }
            return pair;
        }
    }

    /// <summary>Somebody to whom things are hidden, and the name under which it is kept as what they look.</summary>
    public sealed record Viewer(string User, string As)
    {
        /// <summary>A request as they would make it: who acts for the person speaks as themselves.</summary>
        public JsonObject Says(RequestFile file) => User != ActsForThem.User ? file.With
            : JsonNode.Parse(RequestFile.Merged(file.With, file.ByOwnSignIn).ToJsonString()
                .Replace("SPEAKER_PERSON", "SPEAKER_REPRESENTATIVE", StringComparison.Ordinal))!.AsObject();
    }

    /// <summary>One person in two towns.</summary>
    public sealed record Pair(Side First, Side Second)
    {
        /// <summary>Tells the same in both.</summary>
        public async Task BothAsync(string rpc, string with, params (string, string)[] keep)
        {
            await First.TellAsync(rpc, with, keep);
            await Second.TellAsync(rpc, with, keep);
            Later();
        }

        /// <summary>What comes next comes later, by as much in both.</summary>
        public void Later()
        {
            First.Scene.Platform.Time.Advance(TimeSpan.FromSeconds(1));
            Second.Scene.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
