using PersonalOutcomes.Problems;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

/// <summary>Who is told of what a person keeps, objects to, and is protected by; and who never is.</summary>
public sealed class ToldTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task What_was_written_down_as_kept_or_shown_again_is_told_to_the_person_and_brought_by_nobody()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var iris = await town.Setting.BindAsync(fiona, personId, "iris");

        var set = (await fiona.Wishes.RestrictAsync(Restriction(personId, ruth.AgencyId))).Restriction;
        await fiona.Wishes.LiftRestrictionAsync(new()
        {
            PersonId = personId,
            RestrictionId = set.RestrictionId,
            Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
        });

        Assert.Equal(
            [("restriction_lifted", set.RestrictionId), ("restriction_set", set.RestrictionId)],
            (await NoticesAsync(iris, personId)).Select(n => (n.Kind, n.AboutId)).Order());
        Assert.Equal(await town.Setting.TeamOfAsync("fiona"), (await NoticesAsync(iris, personId))[0].ByTeam.TeamId);
        await NobodyElseAsync(personId);
        // What she does by herself she knows.
        await iris.Wishes.RestrictAsync(new(Restriction(personId, ruth.AgencyId)) { Voice = null });
        Assert.Equal(2, (await NoticesAsync(iris, personId)).Count);
    }

    [Fact]
    public async Task An_objection_waits_for_its_privacy_officers_and_its_answer_is_brought_unnamed()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var (craig, douglas) = (await town.SignInAsync("craig"), await town.SignInAsync("douglas"));
        var made = (await fiona.Wishes.ObjectAsync(new()
        {
            PersonId = personId,
            AgencyId = ruth.AgencyId,
            Words = "Not them.",
            Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
        })).Objection;

        Assert.Equal(["objection_to_decide"], await KindsAsync(craig, personId));
        Until(London.Start(London.Today(town.Platform.Time.GetUtcNow()).AddDays(29)).AddMinutes(-1));
        Assert.Equal(["objection_to_decide"], await KindsAsync(craig, personId));
        town.Platform.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["objection_overdue", "objection_to_decide"], await KindsAsync(craig, personId));
        await NobodyElseAsync(personId, but: craig);

        await craig.Wishes.DecideObjectionAsync(new()
        {
            PersonId = personId,
            ObjectionId = made.ObjectionId,
            Ruling = Ruling.Upheld,
            Words = "We talked it over.",
        });

        Assert.Empty(await KindsAsync(craig, personId));
        var task = Assert.Single(await TasksAsync(fiona, personId)).Notice;
        Assert.Equal(("answer_waits", "An agency has an answer for you.", null), (task.Kind, task.Words, task.ByTeam));
        Assert.Empty(await TasksAsync(ruth, personId));
        Assert.Empty(await KindsAsync(douglas, personId));
    }

    [Fact]
    public async Task One_that_is_taken_back_reminds_nobody()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var craig = await town.SignInAsync("craig");
        var made = (await fiona.Wishes.ObjectAsync(new()
        {
            PersonId = personId,
            AgencyId = ruth.AgencyId,
            Words = "Not them.",
            Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
        })).Objection;
        await fiona.Wishes.WithdrawObjectionAsync(new()
        {
            PersonId = personId,
            ObjectionId = made.ObjectionId,
            Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
        });

        town.Platform.Time.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await KindsAsync(craig, personId));
    }

    [Fact]
    public async Task A_duty_that_is_open_is_told_to_the_person_who_supports_them_and_its_privacy_officers()
    {
        var fiona = await town.SignInAsync("fiona");
        var (ruth, craig) = (await town.SignInAsync("ruth"), await town.SignInAsync("craig"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var duncan = await town.Setting.BindAsync(fiona, personId, "duncan");

        await ruth.Protection.OpenProtectionAsync(new(await DutyAsync(personId)) { Openly = true });

        foreach (var told in new[] { duncan, fiona, craig })
        {
            Assert.Equal(["protection_opened"], await KindsAsync(told, personId));
        }
        Assert.Single(await TasksAsync(fiona, personId));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Of_a_secret_duty_nobody_else_is_told_before_it_is_shown_be_its_team_openly_there_or_not(
        bool openlyThere)
    {
        var fiona = await town.SignInAsync("fiona");
        var (ruth, craig) = (await town.SignInAsync("ruth"), await town.SignInAsync("craig"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        if (openlyThere)
        {
            await town.InvolveAsync(fiona, personId, ruth);
        }
        var catriona = await NameAsync(fiona, personId, openlyThere ? "catriona" : "archie");

        var mark = (await ruth.Protection.OpenProtectionAsync(await DutyAsync(personId))).PrivateMark;

        Assert.Empty(await KindsAsync(fiona, personId));
        Assert.Empty(await TasksAsync(fiona, personId));
        await Refusal.ExpectAsync(Grpc.Core.StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            catriona.Notices.ListNoticesAsync(new() { PersonId = personId }));
        Assert.Equal(["protection_opened"], await KindsAsync(craig, personId));

        await ruth.Protection.ShowPrivateAsync(
            new() { PersonId = personId, PrivateMarkId = mark.PrivateMarkId, Reason = "He has moved abroad." });

        Assert.Equal(["protection_opened"], await KindsAsync(fiona, personId));
        Assert.Single(await TasksAsync(fiona, personId));
    }

    [Fact]
    public async Task Why_something_is_held_back_is_due_every_28_days_to_its_leads_and_privacy_officers()
    {
        var fiona = await town.SignInAsync("fiona");
        var (gillian, craig) = (await town.SignInAsync("gillian"), await town.SignInAsync("craig"));
        var ruth = await town.SignInAsync("ruth");
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var mark = (await ruth.Protection.OpenProtectionAsync(await DutyAsync(personId))).PrivateMark;
        var due = London.Start(London.Today(town.Platform.Time.GetUtcNow()).AddDays(28));

        Until(due.AddMinutes(-1));
        Assert.Equal([], await DueAsync(personId, gillian, craig));
        Until(due.AddMinutes(1));
        Assert.Equal(["gillian", "craig"], await DueAsync(personId, gillian, craig, fiona, ruth));

        await ruth.Protection.ReviewPrivateAsync(
            new() { PersonId = personId, PrivateMarkId = mark.PrivateMarkId, Reason = "He still asks." });
        Assert.Equal([], await DueAsync(personId, gillian, craig));
        Until(due.AddDays(29));
        Assert.Equal(["gillian", "craig"], await DueAsync(personId, gillian, craig));

        await ruth.Protection.ShowPrivateAsync(
            new() { PersonId = personId, PrivateMarkId = mark.PrivateMarkId, Reason = "He has moved abroad." });
        Assert.Equal([], await DueAsync(personId, gillian, craig));
    }

    private static RestrictRequest Restriction(string personId, string fromId) => new()
    {
        PersonId = personId,
        FromId = fromId,
        Kind = "strength",
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };

    private async Task<OpenProtectionRequest> DutyAsync(string personId) => new()
    {
        PersonId = personId,
        TeamId = await town.Setting.TeamOfAsync("ruth"),
        Rationale = "Her purse is empty after each visit.",
        Practitioners = { new Practitioner { Offer = "To ask her, alone." } },
        EndsOn = town.Platform.Time.GetUtcNow().AddDays(180).ToString("yyyy-MM-dd", null),
    };

    private async Task<Caller> NameAsync(Caller by, string personId, string user)
    {
        var named = (await by.Representatives.NameRepresentativeAsync(new()
        {
            PersonId = personId,
            Name = "Her son",
            Role = V1.RepresentativeRole.Carer,
            Scope = V1.RepresentativeScope.Sees,
            WithThePersonsSay = Involved.Say("Aye, him."),
        })).Representative;
        var code = (await by.Representatives.PrintRepresentativeCodeAsync(
            new() { PersonId = personId, RepresentativeId = named.RepresentativeId })).Code;
        var caller = await town.Platform.SignInAsync(user);
        await caller.Representatives.BindRepresentativeAsync(new() { Code = code });
        return caller;
    }

    private void Until(DateTimeOffset then) => town.Platform.Time.Advance(then - town.Platform.Time.GetUtcNow());

    private async Task NobodyElseAsync(string personId, Caller? but = null)
    {
        foreach (var user in new[] { "fiona", "isla", "ruth", "gillian", "shona", "craig", "douglas" })
        {
            var caller = await town.SignInAsync(user);
            if (user != but?.User)
            {
                Assert.Empty(await KindsAsync(caller, personId));
            }
        }
        Assert.Empty(await TasksAsync(await town.SignInAsync("fiona"), personId));
        Assert.Empty(await TasksAsync(await town.SignInAsync("ruth"), personId));
    }

    private static async Task<List<V1.Notice>> NoticesAsync(Caller caller, string personId) =>
        [.. (await caller.Notices.ListNoticesAsync(new() { PersonId = personId })).Notices];

    private static async Task<List<string>> KindsAsync(Caller caller, string personId) =>
        [.. (await NoticesAsync(caller, personId)).Select(n => n.Kind).Order()];

    private static async Task<List<string>> DueAsync(string personId, params Caller[] callers)
    {
        var due = new List<string>();
        foreach (var caller in callers)
        {
            if ((await KindsAsync(caller, personId)).Contains("private_review_due"))
            {
                due.Add(caller.User);
            }
        }
        return due;
    }

    private async Task<List<DeliveryTask>> TasksAsync(Caller caller, string personId) =>
        [.. (await caller.Notices.ListDeliveriesAsync(
            new() { TeamId = await town.Setting.TeamOfAsync(caller.User), PersonId = personId })).Tasks];
}
