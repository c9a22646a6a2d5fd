using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class AgencyTests(Town town)
{
    [Fact]
    public async Task Only_the_operator_enters_an_agency_and_only_once()
    {
        var request = new RegisterAgencyRequest
        {
            AgencyId = Guid.NewGuid().ToString(),
            Name = "A new agency",
            Type = V1.AgencyType.Housing,
        };
        var operators = await town.SignInAsync("oona");
        var id = Town.Request(Town.NewRequest());

        var first = await operators.Sharing.RegisterAgencyAsync(request, id);
        var repeat = await operators.Sharing.RegisterAgencyAsync(request, id);

        Assert.Equal("A new agency", first.Agency.Name);
        Assert.Equal(first, repeat);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "AGENCY_EXISTS",
            operators.Sharing.RegisterAgencyAsync(request));
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            (await town.SignInAsync("alison")).Sharing.RegisterAgencyAsync(request));
    }

    [Fact]
    public async Task An_administrator_knows_no_other_agency()
    {
        var team = await town.Setting.TeamOfAsync("eileen");
        var stranger = (await town.Setting.AdministratorAsync(AgencyOf("graeme"))).Sharing;
        var subject = await (await town.SignInAsync("eileen")).SubjectAsync();

        var refusals = new[]
        {
            await Refusal.OfAsync(stranger.AddTeamAsync(new() { AgencyId = AgencyOf("eileen"), Name = "Ours" })),
            await Refusal.OfAsync(stranger.AddTeamAsync(new() { AgencyId = Guid.NewGuid().ToString(), Name = "Ours" })),
            await Refusal.OfAsync(stranger.AddStaffAsync(
                new() { TeamId = team, Subject = "x", Name = "X", Role = "X" })),
            await Refusal.OfAsync(stranger.AddStaffAsync(
                new() { TeamId = Guid.NewGuid().ToString(), Subject = "x", Name = "X", Role = "X" })),
            await Refusal.OfAsync(stranger.RemoveStaffAsync(new() { TeamId = team, Subject = subject })),
            await Refusal.OfAsync(stranger.SignAgreementAsync(
                new() { AgencyId = AgencyOf("eileen"), TermsVersion = "1", SignedOn = town.Today })),
        };

        Assert.All(refusals, r => Assert.Equal(StatusCode.NotFound, r.Code));
        Assert.Single(refusals.Select(r => r.Bytes).Distinct());
    }

    [Fact]
    public async Task A_name_stands_once_in_an_agency_and_somebody_once_in_a_team()
    {
        var administrator = (await town.Setting.AdministratorAsync(AgencyOf("shona"))).Sharing;
        var team = await town.Setting.TeamOfAsync("shona");
        var subject = await (await town.SignInAsync("shona")).SubjectAsync();
        await administrator.AddTeamAsync(new() { AgencyId = AgencyOf("shona"), Name = "Once" });

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "TEAM_EXISTS",
            administrator.AddTeamAsync(new() { AgencyId = AgencyOf("shona"), Name = "Once" }));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ALREADY_IN_TEAM",
            administrator.AddStaffAsync(new() { TeamId = team, Subject = subject, Name = "S", Role = "r" }));
    }

    [Fact]
    public async Task A_team_takes_sixty_and_no_more_and_somebody_who_left_may_come_back()
    {
        var administrator = (await town.Setting.AdministratorAsync(AgencyOf("shona"))).Sharing;
        var team = (await administrator.AddTeamAsync(new() { AgencyId = AgencyOf("shona"), Name = "Many" })).TeamId;
        AddStaffRequest Somebody(int n) => new()
        {
            TeamId = team,
            Issuer = "https://issuer.example",
            Subject = $"somebody-{n}",
            Name = "Somebody",
            Role = "worker",
        };
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => administrator.AddStaffAsync(Somebody(n)).ResponseAsync));

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "TEAM_FULL",
            administrator.AddStaffAsync(Somebody(60)));
        var removal = new RemoveStaffRequest
        {
            TeamId = team,
            Issuer = "https://issuer.example",
            Subject = "somebody-0",
        };
        await administrator.RemoveStaffAsync(removal);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", administrator.RemoveStaffAsync(removal));
        var back = await administrator.AddStaffAsync(Somebody(0));
        Assert.Equal(("somebody-0", V1.Capacity.Staff), (back.Member.Subject, back.Member.Capacity));
    }

    [Fact]
    public async Task Teams_are_listed_by_page_once_their_agency_has_signed()
    {
        await town.Setting.TeamOfAsync("eileen");
        await town.Setting.TeamOfAsync("fiona");
        var operators = (await town.SignInAsync("oona")).Sharing;
        var iris = (await town.SignInAsync("iris")).Sharing;

        var names = new List<string>();
        var page = new ListTeamsResponse();
        do
        {
            page = await iris.ListTeamsAsync(new() { PageSize = 1, PageToken = page.NextPageToken });
            names.AddRange(page.Teams.Select(t => t.AgencyName + "|" + t.Name));
        }
        while (page.NextPageToken.Length > 0);

        Assert.Contains("Lochside Health Board|Lochside Health Board: the team", names);
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED", operators.ListTeamsAsync(new()));
        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID",
            iris.ListTeamsAsync(new() { PageToken = "1.00000000000000000000000000000000" }));
    }

    [Fact]
    public async Task A_field_that_is_wrong_is_named()
    {
        var administrator = (await town.Setting.AdministratorAsync(AgencyOf("eileen"))).Sharing;
        var team = await town.Setting.TeamOfAsync("eileen");

        async Task<string?> FieldAsync<T>(string reason, AsyncUnaryCall<T> call) =>
            (await Refusal.ExpectAsync(StatusCode.InvalidArgument, reason, call)).Field;

        Assert.Equal("agency_id", await FieldAsync("ID_MALFORMED",
            administrator.AddTeamAsync(new() { AgencyId = "x", Name = "Ours" })));
        Assert.Equal("name", await FieldAsync("WORDS_MISSING",
            administrator.AddTeamAsync(new() { AgencyId = AgencyOf("eileen"), Name = " " })));
        Assert.Equal("subject", await FieldAsync("WORDS_MISSING",
            administrator.AddStaffAsync(new() { TeamId = team, Name = "N", Role = "r" })));
        Assert.Equal("capacity", await FieldAsync("CODE_UNKNOWN", administrator.AddStaffAsync(
            new() { TeamId = team, Subject = "s", Name = "N", Role = "r", Capacity = (V1.Capacity)9 })));
        Assert.Equal("signed_on", await FieldAsync("DAY_IN_FUTURE", administrator.SignAgreementAsync(
            new() { AgencyId = AgencyOf("eileen"), TermsVersion = "2", SignedOn = "2999-01-01" })));
        Assert.Equal("po-request-id", await FieldAsync("REQUEST_ID_MISSING", administrator.AddTeamAsync(
            new() { AgencyId = AgencyOf("eileen"), Name = "Ours" }, Town.Request(""))));
    }

    private static string AgencyOf(string user) => Accounts.All.Single(a => a.User == user).AgencyId;
}
