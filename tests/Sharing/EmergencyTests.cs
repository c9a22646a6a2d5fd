using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Events;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

/// <summary>A record opens to one practitioner in every service, for a short time, and to nobody else.</summary>
[Collection(nameof(Ward))]
public sealed class EmergencyTests(Ward ward) : IAsyncLifetime
{
    public Task InitializeAsync() => ward.OnMondayAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_record_opens_in_every_service_and_closes_after_thirty_minutes()
    {
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));

        var opened = await ward.OpenAsync(ward.Ruth);

        Assert.Equal(V1.EmergencyState.Open, opened.State);
        Assert.Equal((ward.PersonId, "Ruth Colquhoun", "life_at_risk", "somebody's life is at risk", Ward.Why),
            (opened.PersonId, opened.Practitioner, opened.Reason, opened.ReasonWords, opened.Explanation));
        Assert.Equal(TimeSpan.FromMinutes(30),
            DateTimeOffset.Parse(opened.UntilTime, null) - DateTimeOffset.Parse(opened.OpenTime, null));
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));
        ward.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));
        ward.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
    }

    [Fact]
    public async Task It_opens_to_that_practitioner_for_that_purpose_and_that_person()
    {
        var another = await ward.SomebodyAsync();

        await ward.OpenAsync(ward.Ruth);

        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Sandy));
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Gillian));
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth, another));
        Assert.False(await Ward.GoesAsync(ward.Ruth.Plan.GetPlanAsync(new() { PersonId = ward.PersonId })));
        Assert.False(await Ward.GoesAsync(ward.Ruth.Person.GetPersonAsync(new() { PersonId = ward.PersonId })));
    }

    [Fact]
    public async Task Nothing_is_written_by_it_in_any_service()
    {
        await ward.OpenAsync(ward.Ruth);

        await ward.Ruth.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = ward.PersonId,
            Statement = "What she would want",
            Voice = new() { SaidBy = Plans.V1.Speaker.Practitioner, How = { "observed" } },
        }, Ward.InEmergency).RefusedAsync(StatusCode.PermissionDenied, "READING_ONLY");
        await ward.Ruth.Person.AddToCircleAsync(new() { PersonId = ward.PersonId, Name = "Tam", Relation = "son" },
            Ward.InEmergency).RefusedAsync(StatusCode.PermissionDenied, "READING_ONLY");
        await ward.Ruth.Sharing.PrintLoginCodeAsync(new() { PersonId = ward.PersonId }, Ward.InEmergency)
            .RefusedAsync(StatusCode.PermissionDenied, "READING_ONLY");

        Assert.Single((await ward.Fiona.Plan.GetPlanAsync(new() { PersonId = ward.PersonId })).Outcomes);
    }

    [Fact]
    public async Task What_is_given_back_is_closed_everywhere_and_once()
    {
        var opened = await ward.OpenAsync(ward.Ruth);
        var close = Ward.Named<CloseEmergencyRequest>(opened);

        await ward.Sandy.Emergency.CloseEmergencyAsync(close).NotFoundAsync();
        await ward.Gillian.Emergency.CloseEmergencyAsync(close).NotFoundAsync();
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));
        var closed = (await ward.Ruth.Emergency.CloseEmergencyAsync(close)).Emergency;
        await ward.LevelAsync();

        Assert.Equal(V1.EmergencyState.Over, closed.State);
        Assert.NotEqual("", closed.CloseTime);
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
        await ward.Ruth.Emergency.CloseEmergencyAsync(close)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_OPEN");
    }

    [Fact]
    public async Task Asking_again_while_it_is_open_answers_that_one_and_lengthens_nothing()
    {
        var opened = await ward.OpenAsync(ward.Ruth);
        ward.Time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(opened, await ward.OpenAsync(ward.Ruth));
        ward.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
        // The same wish once it is over is another opening, which counts.
        Assert.NotEqual(opened.EmergencyId, (await ward.OpenAsync(ward.Ruth)).EmergencyId);
        Assert.Equal(2, (await ward.Ruth.Emergency.ListEmergenciesAsync(new() { PersonId = ward.PersonId }))
            .Emergencies.Count);
    }

    [Fact]
    public async Task Unknown_kept_from_the_agency_own_and_anothers_team_are_refused_alike()
    {
        var fionas = ward.Asking();
        fionas.TeamId = await ward.Setting.TeamOfAsync("fiona");
        var unknown = await ward.Ruth.Emergency.OpenEmergencyAsync(ward.Asking(Guid.NewGuid().ToString()))
            .NotFoundAsync();
        var another = await ward.Ruth.Emergency.OpenEmergencyAsync(fionas).NotFoundAsync();
        await ward.KinAsync(ward.Ruth);
        var kin = await ward.Ruth.Emergency.OpenEmergencyAsync(ward.Asking()).NotFoundAsync();
        // What keeps Ruth out keeps nobody else of her agency out.
        Assert.Equal(V1.EmergencyState.Open, (await ward.OpenAsync(ward.Gillian)).State);
        await ward.RestrictAsync(ward.Ruth.AgencyId);
        var restricted = await ward.Sandy.Emergency.OpenEmergencyAsync(ward.Asking()).NotFoundAsync();

        // The position of Sharing's journal stands beside every answer.
        Assert.All([another, kin, restricted], r => Assert.Equal(
            unknown with { Bytes = Told(unknown.Bytes) }, r with { Bytes = Told(r.Bytes) }));
        Assert.Single((await ward.Craig.Emergency.ListEmergenciesAsync(new() { PersonId = ward.PersonId }))
            .Emergencies);
    }

    private static string Told(string bytes) =>
        string.Join('\n', bytes.Split('\n').Where(t => !t.StartsWith("po-access-position", StringComparison.Ordinal)));

    [Fact]
    public async Task A_team_from_which_the_record_is_kept_opens_nothing()
    {
        await ward.RestrictAsync(ward.Council);

        await ward.Ruth.Emergency.OpenEmergencyAsync(ward.Asking()).NotFoundAsync();
    }

    [Fact]
    public async Task What_the_person_restricts_while_it_is_open_closes_it()
    {
        await ward.OpenAsync(ward.Ruth);

        await ward.RestrictAsync(ward.Ruth.AgencyId);

        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
    }

    [Fact]
    public async Task Whoever_leaves_the_team_reads_no_more()
    {
        await ward.OpenAsync(ward.Ruth);

        await (await ward.Setting.AdministratorAsync(ward.Ruth.AgencyId)).Sharing.RemoveStaffAsync(
            new() { TeamId = ward.Council, Subject = await ward.Ruth.SubjectAsync() });
        await ward.LevelAsync();

        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
        await ward.Ruth.Emergency.OpenEmergencyAsync(ward.Asking()).NotFoundAsync();
        await ward.Setting.AddStaffAsync(ward.Council, "ruth");
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));
    }

    [Theory]
    [InlineData("", Ward.Why, "CODE_MISSING", "reason")]
    [InlineData("curious", Ward.Why, "CODE_UNKNOWN", "reason")]
    [InlineData("harm", " ", "WORDS_MISSING", "explanation")]
    [InlineData("harm", "nineteen  letters  x", "EXPLANATION_TOO_SHORT", "explanation")]
    public async Task A_reason_and_an_explanation_are_needed(string reason, string why, string refused, string field)
    {
        var asking = ward.Asking();
        (asking.Reason, asking.Explanation) = (reason, why);

        await ward.Ruth.Emergency.OpenEmergencyAsync(asking)
            .RefusedAsync(StatusCode.InvalidArgument, refused, field);

        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
    }

    [Fact]
    public async Task Of_two_at_once_about_one_person_one_opens()
    {
        var both = await Task.WhenAll(ward.OpenAsync(ward.Ruth), ward.OpenAsync(ward.Ruth));

        Assert.Equal(both[0], both[1]);
        Assert.Single((await ward.Ruth.Emergency.ListEmergenciesAsync(new() { PersonId = ward.PersonId })).Emergencies);
    }

    [Fact]
    public async Task A_repeat_opens_nothing_more_even_when_it_is_over()
    {
        var id = Town.NewRequest();
        var opened = (await ward.Ruth.Emergency.OpenEmergencyAsync(ward.Asking(), Town.Request(id))).Emergency;
        var again = (await ward.Ruth.Emergency.OpenEmergencyAsync(ward.Asking(), Town.Request(id))).Emergency;
        ward.Time.Advance(TimeSpan.FromMinutes(31));
        var late = (await ward.Ruth.Emergency.OpenEmergencyAsync(ward.Asking(), Town.Request(id))).Emergency;

        Assert.Equal(opened, again);
        Assert.Equal((opened.EmergencyId, V1.EmergencyState.Over), (late.EmergencyId, late.State));
        Assert.Equal(Ward.Nowhere, await ward.ReadsAsync(ward.Ruth));
    }

    [Fact]
    public async Task Reading_at_once_is_no_clock_that_runs_backwards()
    {
        await ward.OpenAsync(ward.Ruth);
        Assert.Equal(Ward.Everywhere, await ward.ReadsAsync(ward.Ruth));

        // Each comes in at another time than the others, and they are answered in any order.
        var read = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var refused = 0;
            for (var i = 0; i < 15; i++)
            {
                ward.Time.Advance(TimeSpan.FromMilliseconds(1));
                refused += await Ward.GoesAsync(ward.Ruth.Plan.GetPlanAsync(
                    new() { PersonId = ward.PersonId }, Ward.InEmergency)) ? 0 : 1;
            }
            return refused;
        }));
        Assert.Equal(0, read.Sum());
    }

    [Fact]
    public async Task What_a_private_team_recorded_stays_its_own_in_an_emergency()
    {
        var team = Guid.Parse(await ward.Setting.TeamOfAsync("fiona"));
        await ward.TellAsync(new InvolvementMadePrivate(Guid.NewGuid(), Guid.Parse(ward.PersonId), team),
            Grants.ApplyAsync);

        await ward.OpenAsync(ward.Ruth);

        Assert.Empty((await ward.Ruth.Plan.GetPlanAsync(new() { PersonId = ward.PersonId }, Ward.InEmergency))
            .Outcomes);
        Assert.Empty((await ward.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = ward.PersonId },
            Ward.InEmergency)).Involvements);
    }
}
