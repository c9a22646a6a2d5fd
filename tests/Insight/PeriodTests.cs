using Google.Rpc;
using Grpc.Core;
using PersonalOutcomes.Events;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>A month is published once, and read by those whom it is for.</summary>
public sealed class PeriodTests : IClassFixture<PeriodTests.Published>
{
    private readonly House _house;
    private readonly Published _published;

    public PeriodTests(Published published) => (_house, _published) = (published.House, published);

    [Fact]
    public async Task Somebody_of_an_agency_reads_the_area_the_agency_and_their_own_team()
    {
        var area = await GetAsync("fiona", Wire.Scope.Area);
        var agency = await GetAsync("fiona", Wire.Scope.Agency);
        var team = await GetAsync("fiona", Wire.Scope.Team, _published.Stoma);

        Assert.Equal((80, 48, 32), OwnWords(area));
        Assert.Equal((40, 24, 16), OwnWords(agency));
        Assert.Equal((20, 12, 8), OwnWords(team));
        Assert.Equal("80 outcomes", area.Questions[0].Total.Shown);
    }

    [Fact]
    public async Task Each_agency_reads_its_own_figures()
    {
        Assert.Equal((40, 24, 16), OwnWords(await GetAsync("stuart", Wire.Scope.Agency)));
        Assert.Equal((40, 24, 16), OwnWords(await GetAsync("douglas", Wire.Scope.Agency)));
    }

    [Fact]
    public async Task Every_question_says_what_it_is_for_and_comes_in_its_fixed_order()
    {
        var period = await GetAsync("hamish", Wire.Scope.Area);

        Assert.Equal(Questions.List.Codes, period.Questions.Select(q => q.Code));
        Assert.All(period.Questions, q => Assert.NotEqual("", q.UsedFor));
        Assert.All(period.Questions, q => Assert.Equal(Questions.Answers(q.Code), q.Figures.Select(f => f.Code)));
    }

    [Fact]
    public async Task What_is_held_back_has_a_sentence_in_its_place_and_no_figure()
    {
        var reviews = (await GetAsync("fiona", Wire.Scope.Area)).Questions.Single(q => q.Code == "plan_change");
        var own = (await GetAsync("fiona", Wire.Scope.Agency)).Questions.Single(q => q.Code == "plan_change");

        Assert.All(reviews.Figures.Append(reviews.Total), f => Assert.False(f.HasCount));
        Assert.All(reviews.Figures, f => Assert.Equal("fewer than 10 people, or it would tell of them", f.Shown));
        Assert.All(own.Figures, f => Assert.Equal("fewer than 5 people, or it would tell of them", f.Shown));
    }

    [Fact]
    public async Task Another_agencys_team_and_an_unknown_one_are_refused_alike()
    {
        var other = await RefusedAsync("fiona", Wire.Scope.Team, _published.Social);
        var unknown = await RefusedAsync("fiona", Wire.Scope.Team, Guid.NewGuid());
        var otherTeam = await RefusedAsync("fiona", Wire.Scope.Team, _published.Heart);

        Assert.Equal(StatusCode.NotFound, other.StatusCode);
        Assert.Equal(Said(unknown), Said(other));
        Assert.Equal(Said(unknown), Said(otherTeam));
    }

    [Fact]
    public async Task A_month_that_is_not_published_is_refused_as_a_team_that_is_unknown()
    {
        var call = await _house.AsAsync("fiona");
        var unpublished = await Assert.ThrowsAsync<RpcException>(async () => await _house.Insight.GetPeriodAsync(
            new() { Month = "2026-02", Scope = Wire.Scope.Area }, call));

        Assert.Equal(Said(await RefusedAsync("fiona", Wire.Scope.Team, Guid.NewGuid())), Said(unpublished));
    }

    [Fact]
    public async Task An_agency_that_has_not_signed_the_agreement_reads_nothing()
    {
        Assert.Equal(StatusCode.NotFound, (await RefusedAsync("nadia", Wire.Scope.Area)).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await RefusedAsync("nadia", Wire.Scope.Agency)).StatusCode);
    }

    [Theory]
    [InlineData("callum")]
    [InlineData("catriona")]
    [InlineData("oona")]
    [InlineData("moira")]
    public async Task Nobody_else_reads_figures(string user)
    {
        var refused = await RefusedAsync(user, Wire.Scope.Area);

        Assert.Equal((StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED"), (refused.StatusCode, Reason(refused)));
    }

    [Theory]
    [InlineData("fiona")]
    [InlineData("hamish")]
    [InlineData("douglas")]
    public async Task Nobody_but_an_operator_publishes_or_rebuilds(string user)
    {
        var call = await _house.AsAsync(user);
        foreach (var refused in new[]
        {
            await Assert.ThrowsAsync<RpcException>(async () => await _house.Insight.PublishPeriodAsync(
                new() { Month = "2026-04" }, call)),
            await Assert.ThrowsAsync<RpcException>(async () => await _house.Insight.RebuildModelAsync(new(), call)),
            await Assert.ThrowsAsync<RpcException>(async () => await _house.Insight.GetModelAsync(new(), call)),
        })
        {
            Assert.Equal((StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED"), (refused.StatusCode, Reason(refused)));
        }
    }

    [Theory]
    [InlineData("", "MONTH_MALFORMED", StatusCode.InvalidArgument)]
    [InlineData("2026-13", "MONTH_MALFORMED", StatusCode.InvalidArgument)]
    [InlineData("2026-6", "MONTH_MALFORMED", StatusCode.InvalidArgument)]
    [InlineData("2026-06", "MONTH_NOT_OVER", StatusCode.FailedPrecondition)]
    [InlineData("2027-01", "MONTH_NOT_OVER", StatusCode.FailedPrecondition)]
    public async Task A_month_that_is_no_month_or_not_over_is_not_published(
        string month, string reason, StatusCode status)
    {
        var call = await _house.AsAsync("oona");
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await _house.Insight.PublishPeriodAsync(new() { Month = month }, call));

        Assert.Equal((status, reason), (refused.StatusCode, Reason(refused)));
        Assert.Equal("month", refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations[0].Field);
    }

    [Fact]
    public async Task Whose_figures_are_asked_for_has_to_be_said()
    {
        Assert.Equal("CODE_MISSING", Reason(await RefusedAsync("fiona", Wire.Scope.Unspecified)));
        Assert.Equal("CODE_UNKNOWN", Reason(await RefusedAsync("fiona", (Wire.Scope)9)));
        Assert.Equal("ID_MISSING", Reason(await RefusedAsync("fiona", Wire.Scope.Team)));
    }

    [Fact]
    public async Task A_published_month_stays_what_it_was()
    {
        var before = await GetAsync("fiona", Wire.Scope.Area);
        var town = new Town();
        for (var i = 0; i < 30; i++)
        {
            var person = town.AddPerson(Published.March, House.AgencyOf("fiona"), _published.Stoma);
            town.AddOutcome(person, Published.March, own: true);
        }
        await _house.TellAsync(town.Told);

        var again = await _house.Insight.PublishPeriodAsync(
            new() { Month = "2026-03" }, await _house.AsAsync("oona"));

        Assert.Equal(_published.Answer, again);
        Assert.Equal(before, await GetAsync("fiona", Wire.Scope.Area));
    }

    [Fact]
    public async Task The_same_request_is_answered_as_the_first_time_and_another_with_its_id_is_not()
    {
        var repeated = await _house.Insight.PublishPeriodAsync(
            new() { Month = "2026-03" }, await _house.AsAsync("oona", Published.RequestId));
        var call = await _house.AsAsync("oona", Published.RequestId);
        var other = await Assert.ThrowsAsync<RpcException>(async () =>
            await _house.Insight.PublishPeriodAsync(new() { Month = "2026-01" }, call));

        Assert.Equal(_published.Answer, repeated);
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_USED"), (other.StatusCode, Reason(other)));
    }

    private async Task<Wire.GetPeriodResponse> GetAsync(string user, Wire.Scope scope, Guid? team = null) =>
        await _house.Insight.GetPeriodAsync(new()
        {
            Month = "2026-03",
            Scope = scope,
            TeamId = team?.ToString() ?? "",
        }, await _house.AsAsync(user));

    private Task<RpcException> RefusedAsync(string user, Wire.Scope scope, Guid? team = null) =>
        Assert.ThrowsAsync<RpcException>(() => GetAsync(user, scope, team));

    private static (int, int, int) OwnWords(Wire.GetPeriodResponse period)
    {
        var question = period.Questions.Single(q => q.Code == "own_words");
        return (question.Total.Count, question.Figures[0].Count, question.Figures[1].Count);
    }

    private static string? Reason(RpcException refused) => refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;

    private static string Said(RpcException refused) => $"{refused.Status.StatusCode} {refused.GetRpcStatus()}";

    /// <summary>March 2026, published: two agencies with two teams each, twenty people to a team.</summary>
    public sealed class Published : IAsyncLifetime
    {
        internal static readonly DateOnly March = new(2026, 3, 10);
        internal const string RequestId = "publish march";

        public House House { get; } = new();
        public Guid Stoma { get; private set; }
        public Guid Heart { get; private set; }
        public Guid Social { get; private set; }
        public Wire.PublishPeriodResponse Answer { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await House.InitializeAsync();
            var (health, council, town) = (House.AgencyOf("fiona"), House.AgencyOf("stuart"), new Town());
            foreach (var agency in new[] { health, council })
            {
                town.Tell("sharing", agency, March, new AgreementSigned(agency, agency == health));
            }
            (Stoma, Heart) = (town.AddTeam(health, March), town.AddTeam(health, March));
            (Social, var other) = (town.AddTeam(council, March), town.AddTeam(council, March));
            foreach (var (team, agency) in new[]
                { (Stoma, health), (Heart, health), (Social, council), (other, council) })
            {
                for (var i = 0; i < 20; i++)
                {
                    town.AddOutcome(town.AddPerson(March, agency, team), March, own: i % 5 < 3);
                }
            }
            await House.TellAsync(town.Told);
            await House.JoinAsync("fiona", Stoma);
            Answer = await House.Insight.PublishPeriodAsync(
                new() { Month = "2026-03" }, await House.AsAsync("oona", RequestId));
        }

        public Task DisposeAsync() => House.DisposeAsync();
    }
}
