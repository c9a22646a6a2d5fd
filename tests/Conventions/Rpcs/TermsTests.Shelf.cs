using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

public sealed partial class TermsTests
{
    private const string Spoken = """{"saidBy":"SPEAKER_PERSON","how":["spoken"]}""";

    // One entry in each service that keeps a record: what makes it, whose id is where in the answer, what reads it, and
    // under which kind and in which table it is kept. None of a kind that only some may read.
    private static readonly Dictionary<string, Entry> Entries = new()
    {
        ["person"] = new("PersonService.AddToCircle", """{"personId":"{person}","name":"Tam","relation":"husband"}""",
            "circleMember.circleMemberId", "PersonService.GetPerson", "circle", "CircleMember"),
        ["sharing"] = new("WishService.RecordWish",
            $$"""{"personId":"{person}","words":"Ask me first.","voice":{{Spoken}}}""",
            "wish.wishId", "WishService.ListWishes", "wish", "Wish"),
        ["conversation"] = new("ConversationService.RecordView",
            $$"""
            {"personId":"{person}","whatMatters":"To sing.","kind":"VIEW_KIND_WHAT_MATTERS","voice":{{Spoken}}}
            """, "view.viewId", "ConversationService.ListViews", "what_matters", "Viewpoint"),
        ["plan"] = new("PlanService.ProposeOutcome",
            $$"""{"personId":"{person}","statement":"Back at the choir","voice":{{Spoken}}}""",
            "outcome.outcomeId", "PlanService.GetPlan", "outcome", "Outcome"),
        ["review"] = new("ReviewService.RecordReview",
            """{"personId":"{person}","happenedOn":"2026-01-20","unintendedGood":["New friends."]}""",
            "review.reviewId", "ReviewService.ListReviews", "review", "Review"),
    };

    private sealed record Entry(string Make, string With, string Id, string Read, string Kind, string Table);

    private Shelf In(string service, Scene? scene = null) => new(houses.Town, service, scene);

    /// <summary>What one service keeps of a person, and what it answers to whoever asks for it.</summary>
    private sealed class Shelf(Town town, string service, Scene? scene)
    {
        private const string OwnToken = "own";

        /// <summary>The people and teams.</summary>
        public Scene Scene { get; } = scene ?? new(town);

        /// <summary>The entry that is asked for; empty where any answer tells of it.</summary>
        public string Item { get; set; } = "";

        /// <summary>The rpc that is asked.</summary>
        public string Read { get; set; } = Entries[service].Read;

        /// <summary>What it is asked with.</summary>
        public string With { get; set; } = """{"personId":"{person}"}""";

        /// <summary>A person is registered by somebody's team.</summary>
        public Task RegisterAsync(string by, string team) => DoAsync(by, "PersonService.RegisterPerson",
            $$"""{"teamId":"{{{team}}}","fullName":"Somebody New"}""", ("person", "person.personId"));

        /// <summary>A person of a team that is made for them; Eileen is its one member.</summary>
        public async Task RegisterWithTeamAsync()
        {
            await Scene.TellAsync(["a team of its own"]);
            await AddStaffAsync("{subject:eileen}");
            await RegisterAsync("eileen", "own-team");
            await MakeAsync("eileen");
        }

        /// <summary>Somebody, or a system, becomes a member of a team.</summary>
        public Task AddStaffAsync(
            string subject, string capacity = "STAFF", string team = "own-team", string issuer = "") =>
            DoAsync("alison", "SharingService.AddStaff", $$"""
                {"teamId":"{{{team}}}","subject":"{{subject}}","issuer":"{{issuer}}",
                 "capacity":"CAPACITY_{{capacity}}","name":"Somebody","role":"worker"}
                """);

        /// <summary>They are of it no more.</summary>
        public Task RemoveStaffAsync(string subject, string team = "own-team") => DoAsync("alison",
            "SharingService.RemoveStaff", $$"""{"teamId":"{{{team}}}","subject":"{{subject}}"}""");

        /// <summary>A team becomes involved by a referral that somebody of it accepts.</summary>
        public async Task InvolveAsync(string by, string team, string next)
        {
            await ReferAsync(by, team);
            await AcceptAsync(next);
        }

        /// <summary>A team is asked.</summary>
        public Task ReferAsync(string by, string team) => DoAsync(by, "SharingService.MakeReferral", $$"""
            {"personId":"{person}","toTeamId":"{{{team}}}","reasonWhatMatters":"To sing.",
             "reasonBeyond":"Skin is sore.","happenedOn":"2026-01-06",
             "withThePersonsSay":{"voice":{{Spoken}},"said":"Aye, ask them."} }
            """, ("asked", "referral.referralId"));

        /// <summary>It says yes.</summary>
        public Task AcceptAsync(string by) => DoAsync(by, "SharingService.AcceptReferral",
            """{"personId":"{person}","referralId":"{asked}","practitioners":[{"role":"worker","offer":"Time."}]}""",
            ("involvement", "involvement.involvementId"));

        /// <summary>Somebody acts for the person, as attorney unless said otherwise.</summary>
        public async Task ActsAsync(string user, string scope = "AGREES", string more = "", string by = "eileen")
        {
            await DoAsync(by, "RepresentativeService.NameRepresentative", $$"""
                {"personId":"{person}","name":"Somebody Else","role":"REPRESENTATIVE_ROLE_ATTORNEY",
                 "scope":"REPRESENTATIVE_SCOPE_{{scope}}","evidence":"Seen on paper."{{more}}}
                """, ("acts", "representative.representativeId"));
            await DoAsync(by, "RepresentativeService.PrintRepresentativeCode",
                """{"personId":"{person}","representativeId":"{acts}"}""", ("acts-code", "code"));
            await DoAsync(user, "RepresentativeService.BindRepresentative", """{"code":"{acts-code}"}""");
        }

        /// <summary>They act no more.</summary>
        public Task ActsNoMoreAsync() => DoAsync("eileen", "RepresentativeService.EndRepresentative",
            """{"personId":"{person}","representativeId":"{acts}","reason":"She has moved to Perth."}""");

        /// <summary>A person's own sign-in is tied to the record.</summary>
        public async Task BindAsync(string user)
        {
            await Scene.TellAsync(["a login code"]);
            await DoAsync(user, "SharingService.BindLogin", """{"code":"{code}"}""");
        }

        /// <summary>Somebody makes the entry, withheld from somebody or not; it is asked for from now on.</summary>
        public async Task MakeAsync(string by, string withheldFrom = "", string purpose = "support")
        {
            var entry = Entries[service];
            var with = JsonNode.Parse(entry.With)!.AsObject();
            if (withheldFrom.Length > 0)
            {
                with["withheldFrom"] = new JsonArray($"{{{withheldFrom}}}");
            }
            await DoAsync(by, entry.Make, with.ToJsonString(), purpose, ("item", entry.Id));
            Item = Scene.Kept("item");
        }

        /// <summary>A call that is accepted.</summary>
        public Task DoAsync(string user, string rpc, string with, params (string Name, string Path)[] keep) =>
            DoAsync(user, rpc, with, "support", keep);

        /// <summary>A call for some purpose that is accepted.</summary>
        public async Task DoAsync(
            string user, string rpc, string with, string purpose, params (string Name, string Path)[] keep)
        {
            var said = await SaidAsync(user, rpc, with, purpose, OwnToken);
            Assert.True(said.StartsWith('{'), $"{rpc} by {user}: {said}");
            foreach (var (name, path) in keep)
            {
                Scene.Keep(name, path.Split('.').Aggregate(JsonNode.Parse(said)!, (node, part) =>
                    int.TryParse(part, out var index) ? node[index]! : node[part]!).GetValue<string>());
            }
        }

        /// <summary>
        /// <c>there</c>, <c>hidden</c> when the caller is let in and not shown the entry, or the reason for which
        /// nothing of the person is answered at all.
        /// </summary>
        public async Task<string> AnswerAsync(string user, string purpose = "support", string? token = OwnToken)
        {
            await Scene.LevelAsync(service);
            var said = await SaidAsync(user, Read, With, purpose, token);
            if (said.StartsWith('{'))
            {
                return said.Contains(Item, StringComparison.Ordinal) ? "there" : "hidden";
            }
            // Whoever is refused by one is let in by none.
            var replies = await SaidAsync(
                user, "EntryService.ListReplies", """{"personId":"{person}"}""", purpose, token);
            return replies.StartsWith('{') ? "hidden" : said;
        }

        /// <summary>What an rpc answers, as JSON, or the reason of the refusal.</summary>
        public async Task<string> SaidAsync(
            string user, string name, string with, string purpose = "support", string? token = OwnToken)
        {
            var rpc = Rpc.All[name];
            var request = await Scene.FillAsync(rpc, JsonNode.Parse(with)!.AsObject());
            var headers = new Metadata { { "po-purpose", purpose }, { "po-request-id", Guid.NewGuid().ToString() } };
            if ((token == OwnToken ? await Scene.Platform.TokenAsync(user) : token) is { } given)
            {
                headers.Add("authorization", $"Bearer {given}");
            }
            try
            {
                return JsonFormatter.Default.Format(await rpc.Call(
                    Channels.To(Scene.Platform.Address(Where(name))).CreateCallInvoker(), request, headers));
            }
            catch (RpcException refused) when (refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>() is { } error)
            {
                return error.Reason;
            }
        }

        /// <summary>The entry is marked as made in the wrong record, for which there is no rpc yet.</summary>
        public void MarkEnteredInError(bool marked)
        {
            using var connection =
                new SqliteConnection($"Data Source={Scene.Platform.DatabaseFile(service)};Pooling=False");
            connection.Open();
            using var command = new SqliteCommand(
                $"UPDATE {Entries[service].Table} SET EnteredInError = $marked WHERE Id = $id", connection);
            command.Parameters.AddWithValue("$marked", marked);
            command.Parameters.AddWithValue("$id", Item.ToUpperInvariant());
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        // Some rpcs are served by every service.
        private string Where(string rpc) =>
            Rpc.All[rpc].Method.File.Package == "personal_outcomes.access.v1" ? service : Rpc.All[rpc].Service;
    }
}
