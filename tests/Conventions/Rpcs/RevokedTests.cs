using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// When every involvement has ended, what was handed out before opens nothing: a page token, or the request id of a
/// write. Every list and every write about a person, by the request files.
/// </summary>
[Collection(nameof(Town))]
public sealed class RevokedTests(Town town, RevokedTests.Hamlet hamlet) : IClassFixture<RevokedTests.Hamlet>
{
    private const string Told = "told of the person", Answered = "answered, and not told of the person";

    // Whose answer hangs on no involvement, and on what it does.
    private static readonly Dictionary<string, string> OnOtherGrounds = new()
    {
        ["AccessService.ListEntries"] = "An officer answers for what their own agency's staff did.",
        ["RecordService.ListWhoHasLooked"] = "An officer answers for what their own agency's staff did.",
        ["WishService.ListObjections"] = "The person's own sign-in.",
        ["WishService.ListRestrictions"] = "The person's own sign-in.",
        ["WishService.ListObjectionsToDecide"] = "Against their own agency, which must answer.",
        ["WishService.DecideObjection"] = "Against their own agency, which must answer.",
        ["WishService.RecordDuty"] = "Against their own agency, which must answer.",
        ["SharingService.AcceptReferral"] = "Their own team's referral.",
        ["SharingService.AnswerForMore"] = "Their own team's referral.",
        ["SharingService.AskForMore"] = "Their own team's referral.",
        ["SharingService.CompleteReferral"] = "Their own team's referral.",
        ["SharingService.DeclineReferral"] = "Their own team's referral.",
        ["SharingService.ListReferrals"] = "Their own team's referrals.",
        ["SharingService.LetReferralThrough"] = "Their own team's referral.",
        ["SharingService.RedirectReferral"] = "Their own team's referral.",
        ["SharingService.WithdrawReferral"] = "Their own team's referral.",
        ["EmergencyService.ListEmergencies"] = "What they did in an emergency.",
        ["EmergencyService.AgreeEmergency"] = "What they did in an emergency.",
        ["EmergencyService.CloseEmergency"] = "What they did in an emergency.",
        ["EmergencyService.OpenEmergency"] = "What they did in an emergency.",
        ["EmergencyService.ReviewEmergency"] = "They answer for what was done in an emergency.",
        ["KinService.WithdrawKin"] = "An administrator looks after what staff declare.",
        ["MergeService.ProposeMerge"] = "Their agency is involved with the other of the two.",
        ["MergeService.AgreeMerge"] = "Their agency is involved with the other of the two.",
        ["MergeService.RefuseMerge"] = "Their agency is involved with the other of the two.",
        ["MergeService.Unmerge"] = "Their agency is involved with the other of the two.",
        ["MergeService.ListMerges"] = "Their agency is involved with the other of the two.",
        ["ProtectionService.OpenProtection"] = "Their own team's duty, which needs no involvement.",
        ["ProtectionService.MakePrivate"] = "Their own team's secret, which lasts until it is told.",
        ["ProtectionService.ReviewPrivate"] = "Their own team's secret, which lasts until it is told.",
        ["ProtectionService.ShowPrivate"] = "Their own team's secret, which lasts until it is told.",
        ["ProtectionService.ListPrivate"] = "Their own team's secret, which lasts until it is told.",
        ["SharingService.EndInvolvement"] = "That they have ended it.",
        ["PersonService.ListPossibleSame"] = "Their agency has registered one of the two.",
        ["PersonService.ReverseDeath"] = "Their agency recorded it.",
    };

    // Lists that are of no person's record: teams, and whom staff have declared to be their own.
    private static readonly HashSet<string> OfNoRecord =
        ["SharingService.ListTeams", "KinService.ListKin", "ConversationService.ListPrompts"];

    // Each of these ends what is its own team's.
    private static readonly (string User, string Team)[] Involved =
    [
        ("shona", "carers"), ("fiona", "stoma"), ("graeme", "tenancy"), ("nadia", "homecare"), ("eileen", "adult"),
    ];

    public static TheoryData<string> Lists =>
        [.. Rpc.All.Values.Where(r => r.Method.InputType.FindFieldByName("page_token") is not null).Select(r => r.Name)];

    public static TheoryData<string> Writes =>
        [.. Rpc.All.Values.Where(r => RequestFile.All[r.Name].HasEffect
            && r.Method.InputType.FindFieldByName("person_id") is not null).Select(r => r.Name)];

    [Theory, MemberData(nameof(Lists))]
    public async Task A_page_token_from_before_shows_nobody_afterwards(string name)
    {
        var (rpc, file) = (Rpc.All[name], RequestFile.All[name]);
        await using var scene = await Scene.MakeAsync(hamlet.Town, file);
        var request = await scene.FillAsync(rpc, file.With);
        request = With(request, "page_token", await TokenAsync(scene, rpc, file.As));
        await LevelAsync(scene);
        var before = await scene.AcceptedAsync(rpc, file.As, request, Guid.NewGuid().ToString());
        Assert.True(IsOfOne(rpc) || OfNoRecord.Contains(name) || scene.IsIn(before));

        await EndAsync(scene);
        await AfterwardsAsync(scene, rpc, request, Guid.NewGuid().ToString());
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task A_request_id_from_before_is_nobodys_afterwards(string name)
    {
        var (rpc, file) = (Rpc.All[name], RequestFile.All[name]);
        await using var scene = await Scene.MakeAsync(town, file);
        var (request, id) = (await scene.FillAsync(rpc, file.With), Guid.NewGuid().ToString());
        await scene.AcceptedAsync(rpc, file.As, request, id);

        await EndAsync(scene);
        await AfterwardsAsync(scene, rpc, request, id);
    }

    [Fact]
    public void Nothing_streams_and_so_nothing_goes_on_showing_what_has_ended()
    {
        // Whoever adds a stream asks for access again before each message, and shows here that it does.
        Repository.Nothing(Rpc.All.Values
            .Where(r => r.Method.IsServerStreaming || r.Method.IsClientStreaming).Select(r => $"{r.Name} streams"));
    }

    [Fact]
    public void Whatever_stands_on_other_grounds_is_an_rpc() =>
        Repository.Nothing(OnOtherGrounds.Keys.Except(Rpc.All.Keys));

    // Answered as for somebody unknown; and where a list is of many, the person is not in it.
    private static async Task AfterwardsAsync(Scene scene, Rpc rpc, IMessage request, string id)
    {
        var said = await SaidAsync(scene, rpc, request, id);
        var expected = !IsOfOne(rpc)
            ? Answered
            : await SaidAsync(
                scene, rpc, With(request, "person_id", Guid.NewGuid().ToString()), Guid.NewGuid().ToString());
        // Only what takes any id is not refused.
        Assert.Equal(expected == Answered, !IsOfOne(rpc)
            || RequestFile.All[rpc.Name].Unknown.GetValueOrDefault("person_id") == "OK");
        Assert.Equal((rpc.Name, OnOtherGrounds.ContainsKey(rpc.Name), expected),
            (rpc.Name, said != expected, said is Told or Answered ? expected : said));
    }

    private static bool IsOfOne(Rpc rpc) => rpc.Method.InputType.FindFieldByName("person_id") is not null;

    private static async Task<string> SaidAsync(Scene scene, Rpc rpc, IMessage request, string id)
    {
        var call = await scene.CallAsync(rpc, RequestFile.All[rpc.Name].As, request, id);
        try
        {
            return scene.IsIn(await call.ResponseAsync) ? Told : Answered;
        }
        catch (RpcException)
        {
            return (await Refusal.OfAsync(call)).ToString();
        }
    }

    // As it was handed out: for a page that begins where the list begins, so that whoever is in it is seen.
    private static async Task<string> TokenAsync(Scene scene, Rpc rpc, string user)
    {
        if (rpc.Service == "gateway")
        {
            var request = With(await scene.FillAsync(rpc, RequestFile.All[rpc.Name].With), "page_size", 1);
            var answer = await scene.AcceptedAsync(rpc, user, request, Guid.NewGuid().ToString());
            var next = (string)rpc.Method.OutputType.FindFieldByName("next_page_token").Accessor.GetValue(answer);
            Assert.NotEqual("", next);
            return next;
        }
        var who = new JsonWebToken(await scene.Platform.TokenAsync(user));
        var database = scene.Platform.Services(rpc.Service).GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own(rpc.Path, scene.Platform.Time) with
        {
            Issuer = who.Issuer,
            Subject = who.Subject,
        });
        return new Page(1, 0).Same(work);
    }

    private static IMessage With(IMessage request, string field, object value)
    {
        var changed = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        request.Descriptor.FindFieldByName(field).Accessor.SetValue(changed, value);
        return changed;
    }

    // Every team ends its involvement, and whoever was referred to and has not answered is asked no more.
    private static async Task EndAsync(Scene scene)
    {
        if (!scene.Keeps("person"))
        {
            return;
        }
        var personId = scene.Kept("person");
        foreach (var (user, team) in Involved)
        {
            var caller = await scene.Platform.SignInAsync(user);
            try
            {
                foreach (var own in (await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId }))
                    .Involvements.Where(i => i.Team.TeamId == scene.Kept(team)))
                {
                    await caller.Sharing.EndInvolvementAsync(new()
                    {
                        PersonId = personId,
                        InvolvementId = own.InvolvementId,
                        Reason = "She manages by herself.",
                    });
                }
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
            {
                // Not involved.
            }
        }
        await LevelAsync(scene);
    }

    // A list refuses nobody, so it waits for no copy.
    private static async Task LevelAsync(Scene scene)
    {
        foreach (var service in Platform.Names.Except(["identity", "gateway"]))
        {
            await scene.LevelAsync(service);
        }
    }

    /// <summary>Few live here, so that whoever is in a list of many is on its first page.</summary>
    public sealed class Hamlet : IAsyncLifetime
    {
        /// <summary>The services.</summary>
        public Town Town { get; } = new();

        public Task InitializeAsync() => Town.InitializeAsync();

        public Task DisposeAsync() => Town.DisposeAsync();
    }
}
