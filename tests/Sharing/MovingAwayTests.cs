using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Problems;
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

    [Fact]
    public async Task Until_the_day_all_support_them_and_when_it_is_over_nobody_sees_the_record_but_the_person()
    {
        var (eileen, fiona, personId) = await InvolvedAsync();
        var duncan = await town.Setting.BindAsync(eileen, personId, "duncan");
        var before = await SeenAsync(duncan, personId);
        var lastOn = town.Platform.Time.GetUtcNow().AddDays(10);

        await duncan.Person.RecordMoveAsync(
            new() { PersonId = personId, LastOn = lastOn.ToString("yyyy-MM-dd", null) });
        await LevelAsync();

        Assert.All(await duncan.InvolvedAsync(personId),
            i => Assert.Equal(lastOn.ToString("yyyy-MM-dd", null), i.LastOn));
        Assert.Equal(2, (await SeenAsync(fiona, personId)).Plan.Outcomes.Count);
        foreach (var caller in new[] { eileen, fiona })
        {
            Assert.Equal("The person moves away. The last day of your team is set.",
                Assert.Single(await NoticesAsync(caller, personId)).Words);
        }

        town.Platform.Time.Advance(TimeSpan.FromDays(12));
        await GoneAsync(eileen, personId);
        await GoneAsync(fiona, personId);
        Assert.Empty(await duncan.InvolvedAsync(personId));
        var after = await SeenAsync(duncan, personId);
        Assert.All(after.Plan.Steps, s => Assert.True(s.WithoutAnyone));
        Assert.Equal(before.Plan.Outcomes, after.Plan.Outcomes);
        Assert.Equal(lastOn.ToString("yyyy-MM-dd", null), Assert.Single(after.Person.Moves).LastOn);
        await BackAsync(duncan, personId, before.Plan);
    }

    [Fact]
    public async Task A_team_that_stays_a_duty_and_whoever_takes_them_up_later_are_not_ended()
    {
        var (eileen, fiona, personId) = await InvolvedAsync();
        var (shona, ruth) = (await town.SignInAsync("shona"), await town.SignInAsync("ruth"));
        await ruth.Protection.OpenProtectionAsync(new()
        {
            PersonId = personId,
            TeamId = await town.Setting.TeamOfAsync("ruth"),
            Rationale = "Her purse is empty.",
            Practitioners = { new Practitioner { Offer = "To ask her." } },
            EndsOn = town.Platform.Time.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", null),
        });
        await eileen.Person.RecordMoveAsync(Move(personId));
        await LevelAsync();
        var own = await town.OwnAsync(fiona, personId);
        Assert.Equal(town.Today, own.LastOn);

        var stays = town.Platform.Time.GetUtcNow().AddDays(60).ToString("yyyy-MM-dd", null);
        await fiona.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = own.InvolvementId,
            Reason = "The clinic is on the way.",
            LastOn = stays,
        });
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var begun = await town.InvolveAsync(eileen, personId, shona);
        var journal = await town.JournalAsync(personId);
        await TellAgainAsync(personId);

        Assert.Equal(journal, await town.JournalAsync(personId));
        town.Platform.Time.Advance(TimeSpan.FromDays(2));
        await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        var involved = await fiona.InvolvedAsync(personId);
        Assert.Equal(stays, involved.Single(i => i.InvolvementId == own.InvolvementId).LastOn);
        Assert.Equal("", involved.Single(i => i.InvolvementId == begun.InvolvementId).LastOn);
        // The team that supported them too is there for its duty alone.
        var duty = (await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId },
            new Metadata { { "po-purpose", "adult_protection" } })).Involvements;
        Assert.Equal("adult_protection", duty.Single(i => i.Team.AgencyId == ruth.AgencyId).Purpose);
    }

    [Fact]
    public async Task A_team_that_also_has_a_duty_passes_the_person_on_openly_and_when_the_day_is_over_it_is_a_secret()
    {
        var (eileen, fiona, personId) = await InvolvedAsync();
        await eileen.Protection.OpenProtectionAsync(new()
        {
            PersonId = personId,
            TeamId = await town.Setting.TeamOfAsync("eileen"),
            Rationale = "Her purse is empty.",
            Practitioners = { new Practitioner { Offer = "To ask her." } },
            EndsOn = town.Platform.Time.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", null),
        });
        var lastOn = London.Today(town.Platform.Time.GetUtcNow()).AddDays(5);
        await eileen.Person.RecordMoveAsync(new(Move(personId)) { LastOn = lastOn.ToString("yyyy-MM-dd", null) });
        await LevelAsync();
        // Fiona's team goes on for a while.
        await fiona.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = (await town.OwnAsync(fiona, personId)).InvolvementId,
            Reason = "The clinic is on the way.",
            LastOn = lastOn.AddDays(20).ToString("yyyy-MM-dd", null),
        });

        town.Platform.Time.Advance(London.Start(lastOn.AddDays(1)).AddMinutes(-1) - town.Platform.Time.GetUtcNow());
        await town.InvolveAsync(eileen, personId, await town.SignInAsync("shona"));
        var before = await ByDutyAsync(eileen, personId);
        await fiona.Plan.GetOutcomeAsync(before, await town.NewestAsync());

        town.Platform.Time.Advance(TimeSpan.FromMinutes(2));
        await fiona.Plan.GetOutcomeAsync(await ByDutyAsync(eileen, personId), await town.NewestAsync())
            .NotFoundAsync();
        await fiona.Plan.GetOutcomeAsync(before, await town.NewestAsync()).NotFoundAsync();
        Assert.DoesNotContain(await fiona.InvolvedAsync(personId), i => i.Team.AgencyId == eileen.AgencyId);
    }

    [Fact]
    public async Task Taken_back_before_the_day_every_involvement_lasts_as_before_and_the_teams_are_told()
    {
        var (eileen, fiona, personId) = await InvolvedAsync();
        var own = await town.OwnAsync(eileen, personId);
        var before = town.Platform.Time.GetUtcNow().AddDays(40).ToString("yyyy-MM-dd", null);
        await eileen.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = own.InvolvementId,
            Reason = "Until the flat is warm.",
            LastOn = before,
        });
        var move = (await eileen.Person.RecordMoveAsync(Move(personId))).Move;
        await LevelAsync();
        await TellAgainAsync(personId);
        Assert.All(await eileen.InvolvedAsync(personId), i => Assert.Equal(town.Today, i.LastOn));

        await fiona.Person.TakeBackMoveAsync(Stays(move));
        await LevelAsync();

        Assert.Equal(before, (await town.OwnAsync(eileen, personId)).LastOn);
        Assert.Equal("", (await town.OwnAsync(fiona, personId)).LastOn);
        foreach (var caller in new[] { eileen, fiona })
        {
            Assert.Equal(["The person stays. The last day of your team is as before."],
                (await NoticesAsync(caller, personId)).Select(n => n.Words));
        }
        town.Platform.Time.Advance(TimeSpan.FromDays(2));
        await SeenAsync(eileen, personId);
        await SeenAsync(fiona, personId);
    }

    [Fact]
    public async Task A_mistake_that_is_found_when_the_day_is_over_is_the_privacy_officers_to_put_right()
    {
        var (eileen, fiona, personId) = await InvolvedAsync();
        var move = (await eileen.Person.RecordMoveAsync(Move(personId))).Move;
        await LevelAsync();
        town.Platform.Time.Advance(TimeSpan.FromDays(2));
        await GoneAsync(eileen, personId);
        await eileen.Person.TakeBackMoveAsync(Stays(move)).NotFoundAsync();
        await (await town.SignInAsync("douglas")).Person.TakeBackMoveAsync(Stays(move)).NotFoundAsync();

        await (await town.SignInAsync("craig")).Person.TakeBackMoveAsync(Stays(move));
        await LevelAsync();

        Assert.Equal(2, (await SeenAsync(eileen, personId)).Plan.Outcomes.Count);
        Assert.Equal(2, (await SeenAsync(fiona, personId)).Plan.Outcomes.Count);
    }

    [Fact]
    public async Task What_another_move_or_the_team_itself_has_said_since_holds()
    {
        var (eileen, fiona, personId) = await InvolvedAsync();
        var (soon, late) = (Days(5), Days(9));
        var first = (await eileen.Person.RecordMoveAsync(new(Move(personId)) { LastOn = late })).Move;
        var second = (await eileen.Person.RecordMoveAsync(new(Move(personId)) { LastOn = soon })).Move;
        await LevelAsync();
        await fiona.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = (await town.OwnAsync(fiona, personId)).InvolvementId,
            Reason = "The clinic is on the way.",
            LastOn = Days(20),
        });

        await eileen.Person.TakeBackMoveAsync(Stays(first));
        await LevelAsync();
        Assert.Equal(soon, (await town.OwnAsync(eileen, personId)).LastOn);
        await eileen.Person.TakeBackMoveAsync(Stays(second));
        await LevelAsync();

        Assert.Equal("", (await town.OwnAsync(eileen, personId)).LastOn);
        Assert.Equal(Days(20), (await town.OwnAsync(fiona, personId)).LastOn);
    }

    private string Days(int ahead) => town.Platform.Time.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", null);

    private static People.V1.TakeBackMoveRequest Stays(People.V1.Move move) =>
        new() { PersonId = move.PersonId, MoveId = move.MoveId, Reason = "She stays after all." };

    private async Task<Plans.V1.GetOutcomeRequest> ByDutyAsync(Caller caller, string personId)
    {
        var asked = await town.NewestAsync();
        asked.Add("po-purpose", "adult_protection");
        return new()
        {
            PersonId = personId,
            OutcomeId = (await caller.Plan.ProposeOutcomeAsync(new()
            {
                PersonId = personId,
                Statement = "To keep my own purse",
                Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
            }, asked)).Outcome.OutcomeId,
        };
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

    private People.V1.RecordMoveRequest Move(string personId) => new()
    {
        PersonId = personId,
        LastOn = town.Today,
        HowKnown = "She told us, and has the keys.",
    };

    private static async Task<List<V1.Notice>> NoticesAsync(Caller caller, string personId) =>
        [.. (await caller.Notices.ListNoticesAsync(new() { PageSize = 200 })).Notices
            .Where(n => n.PersonId == personId)];

    // Sharing has followed Person to its head.
    private async Task LevelAsync()
    {
        var copies = town.Platform.Services("sharing").GetRequiredService<Copies>();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await copies.LevelAsync("person", Call.Own("Asked", town.Platform.Time));
                return;
            }
            catch (Problem problem) when (problem.RetryAfter is not null && tries < 50)
            {
            }
        }
    }

    // Sharing hears of the move once more.
    private async Task TellAgainAsync(string personId)
    {
        Entry entry;
        await using (var asked = await town.Platform.Services("person").GetRequiredService<IDatabase>()
            .ReadAsync(Call.Own("Asked", town.Platform.Time)))
        {
            entry = (await asked.OneAsync<Entry>(
                "SELECT TeamId, RecordedAt, EventJson FROM Journal WHERE Stream = @stream AND Type = 'PersonMovedAway'",
                new { stream = Guid.Parse(personId) }))!;
        }
        await using var work = await town.Platform.Services("sharing").GetRequiredService<IDatabase>()
            .BeginAsync(On.Copy("person"), Call.Own("copy:person", town.Platform.Time));
        await OnPersonMovedAway.ApplyAsync(
            JsonSerializer.Deserialize<PersonMovedAway>(entry.EventJson!, JsonSerializerOptions.Web)!, entry, work);
        await work.CommitAsync();
    }

    private static async Task GoneAsync(Caller caller, string personId)
    {
        await caller.Plan.GetPlanAsync(new() { PersonId = personId }, Town.Newest).NotFoundAsync();
        await caller.Person.GetPersonAsync(new() { PersonId = personId }, Town.Newest).NotFoundAsync();
        await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        Assert.DoesNotContain((await caller.Sharing.ListPeopleAsync(new())).People, p => p.PersonId == personId);
    }
}
