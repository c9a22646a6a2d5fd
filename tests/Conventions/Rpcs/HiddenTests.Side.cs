using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

public sealed partial class HiddenTests
{
    /// <summary>The person in one of the towns.</summary>
    public sealed partial class Side(Town town, Viewer viewer)
    {
        private readonly Dictionary<string, (string Id, string Etag)> _one = [];

        /// <summary>Calls there.</summary>
        public Scene Scene { get; } = new(town);

        /// <summary>From whom it is hidden.</summary>
        public Viewer Viewer => viewer;

        /// <summary>What can be named to withhold something from the viewer: as what they look, then their agency.</summary>
        public IReadOnlyList<string> FromTheViewer =>
            [.. new[] { Scene.Kept(viewer.As), Accounts.All.Single(a => a.User == viewer.User).AgencyId }
                .Where(id => id.Length > 0)];

        /// <summary>What the viewer may not see: each id, and what it is of.</summary>
        public Dictionary<string, string> Hidden { get; } = [];

        /// <summary>The person's id.</summary>
        public string Person => Scene.Kept("person");

        /// <summary>Whoever makes the record.</summary>
        public Caller Eileen => new(town.Platform, "eileen");

        /// <summary>Tells something, and keeps ids under names.</summary>
        public async Task<IMessage> TellAsync(string rpc, string with, params (string Name, string Path)[] keep)
        {
            var answer = await Scene.TellAsync(Rpc.All[rpc], "eileen", JsonNode.Parse(with)!.AsObject(),
                keep.ToDictionary(k => k.Name, k => k.Path));
            foreach (var (name, _) in keep.Where(k => k.Name is not ("person" or "names-etag" or "kind-opening")))
            {
                Hidden[Scene.Kept(name)] = name;
            }
            return answer;
        }

        /// <summary>Makes one more of what an rpc makes, withheld from somebody or not; its id.</summary>
        public async Task<string> MakeAsync(Rpc rpc, params string[] withheldFrom)
        {
            var with = RequestFile.All[rpc.Name].With.DeepClone().AsObject();
            with["withheldFrom"] = new JsonArray([.. withheldFrom.Select(w => (JsonNode)w)]);
            var made = rpc.Method.OutputType.Fields.InDeclarationOrder()
                .First(f => f.FieldType == FieldType.Message && !f.IsRepeated);
            var id = made.MessageType.Fields.InDeclarationOrder()
                .First(f => f.Name.EndsWith("_id", StringComparison.Ordinal));
            // Of what each team has one of, the one that was made before is changed.
            if (with.Remove("etag"))
            {
                with.Remove(id.JsonName);
                if (_one.TryGetValue(rpc.Name, out var one))
                {
                    (with[id.JsonName], with["etag"]) = one;
                }
            }
            var answer = await Scene.TellAsync(rpc, "eileen", with, new Dictionary<string, string>());
            foreach (Match found in AnId().Matches(JsonFormatter.Default.Format(answer)))
            {
                if (!Scene.Knows(found.Value) && Accounts.All.All(a => a.AgencyId != found.Value))
                {
                    Hidden.TryAdd(found.Value, rpc.Name);
                }
            }
            var item = (IMessage)made.Accessor.GetValue(answer);
            var itemId = (string)id.Accessor.GetValue(item);
            if (made.MessageType.FindFieldByName("etag") is { } etag)
            {
                _one[rpc.Name] = (itemId, (string)etag.Accessor.GetValue(item));
            }
            return itemId;
        }

        /// <summary>The fields of a request in which an id of a record's stands.</summary>
        public IEnumerable<string> IdsOf(Rpc rpc) => Leaf.Of(rpc.Request(
            Placeholder().Replace(viewer.Says(RequestFile.All[rpc.Name]).ToJsonString(), Guid.Empty.ToString())))
            .Where(l => l.IsId && l.Field.Name is not "withheld_from").Select(l => l.Path).Distinct();

        /// <summary>A request about this person; what they have not is an id of nobody's.</summary>
        public Task<IMessage> FilledAsync(Rpc rpc, JsonObject with)
        {
            var json = Placeholder().Replace(with.ToJsonString(), m =>
                m.Groups[1].Value.Contains(':') || Scene.Keeps(m.Groups[1].Value)
                    ? m.Value : "00000000-0000-4000-8000-000000000000");
            return Scene.FillAsync(rpc, JsonNode.Parse(json)!.AsObject());
        }

        /// <summary>What the viewer is answered, ids by their place; etags and issuers are a town's own.</summary>
        public async Task<string> SeenAsync(Rpc rpc, JsonObject with)
        {
            var request = await FilledAsync(rpc, with);
            var call = await Scene.CallAsync(rpc, viewer.User, request, Guid.NewGuid().ToString());
            try
            {
                var answer = await call.ResponseAsync;
                var places = new Dictionary<string, string>();
                var text = AnId().Replace(JsonFormatter.Default.Format(answer), m =>
                    places.TryGetValue(m.Value, out var place) ? place : places[m.Value] = $"#{places.Count}");
                return Keyed().Replace(text, "~");
            }
            catch (RpcException)
            {
                return (await Refusal.OfAsync(call)).Facts.ToString();
            }
        }

        /// <summary>Every copy has followed every source to its head.</summary>
        public async Task LevelAsync()
        {
            foreach (var service in Platform.Names.Except(["identity", "gateway"]))
            {
                await Scene.LevelAsync(service);
            }
        }

        [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
        private static partial Regex AnId();

        [GeneratedRegex("[0-9a-f]{24,}|http://127.0.0.1:[0-9]+/")]
        private static partial Regex Keyed();

        [GeneratedRegex(@"\{([\w:-]+)\}")]
        private static partial Regex Placeholder();
    }
}
