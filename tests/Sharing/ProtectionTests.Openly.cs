using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// What is in sight and becomes a secret, and what the person's word keeps from a duty.
public sealed partial class ProtectionTests
{
    [Fact]
    public async Task A_team_that_is_openly_there_too_stays_in_sight_and_only_its_duty_is_a_secret()
    {
        var (eileen, graeme) = (await town.SignInAsync("eileen"), await town.SignInAsync("graeme"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await TakeUpAsync(eileen, graeme, personId);
        var outcome = await ProposeAsync(eileen, personId);
        var before = (await graeme.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).ToByteArray();

        await eileen.Protection.OpenProtectionAsync(await DutyAsync(personId));

        Assert.Equal(before,
            (await graeme.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).ToByteArray());
        await graeme.Plan.GetOutcomeAsync(outcome, await town.NewestAsync());
        Assert.Equal(3, (await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId }))
            .Involvements.Count);
    }

    [Fact]
    public async Task A_team_whose_open_work_ends_goes_on_as_a_secret()
    {
        var (eileen, graeme) = (await town.SignInAsync("eileen"), await town.SignInAsync("graeme"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await TakeUpAsync(eileen, graeme, personId);
        var openly = await town.OwnAsync(eileen, personId);
        await eileen.Protection.OpenProtectionAsync(await DutyAsync(personId));

        await eileen.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = openly.InvolvementId,
            Reason = "Nothing more to do.",
        });

        var later = await ProposeAsync(eileen, personId, "adult_protection");
        await graeme.Plan.GetOutcomeAsync(later, await town.NewestAsync()).NotFoundAsync();
        Assert.Equal(["Kirkgate Housing Association"],
            (await graeme.InvolvedAsync(personId)).Select(i => i.Team.AgencyName));
    }

    [Fact]
    public async Task A_team_whose_open_work_has_a_last_day_is_in_sight_to_its_last_minute_and_a_secret_from_then_on()
    {
        var (eileen, graeme) = (await town.SignInAsync("eileen"), await town.SignInAsync("graeme"));
        var shona = await town.SignInAsync("shona");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await TakeUpAsync(eileen, graeme, personId);
        var openly = await town.OwnAsync(eileen, personId);
        await eileen.Protection.OpenProtectionAsync(await DutyAsync(personId));
        var lastOn = London.Today(town.Platform.Time.GetUtcNow()).AddDays(3);

        await EndAsync(eileen, openly, lastOn.AddDays(-1));
        await EndAsync(eileen, openly, lastOn);

        await TakeUpAsync(eileen, shona, personId);
        Until(London.Start(lastOn.AddDays(1)).AddMinutes(-1));
        var before = await ProposeAsync(eileen, personId, "adult_protection");
        await graeme.Plan.GetOutcomeAsync(before, await town.NewestAsync());
        Assert.Contains("Strathmore Council Social Work",
            (await graeme.InvolvedAsync(personId)).Select(i => i.Team.AgencyName));

        town.Platform.Time.Advance(TimeSpan.FromMinutes(2));
        var after = await ProposeAsync(eileen, personId, "adult_protection");
        foreach (var outcome in new[] { before, after })
        {
            await graeme.Plan.GetOutcomeAsync(outcome, await town.NewestAsync()).NotFoundAsync();
            await eileen.Plan.GetOutcomeAsync(outcome, await ForAsync("adult_protection"));
        }
        Assert.Equal(["Kirkgate Housing Association", "Tayview Carers Centre"],
            (await graeme.InvolvedAsync(personId)).Select(i => i.Team.AgencyName).Order());
    }

    [Fact]
    public async Task A_team_that_is_openly_taken_up_again_before_its_last_day_is_over_stays_in_sight()
    {
        var (eileen, graeme) = (await town.SignInAsync("eileen"), await town.SignInAsync("graeme"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await TakeUpAsync(eileen, graeme, personId);
        var openly = await town.OwnAsync(eileen, personId);
        await eileen.Protection.OpenProtectionAsync(await DutyAsync(personId));
        var today = London.Today(town.Platform.Time.GetUtcNow());
        await EndAsync(eileen, openly, today);

        await TakeUpAsync(graeme, eileen, personId);

        Until(London.Start(today.AddDays(1)).AddMinutes(1));
        var later = await ProposeAsync(eileen, personId, "adult_protection");
        await graeme.Plan.GetOutcomeAsync(later, await town.NewestAsync());
    }

    [Fact]
    public async Task A_secret_that_is_over_before_the_open_work_hides_nothing()
    {
        var (eileen, graeme) = (await town.SignInAsync("eileen"), await town.SignInAsync("graeme"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await TakeUpAsync(eileen, graeme, personId);
        var openly = await town.OwnAsync(eileen, personId);
        var outcome = await ProposeAsync(eileen, personId);
        await eileen.Protection.OpenProtectionAsync(await DutyAsync(personId));
        var lastOn = London.Today(town.Platform.Time.GetUtcNow()).AddDays(9);

        await EndAsync(eileen, openly, lastOn);

        Until(London.Start(lastOn.AddDays(1)).AddMinutes(1));
        await graeme.Plan.GetOutcomeAsync(outcome, await town.NewestAsync());
    }

    [Fact]
    public async Task What_a_secret_team_wrote_before_another_revised_it_is_not_in_the_plan_as_it_was()
    {
        var (eileen, shona) = (await town.SignInAsync("eileen"), await town.SignInAsync("shona"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var involvement = await TakeUpAsync(eileen, shona, personId);
        var shonas = await ProposeAsync(shona, personId);
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var then = town.Platform.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        await ReviseAsync(eileen, shonas);
        var eileens = await ProposeAsync(eileen, personId);
        await shona.Protection.MakePrivateAsync(Private(personId, involvement));

        Assert.Equal(["To be let sleep"], (await eileen.Plan.GetPlanAsync(
            new() { PersonId = personId }, await town.NewestAsync())).Outcomes
            .Where(o => o.OutcomeId == shonas.OutcomeId).Select(o => o.Statement));
        Assert.Empty((await eileen.Plan.GetPlanAsync(new() { PersonId = personId, AtTime = then })).Outcomes);
        Assert.Equal("To sleep at night", Assert.Single((await shona.Plan.GetPlanAsync(
            new() { PersonId = personId, AtTime = then })).Outcomes).Statement);
        // What others see is not hers to take out of their sight.
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "KEPT_SECRET", Revising(shona, eileens,
            (await shona.Plan.GetOutcomeAsync(eileens)).Outcome.Etag));
        await ReviseAsync(shona, await ProposeAsync(shona, personId));
    }

    [Fact]
    public async Task A_duty_opens_nothing_against_the_persons_word()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        await fiona.Wishes.RestrictAsync(new()
        {
            PersonId = personId,
            FromId = ruth.AgencyId,
            Voice = new() { SaidBy = V1.Speaker.Person, How = { "spoken" } },
        });
        var before = await town.JournalAsync(personId);

        Assert.Equal(
            await Refusal.OfAsync(ruth.Protection.OpenProtectionAsync(await DutyAsync(Guid.NewGuid().ToString()))),
            await ruth.Protection.OpenProtectionAsync(await DutyAsync(personId)).NotFoundAsync());
        Assert.Equal(before, await town.JournalAsync(personId));
    }

    private static async Task EndAsync(Caller by, V1.Involvement involvement, DateOnly lastOn) =>
        await by.Sharing.EndInvolvementAsync(new()
        {
            PersonId = involvement.PersonId,
            InvolvementId = involvement.InvolvementId,
            Reason = "Nothing more to do.",
            LastOn = lastOn.ToString("yyyy-MM-dd", null),
        });

    private void Until(DateTimeOffset then) => town.Platform.Time.Advance(then - town.Platform.Time.GetUtcNow());

    private static async Task ReviseAsync(Caller by, GetOutcomeRequest outcome) =>
        await Revising(by, outcome, (await by.Plan.GetOutcomeAsync(outcome)).Outcome.Etag);

    private static AsyncUnaryCall<ReviseOutcomeResponse> Revising(Caller by, GetOutcomeRequest outcome, string etag) =>
        by.Plan.ReviseOutcomeAsync(new()
        {
            PersonId = outcome.PersonId,
            OutcomeId = outcome.OutcomeId,
            Etag = etag,
            Statement = "To be let sleep",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        });
}
