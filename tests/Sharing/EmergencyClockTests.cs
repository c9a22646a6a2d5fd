using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

/// <summary>A clock that is set back makes nothing last longer, and gives no day twice.</summary>
public sealed class EmergencyClockTests : IAsyncLifetime
{
    private Ward _ward = null!;

    public async Task InitializeAsync()
    {
        _ward = await Ward.OfItsOwnAsync();
        // Everybody has been in their team for a week.
        await _ward.OnMondayAsync();
    }

    public async Task DisposeAsync() => await _ward.DisposeAsync();

    // Every service sees a later time, in a call that has nothing to do with an emergency.
    private async Task SeeAsync(TimeSpan later)
    {
        _ward.Time.Advance(later);
        await _ward.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = _ward.PersonId });
        await _ward.Fiona.Person.GetPersonAsync(new() { PersonId = _ward.PersonId });
        await _ward.Fiona.Plan.GetPlanAsync(new() { PersonId = _ward.PersonId });
    }

    [Fact]
    public async Task Set_back_it_lengthens_nothing_in_any_service()
    {
        await _ward.OpenAsync(_ward.Ruth);
        _ward.Time.Advance(TimeSpan.FromMinutes(25));
        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));

        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        // What has run out by what has really passed has run out, whatever the clock says.
        _ward.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
        Assert.Equal(V1.EmergencyState.Over,
            Assert.Single((await _ward.Ruth.Emergency.ListEmergenciesAsync(new())).Emergencies).State);
    }

    [Fact]
    public async Task Set_back_it_lengthens_nothing_that_nobody_has_read_by_yet()
    {
        await _ward.OpenAsync(_ward.Ruth);
        await SeeAsync(TimeSpan.FromMinutes(29));

        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        _ward.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_over_a_restart_what_was_read_by_ends_no_later()
    {
        await _ward.OpenAsync(_ward.Ruth);
        _ward.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));

        // The process that knew of the later time is gone; what was read then is kept.
        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        await _ward.RestartAsync("sharing", "person", "plan");
        _ward.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromMinutes(18));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_over_a_restart_it_lengthens_nothing_that_nobody_has_read_by_yet()
    {
        await _ward.OpenAsync(_ward.Ruth);
        await SeeAsync(TimeSpan.FromMinutes(29));

        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        await _ward.RestartAsync("sharing", "person", "plan");
        _ward.Time.Advance(TimeSpan.FromSeconds(58));
        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_twice_over_restarts_it_lengthens_nothing()
    {
        await _ward.OpenAsync(_ward.Ruth);
        await SeeAsync(TimeSpan.FromMinutes(15));
        _ward.Time.Set(TimeSpan.FromMinutes(-15));
        await SeeAsync(TimeSpan.FromMinutes(10));
        await _ward.RestartAsync("sharing", "person", "plan");
        _ward.Time.Set(TimeSpan.FromMinutes(-10));
        await SeeAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_over_a_restart_a_team_whose_work_has_ended_sees_nothing()
    {
        // Set back, it is not before the work began.
        _ward.Time.Advance(TimeSpan.FromHours(1));
        await _ward.Fiona.Sharing.EndInvolvementAsync(new()
        {
            PersonId = _ward.PersonId,
            InvolvementId = (await _ward.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = _ward.PersonId }))
                .Involvements[0].InvolvementId,
            Reason = "Nothing more to do.",
        });
        await _ward.LevelAsync();
        await _ward.Fiona.Plan.GetPlanAsync(new() { PersonId = _ward.PersonId }).NotFoundAsync();

        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        await _ward.RestartAsync("sharing", "person", "plan");

        await _ward.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = _ward.PersonId }).NotFoundAsync();
        await _ward.Fiona.Person.GetPersonAsync(new() { PersonId = _ward.PersonId }).NotFoundAsync();
        await _ward.Fiona.Plan.GetPlanAsync(new() { PersonId = _ward.PersonId }).NotFoundAsync();
    }

    [Fact]
    public async Task Set_back_over_a_restart_whoever_has_left_the_team_sees_nothing()
    {
        var person = await _ward.SomebodyAsync();
        _ward.Time.Advance(TimeSpan.FromHours(1));
        await (await _ward.Platform.SignInAsync("moira")).Sharing.RemoveStaffAsync(new()
        {
            TeamId = await _ward.Setting.TeamOfAsync("fiona"),
            Subject = await _ward.Fiona.SubjectAsync(),
        });
        await _ward.LevelAsync();
        await _ward.Fiona.Plan.GetPlanAsync(new() { PersonId = person }).NotFoundAsync();

        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        await _ward.RestartAsync("sharing", "person", "plan");

        await _ward.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = person }).NotFoundAsync();
        await _ward.Fiona.Plan.GetPlanAsync(new() { PersonId = person }).NotFoundAsync();
        Assert.Empty((await _ward.Fiona.Sharing.ListPeopleAsync(new())).People);
    }

    [Fact]
    public async Task Set_back_over_a_restart_the_day_does_not_begin_anew()
    {
        await _ward.ThreeAsync(_ward.Ruth);

        _ward.Time.Set(TimeSpan.FromDays(-1));
        Assert.Equal("", (await _ward.OpenAsync(_ward.Ruth)).OpenTime);
        await _ward.RestartAsync("sharing");

        Assert.Equal("", (await _ward.OpenAsync(_ward.Ruth)).OpenTime);
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_a_check_that_was_overdue_is_overdue_still()
    {
        await _ward.OpenAsync(_ward.Ruth);
        _ward.Time.Advance(TimeSpan.FromDays(4));
        Assert.Equal(V1.EmergencyState.Waiting, (await _ward.OpenAsync(_ward.Sandy)).State);

        _ward.Time.Set(TimeSpan.FromDays(-2));

        Assert.Equal("", (await _ward.OpenAsync(_ward.Sandy, await _ward.SomebodyAsync())).OpenTime);
    }

    [Fact]
    public async Task Set_back_a_request_waits_no_longer()
    {
        await _ward.ThreeAsync(_ward.Ruth);
        var agree = Ward.Named<AgreeEmergencyRequest>(await _ward.OpenAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromMinutes(20));
        await _ward.ReadsAsync(_ward.Sandy);

        _ward.Time.Set(TimeSpan.FromMinutes(-15));
        _ward.Time.Advance(TimeSpan.FromMinutes(10));

        await _ward.Sandy.Emergency.AgreeEmergencyAsync(agree)
            .RefusedAsync(Grpc.Core.StatusCode.FailedPrecondition, "NOT_WAITING");
    }

    [Fact]
    public async Task What_opens_behind_a_time_that_was_shown_ends_sooner_and_never_later()
    {
        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        await _ward.OpenAsync(_ward.Ruth);

        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_over_a_restart_what_was_given_back_stays_closed()
    {
        var opened = await _ward.OpenAsync(_ward.Ruth);
        _ward.Time.Advance(TimeSpan.FromMinutes(20));
        await _ward.Ruth.Emergency.CloseEmergencyAsync(Ward.Named<CloseEmergencyRequest>(opened));
        await _ward.LevelAsync();

        _ward.Time.Set(TimeSpan.FromMinutes(-10));
        await _ward.RestartAsync("sharing", "person", "plan");

        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task A_restart_by_itself_closes_nothing()
    {
        await _ward.OpenAsync(_ward.Ruth);
        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));

        await _ward.RestartAsync("sharing", "person", "plan");

        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }
}
