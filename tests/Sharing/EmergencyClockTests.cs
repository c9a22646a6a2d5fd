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
        _ward.Time.Advance(TimeSpan.FromMinutes(29));
        // Every service has seen this time, in a call that has nothing to do with the emergency.
        await _ward.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = _ward.PersonId });
        await _ward.Fiona.Person.GetPersonAsync(new() { PersonId = _ward.PersonId });
        await _ward.Fiona.Plan.GetPlanAsync(new() { PersonId = _ward.PersonId });

        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        _ward.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_over_a_restart_nothing_opens_before_what_was_read_last()
    {
        await _ward.OpenAsync(_ward.Ruth);
        _ward.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(Ward.Everywhere, await _ward.ReadsAsync(_ward.Ruth));

        // The process that knew of the later time is gone; what was read then is kept.
        _ward.Time.Set(TimeSpan.FromMinutes(-20));
        await _ward.RestartAsync("sharing", "person", "plan");
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
        _ward.Time.Advance(TimeSpan.FromMinutes(19));
        Assert.Equal(Ward.Nowhere, await _ward.ReadsAsync(_ward.Ruth));
    }

    [Fact]
    public async Task Set_back_over_a_restart_the_day_does_not_begin_anew()
    {
        await _ward.ThreeAsync(_ward.Ruth);

        _ward.Time.Set(TimeSpan.FromDays(-1));
        Assert.Equal("", (await _ward.OpenAsync(_ward.Ruth)).OpenTime);
        await _ward.RestartAsync("sharing");

        Assert.Equal(V1.EmergencyState.Waiting, (await _ward.OpenAsync(_ward.Ruth)).State);
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
