using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Database;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// The clock goes from one winter or summer to the next.
[Collection(nameof(Town))]
public sealed class LastDayTests(Apart apart)
{
    private readonly Town _town = apart.Town;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 1)]
    public async Task A_last_day_is_over_at_midnight_in_Scotland_in_every_service_and_nothing_has_to_run(
        int month, int hoursAhead)
    {
        var (eileen, graeme) = (await _town.SignInAsync("eileen"), await _town.SignInAsync("graeme"));
        var (day, midnight) = Next(month, hoursAhead);
        _town.Platform.Time.SetUtcNow(midnight.AddDays(-3));
        var (personId, involvement) = await SharedAsync(eileen, graeme);
        var plan = new Plans.V1.GetPlanRequest { PersonId = personId };
        var end = new EndInvolvementRequest
        {
            PersonId = personId,
            InvolvementId = involvement.InvolvementId,
            Reason = "The stairs are mended.",
            LastOn = day,
        };
        var id = Town.NewRequest();

        var ended = (await graeme.Sharing.EndInvolvementAsync(end, Town.Request(id))).Involvement;
        Assert.Equal((day, "", "The stairs are mended."), (ended.LastOn, ended.UntilTime, ended.EndReason));
        await graeme.Plan.GetPlanAsync(plan, Town.Newest);
        var before = await JournalsAsync();

        _town.Platform.Time.SetUtcNow(midnight.AddMinutes(-1));
        await graeme.Plan.GetPlanAsync(plan, Town.Newest);
        Assert.Equal(day, (await _town.OwnAsync(graeme, personId)).LastOn);
        Assert.Contains(personId, await SupportedAsync(graeme));
        Assert.Equal(2, (await eileen.InvolvedAsync(personId)).Count);

        _town.Platform.Time.SetUtcNow(midnight);
        await graeme.Plan.GetPlanAsync(plan, Town.Newest).NotFoundAsync();
        await graeme.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        Assert.DoesNotContain(personId, await SupportedAsync(graeme));
        Assert.Single(await eileen.InvolvedAsync(personId));

        _town.Platform.Time.SetUtcNow(midnight.AddMinutes(1));
        await graeme.Plan.GetPlanAsync(plan, Town.Newest).NotFoundAsync();
        await eileen.Plan.GetPlanAsync(plan, Town.Newest);
        Assert.Equal(before, await JournalsAsync());
        await graeme.Sharing.EndInvolvementAsync(end).RefusedAsync(StatusCode.FailedPrecondition, "NOT_INVOLVED");
        var repeat = (await graeme.Sharing.EndInvolvementAsync(end, Town.Request(id))).Involvement;
        Assert.Equal((day, midnight.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)),
            (repeat.LastOn, repeat.UntilTime));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 1)]
    public async Task A_day_before_today_in_Scotland_is_refused_and_today_is_not(int month, int hoursAhead)
    {
        var (eileen, graeme) = (await _town.SignInAsync("eileen"), await _town.SignInAsync("graeme"));
        var (day, midnight) = Next(month, hoursAhead);
        _town.Platform.Time.SetUtcNow(midnight.AddMinutes(-1));
        var (personId, involvement) = await SharedAsync(eileen, graeme);
        var end = new EndInvolvementRequest
        {
            PersonId = personId,
            InvolvementId = involvement.InvolvementId,
            Reason = "The stairs are mended.",
            LastOn = day,
        };
        Assert.Equal(day, (await graeme.Sharing.EndInvolvementAsync(end)).Involvement.LastOn);
        end.LastOn = "2999-01-01";
        await graeme.Sharing.EndInvolvementAsync(end)
            .RefusedAsync(StatusCode.InvalidArgument, "DAY_TOO_FAR", "last_on");

        // In summer it is still that day in Greenwich.
        (personId, involvement) = await SharedAsync(eileen, graeme);
        _town.Platform.Time.SetUtcNow(midnight.AddMinutes(1));
        (end.PersonId, end.InvolvementId, end.LastOn) = (personId, involvement.InvolvementId, day);
        await graeme.Sharing.EndInvolvementAsync(end)
            .RefusedAsync(StatusCode.InvalidArgument, "DAY_IN_PAST", "last_on");
        Assert.Equal("", (await _town.OwnAsync(graeme, personId)).LastOn);
    }

    [Fact]
    public async Task The_last_day_is_brought_forward_and_pushed_back_until_it_is_over()
    {
        var (eileen, graeme) = (await _town.SignInAsync("eileen"), await _town.SignInAsync("graeme"));
        var (_, midnight) = Next(1, 0);
        _town.Platform.Time.SetUtcNow(midnight.AddHours(12));
        var (personId, involvement) = await SharedAsync(eileen, graeme);
        var plan = new Plans.V1.GetPlanRequest { PersonId = personId };

        await EndAsync(9);
        await EndAsync(1);
        Assert.Equal(await EndAsync(4), (await _town.OwnAsync(graeme, personId)).LastOn);
        _town.Platform.Time.Advance(TimeSpan.FromDays(3));
        await graeme.Plan.GetPlanAsync(plan, Town.Newest);
        await EndAsync(null);

        await graeme.Plan.GetPlanAsync(plan, Town.Newest).NotFoundAsync();
        Assert.Single(await eileen.InvolvedAsync(personId));

        async Task<string> EndAsync(int? ahead)
        {
            var day = ahead is { } days
                ? _town.Platform.Time.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", null)
                : "";
            var ended = (await graeme.Sharing.EndInvolvementAsync(new()
            {
                PersonId = personId,
                InvolvementId = involvement.InvolvementId,
                Reason = "Until it is mended.",
                LastOn = day,
            })).Involvement;
            Assert.Equal(ahead is null ? _town.Today : day, ended.LastOn);
            Assert.Equal(ahead is null, ended.UntilTime.Length > 0);
            return day;
        }
    }

    [Fact]
    public async Task What_needs_an_involvement_now_goes_on_until_the_last_day_is_over()
    {
        var (eileen, graeme) = (await _town.SignInAsync("eileen"), await _town.SignInAsync("graeme"));
        var (day, midnight) = Next(1, 0);
        _town.Platform.Time.SetUtcNow(midnight.AddHours(-2));
        var (personId, involvement) = await SharedAsync(eileen, graeme);
        await graeme.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = involvement.InvolvementId,
            Reason = "The stairs are mended.",
            LastOn = day,
        });
        var open = new OpenRecordRequest
        {
            PersonId = personId,
            Kind = V1.RecordKind.Conversation,
            TeamId = await _town.Setting.TeamOfAsync("graeme"),
            Reason = "He was there.",
        };
        var lead = new ChooseLeadTeamRequest
        {
            PersonId = personId,
            TeamId = await _town.Setting.TeamOfAsync("graeme"),
            WithThePersonsSay = Involved.Say("Graeme, until he goes."),
        };

        await eileen.Sharing.OpenRecordAsync(open);
        await graeme.Sharing.OpenRecordAsync(new(open) { TeamId = await _town.Setting.TeamOfAsync("eileen") });
        await eileen.Lead.ChooseLeadTeamAsync(lead);
        Assert.Equal(lead.TeamId, await eileen.LeadsAsync(personId));
        Assert.Contains($"Its last day is {DateOnly.Parse(day, null):d MMMM yyyy}.",
            (await _town.OwnAsync(graeme, personId)).Sentence, StringComparison.Ordinal);

        _town.Platform.Time.SetUtcNow(midnight);
        await eileen.Sharing.OpenRecordAsync(open)
            .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_id");
        await eileen.Lead.ChooseLeadTeamAsync(lead)
            .RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_id");
        Assert.Equal("", await eileen.LeadsAsync(personId));
        Assert.Equal(V1.LeadState.Ended, Assert.Single(
            (await eileen.Lead.ListLeadTeamsAsync(new() { PersonId = personId })).Leads).State);
    }

    // A day of that month after today, and the midnight after it, by the hours that Scotland is ahead of Greenwich.
    private (string Day, DateTimeOffset Midnight) Next(int month, int hoursAhead)
    {
        var now = _town.Platform.Time.GetUtcNow();
        var day = new DateOnly(now.Year, month, 20);
        while (day.ToDateTime(TimeOnly.MinValue) < now.UtcDateTime.AddDays(10))
        {
            day = day.AddYears(1);
        }
        return (day.ToString("yyyy-MM-dd", null),
            new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(hoursAhead)));
    }

    private async Task<(string PersonId, V1.Involvement Involvement)> SharedAsync(Caller eileen, Caller graeme)
    {
        var personId = await _town.Setting.RegisterPersonAsync(eileen);
        return (personId, await _town.InvolveAsync(eileen, personId, graeme));
    }

    private static async Task<List<string>> SupportedAsync(Caller caller) =>
        [.. (await caller.Sharing.ListPeopleAsync(new() { PageSize = 200 })).People.Select(p => p.PersonId)];

    private async Task<(long Sharing, long Plan)> JournalsAsync() =>
        (await JournalAsync("sharing"), await JournalAsync("plan"));

    private async Task<long> JournalAsync(string service) =>
        (await _town.Platform.Services(service).GetRequiredService<IDatabase>().HeadsAsync()).Journal.Position;
}
