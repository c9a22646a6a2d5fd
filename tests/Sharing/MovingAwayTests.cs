using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// Somebody moves away: all involvements end, and the record is kept. In a town of its own: a sign-in is bound to one
// record in a town.
public sealed class MovingAwayTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task When_every_team_has_ended_its_work_nobody_of_staff_sees_the_record_and_the_person_all_of_it()
    {
        var (eileen, fiona, personId) = await InvolvedAsync();
        var iris = await town.Setting.BindAsync(eileen, personId, "iris");
        var before = await SeenAsync(iris, personId);

        foreach (var caller in new[] { eileen, fiona })
        {
            await caller.Sharing.EndInvolvementAsync(new()
            {
                PersonId = personId,
                InvolvementId = (await town.OwnAsync(caller, personId)).InvolvementId,
                Reason = "She has moved to Skye.",
            });
        }

        await GoneAsync(eileen, personId);
        await GoneAsync(fiona, personId);
        Assert.Empty(await iris.InvolvedAsync(personId));
        Assert.Equal(before, await SeenAsync(iris, personId));
        await BackAsync(iris, personId, before.Plan);
    }

    // By a referral of her own, whoever says yes to it sees what there is, and nobody does before.
    private async Task BackAsync(Caller own, string personId, Plans.V1.GetPlanResponse before)
    {
        var graeme = await town.SignInAsync("graeme");
        var made = (await own.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync("graeme"),
            ReasonWhatMatters = "I am back, and I need a door that shuts.",
            HappenedOn = town.Today,
        })).Referral;
        await GoneAsync(graeme, personId);

        await graeme.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.ReferralId,
            Practitioners = { new Practitioner { Offer = "The door, this week." } },
        });

        Assert.Equal(before.Outcomes.Select(o => o.Statement),
            (await SeenAsync(graeme, personId)).Plan.Outcomes.Select(o => o.Statement));
        Assert.Equal(await town.Setting.TeamOfAsync("graeme"),
            Assert.Single(await own.InvolvedAsync(personId)).Team.TeamId);
    }

    private async Task<(Caller Eileen, Caller Fiona, string PersonId)> InvolvedAsync()
    {
        var (eileen, fiona) = (await town.SignInAsync("eileen"), await town.SignInAsync("fiona"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await town.InvolveAsync(eileen, personId, fiona);
        foreach (var statement in new[] { "To sing again", "To be at home" })
        {
            await fiona.Plan.ProposeOutcomeAsync(new()
            {
                PersonId = personId,
                Statement = statement,
                Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
            }, await town.NewestAsync());
        }
        return (eileen, fiona, personId);
    }

    private static async Task<(Plans.V1.GetPlanResponse Plan, People.V1.Person Person)> SeenAsync(
        Caller caller, string personId) =>
        (await caller.Plan.GetPlanAsync(new() { PersonId = personId }, Town.Newest),
            (await caller.Person.GetPersonAsync(new() { PersonId = personId }, Town.Newest)).Person);

    private static async Task GoneAsync(Caller caller, string personId)
    {
        await caller.Plan.GetPlanAsync(new() { PersonId = personId }, Town.Newest).NotFoundAsync();
        await caller.Person.GetPersonAsync(new() { PersonId = personId }, Town.Newest).NotFoundAsync();
        await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        Assert.DoesNotContain((await caller.Sharing.ListPeopleAsync(new())).People, p => p.PersonId == personId);
    }
}
