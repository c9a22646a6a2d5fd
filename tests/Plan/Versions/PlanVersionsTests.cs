using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class PlanVersionsTests(Neighbours neighbours)
{
    [Fact]
    public async Task Each_change_is_a_version_newest_first_and_a_sentence_tells_it()
    {
        var personId = await neighbours.SharedAsync();
        Assert.Empty(await VersionsAsync(neighbours.Ruth, personId));
        var plan = neighbours.Fiona.Plan;
        var money = await neighbours.ProposeAsync(personId);
        var stoma = Valid.Outcome(personId);
        (stoma.Statement, stoma.Voice) = ("To manage the stoma himself", Valid.Spoken(V1.Speaker.Family, "his wife Ann"));
        var second = (await plan.ProposeOutcomeAsync(stoma)).Outcome;
        neighbours.Later();
        money = (await plan.AgreeOutcomeAsync(Valid.Agree(money))).Outcome;
        neighbours.Later();
        await plan.AddBlockAsync(Valid.Block(personId, money.OutcomeId, second.OutcomeId));
        neighbours.Later();
        await plan.NameLeadAsync(new() { PersonId = personId, OutcomeId = second.OutcomeId, Who = "Fiona, a nurse" });
        neighbours.Later();
        var ranking = Valid.Ranking(second, money);
        ranking.CriticalIds.Add(second.OutcomeId);
        await plan.RankOutcomesAsync(ranking);
        neighbours.Later();
        var step = (await plan.AddStepAsync(Valid.Step(personId, money.OutcomeId))).Step;
        neighbours.Later();
        await plan.FinishStepAsync(Valid.Finish(step));
        neighbours.Later();
        await plan.SayPurposeAsync(Valid.Purpose(personId));
        neighbours.Later();
        var anew = (await plan.ReviseOutcomeAsync(Valid.Revise(money))).Outcome;
        neighbours.Later();
        await plan.SetOutcomeAsideAsync(Valid.SetAside(anew));
        neighbours.Later();

        var versions = await VersionsAsync(neighbours.Ruth, personId);

        versions.Reverse();
        var told = new List<string>();
        foreach (var (before, after) in versions.Zip(versions.Skip(1)))
        {
            told.AddRange(await ChangesAsync(neighbours.Ruth, personId, before, after));
        }
        Assert.Equal(
        [
            "His wife Ann added this: To manage the stoma himself.",
            "This was agreed: Enough each week for the three of us.",
            "This has to wait: To manage the stoma himself. First comes this: Enough each week for the three of us.",
            "Fiona, a nurse will lead the work on this: To manage the stoma himself.",
            "What matters was put in a new order.",
            "This was said to press the most: To manage the stoma himself.",
            "There is a new step for his wife Ann: Rings about the backdated money.",
            "The step was done: Rings about the backdated money.",
            "The person said what we are all here for: That home runs again.",
            "The person put this in new words: Enough each week, and a bit for the bairn.",
            "This was set aside: Enough each week, and a bit for the bairn.",
        ], told);
        Assert.Equal(11, versions.Count);
        Assert.Equal(versions.Select(v => v.RecordTime).Order(StringComparer.Ordinal), versions.Select(v => v.RecordTime));
        // What a version names is what GetPlan shows as at its time.
        Assert.Equal(second.OutcomeId,
            (await neighbours.Ruth.PlanAsync(personId, versions[5].RecordTime)).Outcomes[0].OutcomeId);
    }

    [Fact]
    public async Task A_change_that_is_hidden_from_the_viewer_makes_no_version_for_them()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var stoma = await neighbours.ProposeAsync(personId);
        var before = await VersionsAsync(neighbours.Ruth, personId);
        var fionas = (await VersionsAsync(neighbours.Fiona, personId)).Count;

        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        await neighbours.Fiona.Plan.AddStepAsync(Valid.Step(personId, hidden.OutcomeId));
        neighbours.Later();
        await neighbours.Fiona.Plan.AddBlockAsync(Valid.Block(personId, hidden.OutcomeId, money.OutcomeId));
        neighbours.Later();
        await neighbours.Fiona.Plan.RankOutcomesAsync(Valid.Ranking(hidden, money, stoma));
        neighbours.Later();
        var purpose = Valid.Purpose(personId);
        purpose.WithheldFrom.Add(neighbours.SocialWork);
        await neighbours.Fiona.Plan.SayPurposeAsync(purpose);
        neighbours.Later();

        Assert.Equal(before, await VersionsAsync(neighbours.Ruth, personId));
        Assert.Equal(fionas + 5, (await VersionsAsync(neighbours.Fiona, personId)).Count);
    }

    [Fact]
    public async Task What_a_team_did_that_is_a_secret_now_has_not_happened_for_anybody_else()
    {
        var money = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        await neighbours.Ruth.Plan.AgreeOutcomeAsync(Valid.Agree(money));
        neighbours.Later();
        Assert.Equal(2, (await VersionsAsync(neighbours.Fiona, money.PersonId)).Count);
        var involved = await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = money.PersonId });
        await neighbours.Ruth.Protection.MakePrivateAsync(new()
        {
            PersonId = money.PersonId,
            InvolvementId = involved.Involvements.Single(i => i.Team.TeamId == neighbours.SocialWork).InvolvementId,
            Reason = "He must not know where she is.",
        });
        neighbours.Later();
        await neighbours.LevelAsync("sharing");

        Assert.Single(await VersionsAsync(neighbours.Fiona, money.PersonId));
        Assert.Equal(2, (await VersionsAsync(neighbours.Ruth, money.PersonId)).Count);
    }

    [Fact]
    public async Task What_is_withheld_or_entered_in_error_later_takes_its_versions_with_it()
    {
        var personId = await neighbours.SharedAsync();
        await neighbours.ProposeAsync(personId);
        var before = await VersionsAsync(neighbours.Ruth, personId);
        var withheld = await neighbours.ProposeAsync(personId);
        var wrong = await neighbours.ProposeAsync(personId);
        Assert.Equal(3, (await VersionsAsync(neighbours.Ruth, personId)).Count);

        await neighbours.Fiona.Entries("plan").WithholdItemAsync(new()
        {
            PersonId = personId,
            ItemId = withheld.OutcomeId,
            WithheldFrom = { neighbours.SocialWork },
        });
        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(
            new() { PersonId = personId, ItemId = wrong.OutcomeId, Reason = MistakeReason.WrongRecord });

        Assert.Equal(before, await VersionsAsync(neighbours.Ruth, personId));
        Assert.Equal(2, (await VersionsAsync(neighbours.Fiona, personId)).Count);
    }

    [Fact]
    public async Task Two_versions_far_apart_are_compared_whichever_is_named_first_and_one_with_itself_is_the_same()
    {
        var money = await neighbours.ProposeAsync(await neighbours.CallumsAsync());
        var own = (await neighbours.Callum.Plan.ProposeOutcomeAsync(
            new() { PersonId = money.PersonId, Statement = "See the sea!" })).Outcome;
        neighbours.Later();
        var done = Valid.Step(money.PersonId);
        done.DoneOn = "2026-04-01";
        await neighbours.Fiona.Plan.AddStepAsync(done);
        neighbours.Later();
        await neighbours.Fiona.Plan.AgreeOutcomeAsync(Valid.Agree(own));
        var versions = (await VersionsAsync(neighbours.Callum, money.PersonId))[..4];

        var forth = await ChangesAsync(neighbours.Callum, money.PersonId, versions[3], versions[0]);

        Assert.Equal(
        [
            "You added this: See the sea!",
            "This was agreed: See the sea!",
            "His wife Ann did this: Rings about the backdated money.",
        ], forth);
        Assert.Equal(forth, await ChangesAsync(neighbours.Callum, money.PersonId, versions[0], versions[3]));
        Assert.Empty(await ChangesAsync(neighbours.Callum, money.PersonId, versions[2], versions[2]));
    }

    [Fact]
    public async Task They_come_page_by_page()
    {
        var personId = await neighbours.RegisterAsync();
        for (var i = 0; i < 3; i++)
        {
            await neighbours.ProposeAsync(personId);
        }
        var all = await VersionsAsync(neighbours.Fiona, personId);

        var first = await neighbours.Fiona.Plan.ListPlanVersionsAsync(new() { PersonId = personId, PageSize = 2 });
        var second = await neighbours.Fiona.Plan.ListPlanVersionsAsync(
            new() { PersonId = personId, PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(all, [.. first.Versions, .. second.Versions]);
        Assert.Equal((3, ""), (all.Count, second.NextPageToken));
    }

    [Fact]
    public async Task What_is_no_version_of_the_callers_for_this_person_is_refused()
    {
        var (personId, another) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        await neighbours.ProposeAsync(personId);
        await neighbours.ProposeAsync(another);
        var own = (await VersionsAsync(neighbours.Fiona, personId))[0].Version;
        string[] wrong =
        [
            "", "yesterday", own[..^1], own[1..], $"0{own}", "-", "ffffffffffffffff-00",
            (await VersionsAsync(neighbours.Ruth, personId))[0].Version,
            (await VersionsAsync(neighbours.Fiona, another))[0].Version,
        ];
        foreach (var version in wrong)
        {
            await neighbours.Fiona.Plan.ComparePlanVersionsAsync(
                new() { PersonId = personId, FromVersion = version, ToVersion = own })
                .RefusedAsync(StatusCode.InvalidArgument, "VERSION_INVALID", "from_version");
            await neighbours.Fiona.Plan.ComparePlanVersionsAsync(
                new() { PersonId = personId, FromVersion = own, ToVersion = version })
                .RefusedAsync(StatusCode.InvalidArgument, "VERSION_INVALID", "to_version");
        }
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_person_from_none()
    {
        var personId = await neighbours.RegisterAsync();
        await neighbours.ProposeAsync(personId);
        var version = (await VersionsAsync(neighbours.Fiona, personId))[0].Version;
        var refusals = new HashSet<string>();
        foreach (var id in new[] { personId, $"{Guid.NewGuid()}" })
        {
            refusals.Add((await neighbours.Nadia.Plan.ListPlanVersionsAsync(
                new() { PersonId = id }).NotFoundAsync()).Bytes);
            refusals.Add((await neighbours.Nadia.Plan.ComparePlanVersionsAsync(
                new() { PersonId = id, FromVersion = version, ToVersion = version }).NotFoundAsync()).Bytes);
        }
        Assert.Single(refusals);
    }

    private static async Task<List<PlanVersion>> VersionsAsync(Caller caller, string personId) =>
        [.. (await caller.Plan.ListPlanVersionsAsync(new() { PersonId = personId, PageSize = 200 })).Versions];

    private static async Task<List<string>> ChangesAsync(
        Caller caller, string personId, PlanVersion from, PlanVersion to) =>
        [.. (await caller.Plan.ComparePlanVersionsAsync(new()
        {
            PersonId = personId,
            FromVersion = from.Version,
            ToVersion = to.Version,
        })).Changes.Select(c => c.Sentence)];
}
