using Grpc.Core;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// What holds in each service that keeps a copy of Sharing's facts while the copy can't be followed, and afterwards.
public sealed class CopyTests : IAsyncLifetime
{
    private static readonly string[] Services = ["person", "conversation", "plan", "review"];

    private readonly Platform _platform = new();
    private IReadOnlyDictionary<string, string> _teams = new Dictionary<string, string>();
    private Caller _eileen = null!, _shona = null!, _nadia = null!, _callum = null!;
    private string _personId = "";

    public async Task InitializeAsync()
    {
        _teams = await _platform.SetUpAsync();
        (_shona, _nadia) = (await _platform.SignInAsync("shona"), await _platform.SignInAsync("nadia"));
        _eileen = await _platform.SignInAsync("eileen");
        (_personId, _callum) = await _platform.RegisterWithLoginAsync("callum");
        var made = await _eileen.Sharing.MakeReferralAsync(new()
        {
            PersonId = _personId,
            ToTeamId = _teams["carers"],
            ReasonWhatMatters = "To stay where she is.",
            HappenedOn = "2026-01-06",
            WithThePersonsSay = Involved.Say("Aye, ask them."),
        });
        await _shona.Sharing.AcceptReferralAsync(new()
        {
            PersonId = _personId,
            ReferralId = made.Referral.ReferralId,
            Practitioners = { new Practitioner { Offer = "An ear for Tam." } },
        });
        await TellAsync();
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task Without_Sharing_each_serves_nobody_but_the_person_and_heals_by_itself()
    {
        await _platform.StopAsync("sharing");
        Assert.All(await AllAsync(_shona), a => Assert.Equal((a.Service, "served"), a));

        _platform.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.All(await AllAsync(_eileen), Unknown);
        Assert.All(await AllAsync(_shona), Unknown);
        Assert.All(await AllAsync(_nadia), Unknown);
        Assert.All(await AllAsync(_eileen, Guid.NewGuid().ToString()), Unknown);
        Assert.All(await AllAsync(_callum), a => Assert.Equal((a.Service, "served"), a));

        _platform.Start("sharing");
        foreach (var caller in new[] { _eileen, _shona })
        {
            await HealedAsync(caller);
        }
        Assert.All(await AllAsync(_nadia), a => Assert.Equal((a.Service, "NOT_FOUND"), a));

        static void Unknown((string Service, string Answer) a) => Assert.Equal((a.Service, "ACCESS_UNKNOWN"), a);
    }

    [Fact]
    public async Task Without_Sharing_Insight_publishes_nothing_and_shows_staff_nothing_and_heals_by_itself()
    {
        var (oona, fiona) = (await _platform.SignInAsync("oona"), await _platform.SignInAsync("fiona"));
        await oona.Insight.PublishPeriodAsync(new() { Month = "2026-06" });
        Insights.V1.GetPeriodRequest area = new() { Month = "2026-06", Scope = Insights.V1.Scope.Area };
        await fiona.Insight.GetPeriodAsync(area);

        await _platform.StopAsync("sharing");
        _platform.Time.Advance(TimeSpan.FromMinutes(1));
        await Refusal.ExpectAsync(StatusCode.Unavailable, "ACCESS_UNKNOWN", fiona.Insight.GetPeriodAsync(area));
        await Refusal.ExpectAsync(StatusCode.Unavailable, "NOT_LEVEL",
            oona.Insight.PublishPeriodAsync(new() { Month = "2026-07" }));

        _platform.Start("sharing");
        await HealedAsync(_eileen);
        await fiona.Insight.GetPeriodAsync(area);
        await oona.Insight.PublishPeriodAsync(new() { Month = "2026-07" });
    }

    [Fact]
    public async Task A_parked_restriction_denies_and_replayed_it_restricts()
    {
        foreach (var service in Services)
        {
            await _platform.StopAsync(service);
        }
        await _eileen.Wishes.RestrictAsync(new()
        {
            PersonId = _personId,
            FromId = _teams["carers"],
            Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
        });
        await _platform.StopAsync("sharing");
        await SpoilAsync("'{\"personId\":' || EventJson");
        await StartAsync(["sharing", .. Services]);

        Assert.All(await AllAsync(_eileen), a => Assert.Equal((a.Service, "ACCESS_UNKNOWN"), a));
        Assert.All(await AllAsync(_shona), a => Assert.Equal((a.Service, "ACCESS_UNKNOWN"), a));
        Assert.All(await AllAsync(_nadia), a => Assert.Equal((a.Service, "NOT_FOUND"), a));
        Assert.All(await AllAsync(_callum), a => Assert.Equal((a.Service, "served"), a));
        // A list refuses nobody: it leaves them out.
        Assert.Empty((await _eileen.Person.SearchPeopleAsync(new() { Text = "Somebody" })).People);
        Assert.Empty((await _eileen.Replies("plan").ListCorrectionsAskedAsync(
            new() { TeamId = _teams["adult"] })).Replies);

        // Started again with what was wrong still wrong, it is as it was; mended, it is followed to the end.
        foreach (var service in Services)
        {
            await _platform.StopAsync(service);
        }
        await StartAsync(Services);
        Assert.All(await AllAsync(_shona), a => Assert.Equal((a.Service, "ACCESS_UNKNOWN"), a));

        foreach (var service in (string[])["sharing", .. Services])
        {
            await _platform.StopAsync(service);
        }
        await SpoilAsync("substr(EventJson, 13)");
        await StartAsync(["sharing", .. Services]);
        await HealedAsync(_eileen);
        Assert.All(await AllAsync(_shona), a => Assert.Equal((a.Service, "NOT_FOUND"), a));
        Assert.Single((await _eileen.Person.SearchPeopleAsync(new() { Text = "Somebody" })).People);
        Assert.Single((await _eileen.Replies("plan").ListCorrectionsAskedAsync(
            new() { TeamId = _teams["adult"] })).Replies);
    }

    // A correction asked of Eileen's team, and every copy has heard who may look.
    private async Task TellAsync()
    {
        var outcome = (await _eileen.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = _personId,
            Statement = "Back at the choir",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        })).Outcome;
        await _callum.Replies("plan").AskForCorrectionAsync(
            new() { PersonId = _personId, ItemId = outcome.OutcomeId, Words = "It is the Tuesday choir." });
        foreach (var caller in new[] { _eileen, _shona, _callum })
        {
            await HealedAsync(caller);
        }
    }

    // Each service's answer to this caller about the person, or about somebody else.
    private async Task<List<(string Service, string Answer)>> AllAsync(Caller caller, string? personId = null)
    {
        var id = personId ?? _personId;
        var token = new Metadata { { "authorization", $"Bearer {await _platform.TokenAsync(caller.User)}" } };
        return
        [
            ("person", await AnswerAsync(new People.V1.PersonService.PersonServiceClient(Once("person"))
                .GetPersonAsync(new() { PersonId = id }, token))),
            ("conversation", await AnswerAsync(new Conversations.V1.ConversationService.ConversationServiceClient(
                Once("conversation")).ListViewsAsync(new() { PersonId = id }, token))),
            ("plan", await AnswerAsync(new Plans.V1.PlanService.PlanServiceClient(Once("plan"))
                .GetPlanAsync(new() { PersonId = id }, token))),
            ("review", await AnswerAsync(new Reviews.V1.ReviewService.ReviewServiceClient(Once("review"))
                .ListReviewsAsync(new() { PersonId = id }, token))),
        ];
    }

    // A real caller waits and tries again.
    private async Task HealedAsync(Caller caller)
    {
        await caller.Person.GetPersonAsync(new() { PersonId = _personId });
        await caller.Conversation.ListViewsAsync(new() { PersonId = _personId });
        await caller.Plan.GetPlanAsync(new() { PersonId = _personId });
        await caller.Review.ListReviewsAsync(new() { PersonId = _personId });
    }

    private Grpc.Net.Client.GrpcChannel Once(string service) => Channels.Once(_platform.Address(service));

    private static async Task<string> AnswerAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return "served";
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? refused.StatusCode.ToString();
        }
    }

    // Started, and level with what they follow: what a refusal needs is asked for by one who asks again.
    private async Task StartAsync(IEnumerable<string> services)
    {
        foreach (var service in services)
        {
            _platform.Start(service);
        }
        var nobody = Guid.NewGuid().ToString();
        await _nadia.Person.GetPersonAsync(new() { PersonId = nobody }).NotFoundAsync();
        await _nadia.Conversation.ListViewsAsync(new() { PersonId = nobody }).NotFoundAsync();
        await _nadia.Plan.GetPlanAsync(new() { PersonId = nobody }).NotFoundAsync();
        await _nadia.Review.ListReviewsAsync(new() { PersonId = nobody }).NotFoundAsync();
    }

    // As a disk that rots would, or a writer with a fault that nobody has found yet.
    private async Task SpoilAsync(string json)
    {
        await using var sharing = new SqliteConnection(
            $"Data Source={_platform.DatabaseFile("sharing")};Pooling=False");
        await sharing.OpenAsync();
        await using var change = new SqliteCommand($"""
            UPDATE Journal SET EventJson = {json} WHERE lower(Stream) = $person AND Type = 'RestrictionSet'
            """, sharing);
        change.Parameters.AddWithValue("$person", _personId);
        Assert.Equal(1, await change.ExecuteNonQueryAsync());
    }
}
