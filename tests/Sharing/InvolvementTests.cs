using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class InvolvementTests(Town town)
{
    [Fact]
    public async Task Registering_involves_the_registering_team_with_that_record_only()
    {
        var (eileen, graeme) = (await town.SignInAsync("eileen"), await town.SignInAsync("graeme"));
        var own = await town.Setting.RegisterPersonAsync(eileen);
        var others = await town.Setting.RegisterPersonAsync(graeme);

        var involvement = Assert.Single(
            (await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = own })).Involvements);

        Assert.Equal(await town.Setting.TeamOfAsync("eileen"), involvement.Team.TeamId);
        Assert.Equal("Eileen Garvie", Assert.Single(involvement.Practitioners).Name);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            eileen.Sharing.ListInvolvementsAsync(new() { PersonId = others }));
    }

    [Fact]
    public async Task The_event_opens_one_involvement_however_often_it_comes()
    {
        await town.SignInAsync("eileen");
        var database = town.Platform.Services("sharing").GetRequiredService<IDatabase>();
        var team = Guid.Parse(await town.Setting.TeamOfAsync("eileen"));
        var subject = await (await town.SignInAsync("eileen")).SubjectAsync();
        var call = Call.Own("test", town.Platform.Time);
        var e = new PersonRegistered(Guid.NewGuid(), team, Guid.Parse(
            Accounts.All.Single(a => a.User == "eileen").AgencyId), "https://issuer.example", subject);
        var entry = new Entry { EventId = Guid.NewGuid(), Stream = e.PersonId, RecordedAt = call.Now };

        var before = await database.HeadsAsync();
        for (var i = 0; i < 3; i++)
        {
            await using var work = await database.BeginAsync(On.Copy("person"), call);
            await OnPersonRegistered.ApplyAsync(e, entry, work);
            await work.CommitAsync();
        }

        Assert.Equal(before.Journal.Position + 1, (await database.HeadsAsync()).Journal.Position);
    }

    [Fact]
    public async Task People_I_support_are_those_where_I_am_named()
    {
        var (sandy, gillian) = (await town.SignInAsync("sandy"), await town.SignInAsync("gillian"));
        var first = await town.Setting.RegisterPersonAsync(sandy);
        var second = await town.Setting.RegisterPersonAsync(sandy);
        var colleagues = await town.Setting.RegisterPersonAsync(gillian);

        var people = new List<string>();
        var page = new ListPeopleResponse();
        do
        {
            page = await sandy.Sharing.ListPeopleAsync(new() { PageSize = 1, PageToken = page.NextPageToken });
            people.AddRange(page.People.Select(p => p.PersonId));
        }
        while (page.NextPageToken.Length > 0);

        Assert.Contains(first, people);
        Assert.Contains(second, people);
        Assert.DoesNotContain(colleagues, people);
        Assert.Equal(people.Distinct(), people);
        // Of the same team, so the record itself is open.
        Assert.Single((await sandy.Sharing.ListInvolvementsAsync(new() { PersonId = colleagues })).Involvements);
    }

    [Fact]
    public async Task An_ended_involvement_closes_at_once_everywhere()
    {
        var graeme = await town.SignInAsync("graeme");
        var personId = await town.Setting.RegisterPersonAsync(graeme);
        var outcome = new Plans.V1.GetOutcomeRequest
        {
            PersonId = personId,
            OutcomeId = (await graeme.Plan.ProposeOutcomeAsync(new()
            {
                PersonId = personId,
                Statement = "A door that locks",
                Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
            })).Outcome.OutcomeId,
        };
        var involvement = Assert.Single(
            (await graeme.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        var request = new EndInvolvementRequest
        {
            PersonId = personId,
            InvolvementId = involvement.InvolvementId,
            Reason = "The tenancy is settled.",
        };
        var id = Town.NewRequest();

        var (ended, position) = await town.AnswerAsync(graeme, "sharing", i =>
            new V1.SharingService.SharingServiceClient(i).EndInvolvementAsync(request, Town.Request(id)));
        var repeat = await graeme.Sharing.EndInvolvementAsync(request, Town.Request(id));

        Assert.Equal(ended, repeat);
        Assert.Equal("The tenancy is settled.", ended.Involvement.EndReason);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            graeme.Sharing.ListInvolvementsAsync(new() { PersonId = personId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            graeme.Plan.GetOutcomeAsync(outcome, new Metadata { { "po-access-position", position } }));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_INVOLVED",
            graeme.Sharing.EndInvolvementAsync(request));
        Assert.DoesNotContain(personId,
            (await graeme.Sharing.ListPeopleAsync(new() { PageSize = 200 })).People.Select(p => p.PersonId));
    }

    [Fact]
    public async Task Only_its_own_team_ends_an_involvement()
    {
        var (graeme, nadia) = (await town.SignInAsync("graeme"), await town.SignInAsync("nadia"));
        var personId = await town.Setting.RegisterPersonAsync(graeme);
        var involvement = Assert.Single(
            (await graeme.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);

        var strangers = await Refusal.OfAsync(nadia.Sharing.EndInvolvementAsync(
            new() { PersonId = personId, InvolvementId = involvement.InvolvementId, Reason = "No." }));
        var nobodys = await Refusal.OfAsync(nadia.Sharing.EndInvolvementAsync(
            new() { PersonId = personId, InvolvementId = Guid.NewGuid().ToString(), Reason = "No." }));

        Assert.Equal(StatusCode.NotFound, strangers.Code);
        Assert.Equal(nobodys, strangers);
        Assert.Single((await graeme.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
    }
}
