using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

/// <summary>The fourth in a day and what is overdue: a second person agrees, and nobody is simply refused.</summary>
[Collection(nameof(Ward))]
public sealed class SecondPersonTests(Ward ward) : IAsyncLifetime
{
    public Task InitializeAsync() => ward.OnMondayAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_fourth_in_a_day_waits_and_opens_when_somebody_else_agrees()
    {
        await ward.ThreeAsync(ward.Ruth);

        var fourth = await ward.OpenAsync(ward.Ruth);
        Assert.Equal((V1.EmergencyState.Waiting, "", ""), (fourth.State, fourth.OpenTime, fourth.ReviewDueOn));
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
        Assert.Equal(fourth, await ward.OpenAsync(ward.Ruth));
        var agree = Ward.Named<AgreeEmergencyRequest>(fourth);
        await ward.Ruth.Emergency.AgreeEmergencyAsync(agree)
            .RefusedAsync(StatusCode.FailedPrecondition, "ANOTHER_MUST_AGREE");
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));

        // Sandy finds it without being told its id.
        var waits = Assert.Single((await ward.Sandy.Emergency.ListEmergenciesAsync(
            new() { PersonId = ward.PersonId })).Emergencies);
        Assert.Equal(fourth, waits);
        ward.Time.Advance(TimeSpan.FromMinutes(20));
        var opened = (await ward.Sandy.Emergency.AgreeEmergencyAsync(agree)).Emergency;

        Assert.Equal((V1.EmergencyState.Open, "Sandy Petrie"), (opened.State, opened.AgreedBy));
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Sandy));
        ward.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));
        ward.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
        // It waits no more, so it is for Sandy to see no more.
        Assert.Empty((await ward.Sandy.Emergency.ListEmergenciesAsync(new() { PersonId = ward.PersonId })).Emergencies);
    }

    [Fact]
    public async Task Another_day_begins_anew_and_another_practitioner_has_a_count_of_their_own()
    {
        await ward.ThreeAsync(ward.Ruth);
        Assert.Equal(V1.EmergencyState.Open, (await ward.OpenAsync(ward.Sandy)).State);
        Assert.Equal(V1.EmergencyState.Waiting, (await ward.OpenAsync(ward.Ruth)).State);

        ward.Time.Advance(TimeSpan.FromHours(14));

        Assert.Equal(V1.EmergencyState.Open, (await ward.OpenAsync(ward.Ruth)).State);
    }

    [Fact]
    public async Task Of_a_third_and_a_fourth_at_once_one_opens()
    {
        for (var i = 0; i < 2; i++)
        {
            await ward.OpenAsync(ward.Ruth, await ward.SomebodyAsync());
        }
        var another = await ward.SomebodyAsync();

        var both = await Task.WhenAll(ward.OpenAsync(ward.Ruth), ward.OpenAsync(ward.Ruth, another));

        Assert.Equal([V1.EmergencyState.Waiting, V1.EmergencyState.Open], both.Select(e => e.State).Order());
    }

    [Fact]
    public async Task Of_two_who_agree_at_once_one_opens_it()
    {
        await ward.ThreeAsync(ward.Ruth);
        var agree = Ward.Named<AgreeEmergencyRequest>(await ward.OpenAsync(ward.Ruth));

        var both = await Task.WhenAll(Agreed(ward.Sandy), Agreed(ward.Gillian));

        Assert.Equal(["", "NOT_WAITING"], both.Order());
        Assert.Single((await ward.Craig.Notices.ListNoticesAsync(new() { PersonId = ward.PersonId })).Notices);

        async Task<string> Agreed(Caller caller)
        {
            try
            {
                await caller.Emergency.AgreeEmergencyAsync(agree);
                return "";
            }
            catch (RpcException refused)
            {
                return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
            }
        }
    }

    [Fact]
    public async Task Nobody_agrees_who_is_close_of_another_agency_or_asked_too_late()
    {
        await ward.ThreeAsync(ward.Ruth);
        var agree = Ward.Named<AgreeEmergencyRequest>(await ward.OpenAsync(ward.Ruth));
        await ward.KinAsync(ward.Sandy);

        await ward.Sandy.Emergency.AgreeEmergencyAsync(agree).NotFoundAsync();
        await ward.Fiona.Emergency.AgreeEmergencyAsync(agree).NotFoundAsync();
        ward.Time.Advance(TimeSpan.FromMinutes(30));
        await ward.Gillian.Emergency.AgreeEmergencyAsync(agree)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_WAITING");
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));

        // What has lapsed is asked for again.
        var again = await ward.OpenAsync(ward.Ruth);
        Assert.NotEqual(agree.EmergencyId, again.EmergencyId);
        await ward.Gillian.Emergency.AgreeEmergencyAsync(Ward.Named<AgreeEmergencyRequest>(again));
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));
    }

    [Fact]
    public async Task What_the_person_restricts_while_it_waits_is_not_opened()
    {
        await ward.ThreeAsync(ward.Ruth);
        var agree = Ward.Named<AgreeEmergencyRequest>(await ward.OpenAsync(ward.Ruth));
        await ward.RestrictAsync(ward.Council);

        await ward.Sandy.Emergency.AgreeEmergencyAsync(agree).NotFoundAsync();

        Assert.Empty((await ward.Craig.Notices.ListNoticesAsync(new() { PersonId = ward.PersonId })).Notices);
    }

    [Fact]
    public async Task What_was_taken_back_is_not_opened()
    {
        await ward.ThreeAsync(ward.Ruth);
        var waits = await ward.OpenAsync(ward.Ruth);

        await ward.Ruth.Emergency.CloseEmergencyAsync(Ward.Named<CloseEmergencyRequest>(waits));

        await ward.Sandy.Emergency.AgreeEmergencyAsync(Ward.Named<AgreeEmergencyRequest>(waits))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_WAITING");
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
    }

    [Fact]
    public async Task A_check_is_by_the_lead_or_the_privacy_officer_once_and_not_by_who_took_part()
    {
        var opened = await ward.OpenAsync(ward.Gillian);
        var review = Ward.Named<ReviewEmergencyRequest>(opened);
        (review.Finding, review.Words) = (V1.EmergencyFinding.NotNeeded, "A call would have done.");

        await ward.Craig.Emergency.ReviewEmergencyAsync(review)
            .RefusedAsync(StatusCode.FailedPrecondition, "STILL_OPEN");
        ward.Time.Advance(TimeSpan.FromMinutes(30));
        await ward.Gillian.Emergency.ReviewEmergencyAsync(review)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_YOUR_OWN");
        await ward.Ruth.Emergency.ReviewEmergencyAsync(review)
            .RefusedAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await (await ward.SignInAsync("isla")).Emergency.ReviewEmergencyAsync(review).NotFoundAsync();
        await (await ward.Platform.SignInAsync("douglas")).Emergency.ReviewEmergencyAsync(review).NotFoundAsync();

        var found = (await ward.Craig.Emergency.ReviewEmergencyAsync(review)).Emergency;

        Assert.Equal((V1.EmergencyFinding.NotNeeded, review.Words), (found.Finding, found.ReviewWords));
        Assert.Equal(found, Assert.Single((await ward.Gillian.Emergency.ListEmergenciesAsync(
            new() { PersonId = ward.PersonId })).Emergencies));
        await ward.Craig.Emergency.ReviewEmergencyAsync(review)
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_REVIEWED");
    }

    [Fact]
    public async Task While_a_check_is_overdue_each_further_opening_of_that_team_needs_a_second_person()
    {
        var opened = await ward.OpenAsync(ward.Ruth);
        Assert.Equal(ward.Time.GetUtcNow().AddDays(3).ToString("yyyy-MM-dd", null), opened.ReviewDueOn);
        ward.Time.Advance(TimeSpan.FromDays(3));
        // On the last day nothing is overdue yet.
        Assert.Equal(V1.EmergencyState.Open, (await ward.OpenAsync(ward.Sandy, await ward.SomebodyAsync())).State);
        Assert.DoesNotContain(await Overdue(ward.Gillian), n => n.AboutId == opened.EmergencyId);

        ward.Time.Advance(TimeSpan.FromDays(1));

        Assert.Contains(await Overdue(ward.Gillian), n => n.AboutId == opened.EmergencyId);
        Assert.Empty(await Overdue(ward.Ruth));
        Assert.True((await ward.Craig.Emergency.ListEmergenciesAsync(new() { PersonId = ward.PersonId }))
            .Emergencies[0].IsOverdue);
        var waits = await ward.OpenAsync(ward.Sandy);
        Assert.Equal(V1.EmergencyState.Waiting, waits.State);
        await ward.Ruth.Emergency.AgreeEmergencyAsync(Ward.Named<AgreeEmergencyRequest>(waits));
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Sandy));
        // Another team owes nothing.
        var (nadia, asking) = (await ward.SignInAsync("nadia"), ward.Asking());
        asking.TeamId = await ward.Setting.TeamOfAsync("nadia");
        Assert.Equal(V1.EmergencyState.Open, (await nadia.Emergency.OpenEmergencyAsync(asking)).Emergency.State);

        await ward.ReviewAsync(ward.Gillian, opened, V1.EmergencyFinding.Right);

        Assert.DoesNotContain(await Overdue(ward.Gillian), n => n.AboutId == opened.EmergencyId);
        Assert.Equal(V1.EmergencyState.Open, (await ward.OpenAsync(ward.Ruth, await ward.SomebodyAsync())).State);
    }

    [Fact]
    public async Task Each_sees_what_concerns_them_and_the_person_all_of_it()
    {
        var duncan = await ward.Setting.BindAsync(ward.Fiona, ward.PersonId, "duncan");
        var another = await ward.OpenAsync(ward.Ruth, await ward.SomebodyAsync());
        var (ruths, sandys) = (await ward.OpenAsync(ward.Ruth), await ward.OpenAsync(ward.Sandy));

        string[] both = [.. new[] { ruths.EmergencyId, sandys.EmergencyId }.Order()];
        Assert.Equal(both, await Seen(duncan));
        Assert.Equal([ruths.EmergencyId], await Seen(ward.Ruth));
        Assert.Equal([sandys.EmergencyId], await Seen(ward.Sandy));
        Assert.Equal(both, await Seen(ward.Gillian));
        Assert.Equal(both, await Seen(ward.Craig));
        Assert.Empty(await Seen(ward.Fiona));
        Assert.Empty(await Seen(await ward.Platform.SignInAsync("douglas")));
        Assert.Equal((Ward.Why, "Ruth Colquhoun"), (await duncan.Emergency.ListEmergenciesAsync(new())).Emergencies
            .Where(e => e.EmergencyId == ruths.EmergencyId).Select(e => (e.Explanation, e.Practitioner)).Single());
        Assert.DoesNotContain((await duncan.Emergency.ListEmergenciesAsync(new())).Emergencies,
            e => e.EmergencyId == another.EmergencyId);
        await ward.KinAsync(ward.Gillian);
        Assert.Empty(await Seen(ward.Gillian));

        async Task<IEnumerable<string>> Seen(Caller caller) =>
            (await caller.Emergency.ListEmergenciesAsync(new() { PersonId = ward.PersonId }))
                .Emergencies.Select(e => e.EmergencyId).Order().ToList();
    }

    private static async Task<List<V1.Notice>> Overdue(Caller caller) =>
        [.. (await caller.Notices.ListNoticesAsync(new() { PageSize = 200 })).Notices
            .Where(n => n.Kind == "emergency_review_overdue")];
}
