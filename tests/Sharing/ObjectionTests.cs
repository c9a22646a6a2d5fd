using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// In a town of its own, since a sign-in is bound once.
public sealed class ObjectionTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task The_agency_sees_nothing_until_it_has_decided_and_nothing_once_it_agrees()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var made = (await fiona.Wishes.ObjectAsync(Objection(personId, ruth.AgencyId))).Objection;

        Assert.Equal((V1.ObjectionState.Waiting, town.Today, Day(28), false),
            (made.State, made.MadeOn, made.DueOn, made.Overdue));
        await SeesNothingAsync(ruth, personId);
        await SeesAsync(fiona, personId);

        var craig = await town.SignInAsync("craig");
        var decided = (await craig.Wishes.DecideObjectionAsync(Decision(made, Ruling.Upheld))).Objection;
        Assert.Equal((V1.ObjectionState.Upheld, "We talked it over."), (decided.State, decided.Decision));
        await SeesNothingAsync(ruth, personId);
        await craig.Wishes.DecideObjectionAsync(Decision(made, Ruling.NotUpheld))
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_DECIDED");

        // Somebody of another agency writes down that it is taken back, and reads nothing of what was said.
        var withdrawn = (await fiona.Wishes.WithdrawObjectionAsync(Withdrawal(made))).Objection;
        Assert.Equal((V1.ObjectionState.Withdrawn, "", ""), (withdrawn.State, withdrawn.Words, withdrawn.Decision));
        await SeesAsync(ruth, personId);
    }

    [Fact]
    public async Task A_duty_shows_it_meanwhile_and_the_decision_ends_the_duty()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var craig = await town.SignInAsync("craig");
        var made = (await fiona.Wishes.ObjectAsync(Objection(personId, ruth.AgencyId))).Objection;
        var duty = new RecordDutyRequest
        {
            PersonId = personId,
            ObjectionId = made.ObjectionId,
            Duty = "An order of the sheriff.",
        };

        var under = (await craig.Wishes.RecordDutyAsync(duty)).Objection;

        Assert.Equal((V1.ObjectionState.WaitingUnderADuty, "An order of the sheriff."), (under.State, under.Duty));
        await SeesAsync(ruth, personId);
        await craig.Wishes.RecordDutyAsync(duty).RefusedAsync(StatusCode.FailedPrecondition, "DUTY_RECORDED");
        // It is against their own agency: to its practitioners it does not exist, though they see the record.
        await ruth.Wishes.WithdrawObjectionAsync(Withdrawal(made)).NotFoundAsync();
        await craig.Wishes.DecideObjectionAsync(Decision(made, Ruling.Upheld));
        await SeesNothingAsync(ruth, personId);
    }

    [Fact]
    public async Task One_that_is_not_upheld_hides_nothing_more_and_the_person_reads_why()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var duncan = await town.Setting.BindAsync(fiona, personId, "duncan");
        var craig = await town.SignInAsync("craig");
        var request = Objection(personId, ruth.AgencyId);
        request.Voice = null;
        var made = (await duncan.Wishes.ObjectAsync(request)).Objection;
        await craig.Wishes.DecideObjectionAsync(Decision(made, Ruling.NotUpheld));

        await SeesAsync(ruth, personId);
        var read = Assert.Single((await duncan.Wishes.ListObjectionsAsync(new() { PersonId = personId })).Objections);
        Assert.Equal((V1.ObjectionState.NotUpheld, "We talked it over.", "Not them."),
            (read.State, read.Decision, read.Words));
        await duncan.Wishes.WithdrawObjectionAsync(
                new() { PersonId = personId, ObjectionId = made.ObjectionId })
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_UPHELD");
        await fiona.Wishes.ListObjectionsAsync(new() { PersonId = personId })
            .RefusedAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
    }

    [Fact]
    public async Task Its_own_privacy_officers_see_what_waits_the_overdue_first_and_no_others_do()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var (_, _, other) = await town.SharedAsync();
        var (craig, douglas) = (await town.SignInAsync("craig"), await town.SignInAsync("douglas"));
        var first = (await fiona.Wishes.ObjectAsync(Objection(personId, ruth.AgencyId))).Objection;
        town.Platform.Time.Advance(TimeSpan.FromDays(28));
        var second = (await fiona.Wishes.ObjectAsync(Objection(other, ruth.AgencyId))).Objection;

        var due = await WaitingAsync(craig, first, second);
        Assert.Equal([(first.ObjectionId, false), (second.ObjectionId, false)], due);
        town.Platform.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([(first.ObjectionId, true), (second.ObjectionId, false)],
            await WaitingAsync(craig, first, second));
        Assert.Empty(await WaitingAsync(douglas, first, second));

        await douglas.Wishes.DecideObjectionAsync(Decision(first, Ruling.NotUpheld)).NotFoundAsync();
        await douglas.Wishes.RecordDutyAsync(
            new() { PersonId = personId, ObjectionId = first.ObjectionId, Duty = "Ours." }).NotFoundAsync();
        await SeesNothingAsync(ruth, personId);
        await craig.Sharing.ListInvolvementsAsync(new() { PersonId = personId })
            .RefusedAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await craig.Wishes.DecideObjectionAsync(Decision(first, Ruling.Upheld));
        Assert.Equal([(second.ObjectionId, false)], await WaitingAsync(craig, first, second));
    }

    [Fact]
    public async Task Only_the_person_objects_and_to_an_agency_that_there_is()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var request = Objection(personId, ruth.AgencyId);
        request.Voice.SaidBy = Speaker.Practitioner;
        await fiona.Wishes.ObjectAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice.said_by");
        // A team is no agency: an agency decides.
        await fiona.Wishes.ObjectAsync(Objection(personId, await town.Setting.TeamOfAsync("ruth")))
            .RefusedAsync(StatusCode.FailedPrecondition, "NO_SUCH_AGENCY", "agency_id");
        await (await town.SignInAsync("nadia")).Wishes.ObjectAsync(Objection(personId, ruth.AgencyId))
            .NotFoundAsync();
        await SeesAsync(ruth, personId);
    }

    [Fact]
    public async Task Two_privacy_officers_decisions_at_once_leave_one()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var craig = await town.SignInAsync("craig");
        var made = (await fiona.Wishes.ObjectAsync(Objection(personId, ruth.AgencyId))).Objection;

        var answers = await Task.WhenAll(new[] { Ruling.Upheld, Ruling.NotUpheld, Ruling.Upheld }.Select(async r =>
        {
            try
            {
                return (await craig.Wishes.DecideObjectionAsync(Decision(made, r))).Objection.State.ToString();
            }
            catch (RpcException refused)
            {
                return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>().Reason;
            }
        }));

        Assert.Equal(2, answers.Count(a => a == "ALREADY_DECIDED"));
        await (answers.Contains("Upheld") ? SeesNothingAsync(ruth, personId) : SeesAsync(ruth, personId));
    }

    private static async Task<List<(string, bool)>> WaitingAsync(Caller officer, params V1.Objection[] among)
    {
        var ids = among.Select(o => o.ObjectionId).ToHashSet();
        return [.. (await officer.Wishes.ListObjectionsToDecideAsync(new() { PageSize = 200 })).Objections
            .Where(o => ids.Contains(o.ObjectionId)).Select(o => (o.ObjectionId, o.Overdue))];
    }

    private string Day(int days) => town.Platform.Time.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", null);

    private static Task SeesNothingAsync(Caller caller, string personId) =>
        caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();

    private static async Task SeesAsync(Caller caller, string personId) =>
        Assert.NotEmpty((await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);

    private static ObjectRequest Objection(string personId, string agencyId) => new()
    {
        PersonId = personId,
        AgencyId = agencyId,
        Words = "Not them.",
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };

    private static DecideObjectionRequest Decision(V1.Objection objection, Ruling ruling) => new()
    {
        PersonId = objection.PersonId,
        ObjectionId = objection.ObjectionId,
        Ruling = ruling,
        Words = "We talked it over.",
    };

    private static WithdrawObjectionRequest Withdrawal(V1.Objection objection) => new()
    {
        PersonId = objection.PersonId,
        ObjectionId = objection.ObjectionId,
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };
}
