using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class LeadTests(Apart apart)
{
    private readonly Town _town = apart.Town;

    [Fact]
    public async Task The_person_chooses_by_their_own_sign_in_and_need_not_say_why()
    {
        var (eileen, graeme, _, personId) = await SharedAsync();
        var duncan = await _town.Setting.BindAsync(eileen, personId, "duncan");

        var chosen = (await duncan.Lead.ChooseLeadTeamAsync(
            new() { PersonId = personId, TeamId = await TeamAsync(graeme) })).Lead;

        Assert.Equal((V1.LeadState.Leads, "", true), (chosen.State, chosen.WithThePersonsSay.Said,
            chosen.WithThePersonsSay.Voice.IsPersonsVoice));
        Assert.Null(chosen.ProposedBy);
        Assert.Equal(await TeamAsync(graeme), await duncan.LeadsAsync(personId));
        Assert.Equal(await TeamAsync(graeme), await eileen.LeadsAsync(personId));
        Assert.Contains("It leads the work.",
            (await duncan.InvolvedAsync(personId)).Single(i => i.IsLead).Sentence, StringComparison.Ordinal);
        Assert.Equal(chosen, Assert.Single(
            (await eileen.Lead.ListLeadTeamsAsync(new() { PersonId = personId })).Leads));
    }

    [Fact]
    public async Task A_practitioner_writes_down_the_persons_own_choice_and_nobody_elses()
    {
        var (eileen, graeme, _, personId) = await SharedAsync();
        var request = new ChooseLeadTeamRequest { PersonId = personId, TeamId = await TeamAsync(graeme) };

        await eileen.Lead.ChooseLeadTeamAsync(request).RefusedAsync(
            StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "with_the_persons_say");
        foreach (var (by, how) in new[]
        {
            (Speaker.Family, "spoken"), (Speaker.Practitioner, "spoken"), (Speaker.Person, "family"),
        })
        {
            request.WithThePersonsSay = Involved.Say("Graeme.", by, how);
            await eileen.Lead.ChooseLeadTeamAsync(request).RefusedAsync(
                StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "with_the_persons_say.voice");
        }
        Assert.Equal("", await eileen.LeadsAsync(personId));

        request.WithThePersonsSay = Involved.Say("Graeme.");
        var id = Town.NewRequest();
        var chosen = await eileen.Lead.ChooseLeadTeamAsync(request, Town.Request(id));
        Assert.Equal(chosen, await eileen.Lead.ChooseLeadTeamAsync(request, Town.Request(id)));
        Assert.Equal(request.TeamId, await eileen.LeadsAsync(personId));
    }

    [Fact]
    public async Task One_team_proposes_and_the_proposed_one_agrees()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();

        var proposed = await ProposeAsync(eileen, personId, graeme);
        Assert.Equal("", await eileen.LeadsAsync(personId));
        await AgreeAsync(eileen, proposed).RefusedAsync(StatusCode.FailedPrecondition, "NOT_YOURS_TO_AGREE");
        await AgreeAsync(shona, proposed).RefusedAsync(StatusCode.FailedPrecondition, "NOT_YOURS_TO_AGREE");
        await AgreeAsync(await _town.SignInAsync("nadia"), proposed).NotFoundAsync();
        var agreed = (await AgreeAsync(graeme, proposed)).Lead;

        Assert.Equal((V1.LeadState.Leads, await TeamAsync(eileen), await TeamAsync(graeme)),
            (agreed.State, agreed.ProposedBy.TeamId, agreed.AgreedBy.TeamId));
        Assert.Equal(await TeamAsync(graeme), await shona.LeadsAsync(personId));
        Assert.Contains("LeadTeamAgreed", await _town.JournalAsync(personId));
    }

    [Fact]
    public async Task A_team_that_proposes_itself_waits_for_the_one_that_leads()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();
        await AgreeAsync(graeme, await ProposeAsync(eileen, personId, graeme));

        var proposed = await ProposeAsync(shona, personId, shona);
        await AgreeAsync(eileen, proposed).RefusedAsync(StatusCode.FailedPrecondition, "NOT_YOURS_TO_AGREE");
        await AgreeAsync(graeme, proposed);

        Assert.Equal(await TeamAsync(shona), await eileen.LeadsAsync(personId));
        Assert.Equal([V1.LeadState.Leads, V1.LeadState.Overtaken],
            (await eileen.Lead.ListLeadTeamsAsync(new() { PersonId = personId })).Leads.Select(l => l.State).Order());
    }

    [Fact]
    public async Task Of_two_proposals_the_newer_one_can_be_agreed()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();
        var first = await ProposeAsync(eileen, personId, graeme);
        var second = await ProposeAsync(eileen, personId, shona);

        var answers = await Task.WhenAll(AnswerAsync(AgreeAsync(graeme, first)), AnswerAsync(AgreeAsync(shona, second)));

        Assert.Equal(["NOT_PROPOSED", ""], answers);
        Assert.Equal(await TeamAsync(shona), await eileen.LeadsAsync(personId));
    }

    [Fact]
    public async Task Two_proposals_at_once_leave_one_that_can_be_agreed()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();

        var proposed = await Task.WhenAll(
            ProposeAsync(eileen, personId, shona), ProposeAsync(graeme, personId, shona));
        var answers = await Task.WhenAll(proposed.Select(p => AnswerAsync(AgreeAsync(shona, p))));

        Assert.Equal(["", "NOT_PROPOSED"], answers.Order());
        Assert.Single((await eileen.Lead.ListLeadTeamsAsync(new() { PersonId = personId })).Leads,
            l => l.State == V1.LeadState.Leads);
    }

    [Fact]
    public async Task The_persons_choice_comes_before_what_was_proposed_and_agreed()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();
        await AgreeAsync(graeme, await ProposeAsync(eileen, personId, graeme));
        var pending = await ProposeAsync(eileen, personId, shona);

        await eileen.Lead.ChooseLeadTeamAsync(new()
        {
            PersonId = personId,
            TeamId = await TeamAsync(eileen),
            WithThePersonsSay = Involved.Say("You, Eileen."),
        });

        await AgreeAsync(shona, pending).RefusedAsync(StatusCode.FailedPrecondition, "NOT_PROPOSED");
        await graeme.Lead.ProposeLeadTeamAsync(new()
        {
            PersonId = personId,
            TeamId = await TeamAsync(shona),
            Reason = "She is there each week.",
        }).RefusedAsync(StatusCode.FailedPrecondition, "PERSONS_CHOICE");
        Assert.Equal(await TeamAsync(eileen), await shona.LeadsAsync(personId));
    }

    [Fact]
    public async Task A_lead_ends_with_its_involvement_and_comes_back_with_no_other()
    {
        var (eileen, graeme, _, personId) = await SharedAsync();
        await AgreeAsync(graeme, await ProposeAsync(eileen, personId, graeme));

        await EndAsync(graeme, personId);
        Assert.Equal("", await eileen.LeadsAsync(personId));
        _town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        await _town.InvolveAsync(eileen, personId, graeme);

        Assert.Equal("", await eileen.LeadsAsync(personId));
        Assert.Equal(V1.LeadState.Ended, Assert.Single(
            (await graeme.Lead.ListLeadTeamsAsync(new() { PersonId = personId })).Leads).State);
    }

    [Fact]
    public async Task An_agreement_after_the_involvement_ended_makes_nobody_lead()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();
        await AgreeAsync(graeme, await ProposeAsync(eileen, personId, graeme));
        var own = await ProposeAsync(shona, personId, shona);
        await EndAsync(shona, personId);
        await AgreeAsync(graeme, own).RefusedAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED", "team_id");

        var another = await ProposeAsync(graeme, personId, eileen);
        await EndAsync(eileen, personId);
        await AgreeAsync(eileen, another).NotFoundAsync();
        Assert.Equal(await TeamAsync(graeme), await graeme.LeadsAsync(personId));
    }

    [Fact]
    public async Task A_team_that_leaves_can_still_be_agreed_with()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();
        var proposed = await ProposeAsync(eileen, personId, graeme);
        await EndAsync(eileen, personId);

        await AgreeAsync(graeme, proposed);

        Assert.Equal(await TeamAsync(graeme), await shona.LeadsAsync(personId));
    }

    [Fact]
    public async Task A_lead_whose_involvement_is_private_is_told_to_the_person_and_its_own_team_alone()
    {
        var (eileen, graeme, shona, personId) = await SharedAsync();
        var request = new ListLeadTeamsRequest { PersonId = personId };
        await AgreeAsync(graeme, await ProposeAsync(shona, personId, graeme));
        await AgreeAsync(shona, await ProposeAsync(graeme, personId, shona));
        var involvementId = Guid.Parse((await _town.OwnAsync(graeme, personId)).InvolvementId);

        await using (var work = await _town.Platform.Services("sharing").GetRequiredService<IDatabase>()
            .BeginAsync(On.Person(Guid.Parse(personId)), Call.Own("test", _town.Platform.Time)))
        {
            await Grants.ApplyAsync(new InvolvementMadePrivate(
                involvementId, Guid.Parse(personId), Guid.Parse(await TeamAsync(graeme))), work);
            await work.CommitAsync();
        }

        var seen = await eileen.Lead.ListLeadTeamsAsync(request);
        Assert.DoesNotContain(await TeamAsync(graeme), seen.ToString(), StringComparison.Ordinal);
        Assert.Equal(await TeamAsync(shona), Assert.Single(seen.Leads).Team.TeamId);
        Assert.Equal("Some entries may be held back by law.", seen.Notice);
        Assert.Equal(2, (await graeme.Lead.ListLeadTeamsAsync(request)).Leads.Count);
    }

    private async Task<(Caller Eileen, Caller Graeme, Caller Shona, string PersonId)> SharedAsync()
    {
        var (eileen, graeme, shona) = (await _town.SignInAsync("eileen"), await _town.SignInAsync("graeme"),
            await _town.SignInAsync("shona"));
        var personId = await _town.Setting.RegisterPersonAsync(eileen);
        await _town.InvolveAsync(eileen, personId, graeme);
        await _town.InvolveAsync(eileen, personId, shona);
        return (eileen, graeme, shona, personId);
    }

    private Task<string> TeamAsync(Caller caller) => _town.Setting.TeamOfAsync(caller.User);

    private async Task<LeadTeamOf> ProposeAsync(Caller by, string personId, Caller lead)
    {
        var proposed = (await by.Lead.ProposeLeadTeamAsync(new()
        {
            PersonId = personId,
            TeamId = await TeamAsync(lead),
            Reason = "They see her most.",
        })).Lead;
        Assert.Equal(V1.LeadState.Proposed, proposed.State);
        return new LeadTeamOf(personId, proposed.LeadId);
    }

    private static AsyncUnaryCall<AgreeLeadTeamResponse> AgreeAsync(Caller by, LeadTeamOf proposed) =>
        by.Lead.AgreeLeadTeamAsync(new() { PersonId = proposed.PersonId, LeadId = proposed.LeadId });

    private async Task EndAsync(Caller caller, string personId) => await caller.Sharing.EndInvolvementAsync(new()
    {
        PersonId = personId,
        InvolvementId = (await _town.OwnAsync(caller, personId)).InvolvementId,
        Reason = "It is done.",
    });

    private static async Task<string> AnswerAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return "";
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? refused.Message;
        }
    }

    private sealed record LeadTeamOf(string PersonId, string LeadId);
}
