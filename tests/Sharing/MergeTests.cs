using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// In a town of its own, since a sign-in is bound once.
public sealed partial class MergeTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task The_person_reaches_both_records_and_every_team_sees_just_what_it_saw()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var iris = await town.Setting.BindAsync(fiona, one, "iris");
        var (fionas, ruths) = (await SeenAsync(fiona, one), await SeenAsync(ruth, other));
        await HiddenAsync(iris, other);

        await JoinAsync(one, other);

        Assert.Equal(fionas, await SeenAsync(fiona, one));
        Assert.Equal(ruths, await SeenAsync(ruth, other));
        await HiddenAsync(fiona, other);
        await HiddenAsync(ruth, one);
        await fiona.Person.GetPersonAsync(new() { PersonId = other }).NotFoundAsync();
        Assert.Equal("Ruth's own words", Assert.Single(
            (await iris.Plan.GetPlanAsync(new() { PersonId = other })).Outcomes).Statement);
        Assert.NotEmpty((await iris.Plan.GetPlanAsync(new() { PersonId = one })).Outcomes);
        Assert.NotEmpty((await iris.Sharing.ListInvolvementsAsync(new() { PersonId = other })).Involvements);
        Assert.Equal(V1.MergeState.Joined, Assert.Single(
            (await iris.Merges.ListMergesAsync(new() { PersonId = one })).Merges).State);
    }

    [Fact]
    public async Task What_is_kept_from_somebody_in_one_record_is_kept_in_both_and_parted_again_with_them()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var graeme = await town.SignInAsync("graeme");
        await town.InvolveAsync(fiona, one, graeme);
        await town.InvolveAsync(ruth, other, graeme);
        // One is set before, and one after.
        var early = await RestrictAsync(fiona, one, graeme.AgencyId);
        await SeenAsync(graeme, other);
        var mergeId = await JoinAsync(one, other);
        await HiddenAsync(graeme, other);
        var late = await RestrictAsync(ruth, other, graeme.AgencyId);
        await LiftAsync(fiona, one, early);
        await HiddenAsync(graeme, one);
        await HiddenAsync(graeme, other);

        await PartAsync(one, mergeId);

        await SeenAsync(graeme, one);
        await HiddenAsync(graeme, other);
        await LiftAsync(ruth, other, late);
        await SeenAsync(graeme, other);
    }

    [Fact]
    public async Task What_is_lifted_by_from_whom_is_lifted_in_both_records_whichever_it_was_said_in()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var graeme = await town.SignInAsync("graeme");
        await town.InvolveAsync(fiona, one, graeme);
        await town.InvolveAsync(ruth, other, graeme);
        await RestrictAsync(fiona, one, graeme.AgencyId);
        await JoinAsync(one, other);
        await RestrictAsync(ruth, other, graeme.AgencyId);

        await fiona.Wishes.LiftRestrictionAsync(
            new() { PersonId = one, FromId = graeme.AgencyId, Voice = Spoken });

        await SeenAsync(graeme, one);
        await SeenAsync(graeme, other);
    }

    [Fact]
    public async Task A_pair_is_alike_no_more_once_it_is_joined_and_again_when_it_is_parted()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var number = new People.V1.GivenIdentifier { Kind = People.V1.IdentifierKind.Local, System = "housing", Value = one };
        await fiona.Person.AddIdentifierAsync(new() { PersonId = one, Identifier = number });
        await ruth.Person.AddIdentifierAsync(new() { PersonId = other, Identifier = number });
        var craig = await town.SignInAsync("craig");
        Assert.True(await IsAlikeAsync(craig, one, other));

        var mergeId = await JoinAsync(one, other);
        Assert.False(await IsAlikeAsync(craig, one, other));

        await PartAsync(one, mergeId);
        Assert.True(await IsAlikeAsync(craig, one, other));
    }

    [Fact]
    public async Task An_objection_hides_both_records_from_the_agency()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var graeme = await town.SignInAsync("graeme");
        await town.InvolveAsync(ruth, other, graeme);
        await JoinAsync(one, other);

        var objection = (await fiona.Wishes.ObjectAsync(new()
        {
            PersonId = one,
            AgencyId = graeme.AgencyId,
            Words = "They told my neighbour.",
            Voice = Spoken,
        })).Objection;

        await HiddenAsync(graeme, other);
        await fiona.Wishes.WithdrawObjectionAsync(
            new() { PersonId = one, ObjectionId = objection.ObjectionId, Voice = Spoken });
        await SeenAsync(graeme, other);
    }

    [Fact]
    public async Task Whoever_is_close_in_one_record_is_staff_in_neither()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var sandy = await town.SignInAsync("sandy");
        await sandy.Kin.DeclareKinAsync(new() { PersonId = one, Relation = V1.KinRelation.Family });
        var sandys = await town.Setting.TeamOfAsync("sandy");
        Assert.Equal(sandys, await town.Setting.TeamOfAsync("ruth"));
        await SeenAsync(sandy, other);

        var mergeId = await JoinAsync(one, other);

        await HiddenAsync(sandy, other);
        var declared = await sandy.Kin.DeclareKinAsync(new() { PersonId = other, Relation = V1.KinRelation.Close });
        var alison = await town.Setting.AdministratorAsync(sandy.AgencyId);
        await alison.Kin.WithdrawKinAsync(
            new() { PersonId = other, KinshipId = declared.Kinship.KinshipId, Reason = "Somebody else of the name." });
        // It was declared about the other one as well.
        await HiddenAsync(sandy, other);
        await PartAsync(one, mergeId);
        await SeenAsync(sandy, other);
        await SeenAsync(fiona, one);
    }

    [Fact]
    public async Task Without_Sharing_an_old_copy_serves_the_person_their_record_and_no_joined_one()
    {
        var own = new Town();
        await own.InitializeAsync();
        try
        {
            var (fiona, _, one, other) = await new MergeTests(own).TwoAsync();
            var iris = await own.Setting.BindAsync(fiona, one, "iris");
            await new MergeTests(own).JoinAsync(one, other);
            await iris.Plan.GetPlanAsync(new() { PersonId = other });
            await own.Platform.StopAsync("sharing");
            await iris.Plan.GetPlanAsync(new() { PersonId = other });

            own.Platform.Time.Advance(TimeSpan.FromSeconds(46));

            // It may have been parted from theirs since.
            await iris.Plan.GetPlanAsync(new() { PersonId = other })
                .RefusedAsync(StatusCode.Unavailable, "ACCESS_UNKNOWN");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_third_record_joins_all_and_is_parted_first()
    {
        var (_, _, one, other) = await TwoAsync();
        var third = await RegisterAsync("ruth", "A third");
        var fiona = await town.SignInAsync("fiona");
        await town.InvolveAsync(await town.SignInAsync("ruth"), third, fiona);
        var graeme = await town.SignInAsync("graeme");
        await town.InvolveAsync(fiona, one, graeme);
        var first = await JoinAsync(one, other);
        var second = await JoinAsync(other, third);
        var craig = await town.SignInAsync("craig");

        await RestrictAsync(fiona, third, graeme.AgencyId);
        await HiddenAsync(graeme, one);
        await craig.Merges.UnmergeAsync(Part(one, first))
            .RefusedAsync(StatusCode.FailedPrecondition, "LATER_ONE_FIRST");

        await PartAsync(third, second);

        await SeenAsync(graeme, one);
        await PartAsync(one, first);
        await craig.Merges.UnmergeAsync(Part(one, first)).RefusedAsync(StatusCode.FailedPrecondition, "NOT_JOINED");
    }

    [Fact]
    public async Task What_was_written_while_they_were_joined_is_listed_to_the_officers_of_whoever_wrote_it()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var duncan = await town.Setting.BindAsync(fiona, one, "duncan");
        var graeme = await town.SignInAsync("graeme");
        await town.InvolveAsync(ruth, other, graeme);
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var mergeId = await JoinAsync(one, other);
        var wrong = (await duncan.Plan.ProposeOutcomeAsync(Outcome(other, "My own words"))).Outcome;
        var right = (await ruth.Plan.ProposeOutcomeAsync(Outcome(other, "Hers"))).Outcome;
        await ruth.Plan.GetPlanAsync(new() { PersonId = other });
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        await PartAsync(other, mergeId);
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        await ruth.Plan.ProposeOutcomeAsync(Outcome(other, "Afterwards"));
        var (craig, neil) = (await town.SignInAsync("craig"), await town.SignInAsync("neil"));
        var asked = new Access.V1.ListEntriesRequest { PersonId = other, MergeId = mergeId };
        var newest = await town.NewestAsync();

        var craigs = (await craig.Log("plan").ListEntriesAsync(asked, newest)).Entries;
        var neils = (await neil.Log("plan").ListEntriesAsync(asked, newest)).Entries;

        Assert.Equal(new[] { wrong, right }.Select(o => o.OutcomeId).Order(),
            craigs.SelectMany(e => e.ItemIds).Distinct().Order());
        Assert.Equal(["person", "practitioner"], craigs.Select(e => e.Role).Order());
        Assert.All(craigs, e => Assert.True(e.Wrote));
        // Who it was, an officer reads of their own staff alone; what their own staff wrote, and whoever signed in.
        Assert.Equal(["", await ruth.SubjectAsync()], craigs.Select(e => e.Subject).Order());
        Assert.Equal([wrong.OutcomeId], neils.SelectMany(e => e.ItemIds));
        Assert.All(neils, e => Assert.Equal("", e.Subject));
        await craig.Log("plan").ListEntriesAsync(
            new() { PersonId = other, MergeId = Guid.NewGuid().ToString() }, newest).NotFoundAsync();
    }

    private async Task<bool> IsAlikeAsync(Caller officer, string one, string other) =>
        (await officer.Person.ListPossibleSameAsync(new() { PageSize = 200 }, await town.NewestAsync())).Pairs
            .Any(p => new[] { one, other }.Order().SequenceEqual(new[] { p.PersonId, p.OtherPersonId }.Order()));

    private static Voice Spoken => new() { SaidBy = Speaker.Person, How = { "spoken" } };

    // One of the health board's, and one of the council's.
    private async Task<(Caller Fiona, Caller Ruth, string One, string Other)> TwoAsync()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var (one, other) = (await RegisterAsync("fiona", "Somebody New"), await RegisterAsync("ruth", "Somebody New"));
        await fiona.Plan.ProposeOutcomeAsync(Outcome(one, "Fiona's own words"));
        await ruth.Plan.ProposeOutcomeAsync(Outcome(other, "Ruth's own words"));
        return (fiona, ruth, one, other);
    }

    private async Task<string> RegisterAsync(string user, string name) =>
        await town.Setting.RegisterPersonAsync(await town.SignInAsync(user), name);

    private async Task<string> JoinAsync(string one, string other)
    {
        var asked = (await (await town.SignInAsync("craig")).Merges.ProposeMergeAsync(Proposal(one, other))).Merge;
        await (await town.SignInAsync("douglas")).Merges.AgreeMergeAsync(Answer(asked));
        return asked.MergeId;
    }

    private async Task PartAsync(string personId, string mergeId) =>
        await (await town.SignInAsync("craig")).Merges.UnmergeAsync(Part(personId, mergeId));

    private async Task<string> RestrictAsync(Caller by, string personId, string fromId) =>
        (await by.Wishes.RestrictAsync(new() { PersonId = personId, FromId = fromId, Voice = Spoken }))
            .Restriction.RestrictionId;

    private static async Task LiftAsync(Caller by, string personId, string restrictionId) =>
        await by.Wishes.LiftRestrictionAsync(
            new() { PersonId = personId, RestrictionId = restrictionId, Voice = Spoken });

    private async Task HiddenAsync(Caller caller, string personId) =>
        await caller.Plan.GetPlanAsync(new() { PersonId = personId }, await town.NewestAsync()).NotFoundAsync();

    // Byte for byte, of three services.
    private async Task<string> SeenAsync(Caller caller, string personId)
    {
        var newest = await town.NewestAsync();
        IMessage[] answers =
        [
            await caller.Plan.GetPlanAsync(new() { PersonId = personId }, newest),
            await caller.Person.GetPersonAsync(new() { PersonId = personId }, newest),
            await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId }),
            await caller.Wishes.ListWishesAsync(new() { PersonId = personId }),
        ];
        return string.Join('\n', answers.Select(a => a.ToByteString().ToBase64()));
    }

    private static Plans.V1.ProposeOutcomeRequest Outcome(string personId, string statement) => new()
    {
        PersonId = personId,
        Statement = statement,
        Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
    };

    private static ProposeMergeRequest Proposal(string one, string other) =>
        new() { PersonId = one, OtherPersonId = other, Reason = "The same face at both doors." };

    private static AgreeMergeRequest Answer(V1.Merge asked) =>
        new() { PersonId = asked.PersonId, MergeId = asked.MergeId };

    private static RefuseMergeRequest Refusal(V1.Merge asked) =>
        new() { PersonId = asked.PersonId, MergeId = asked.MergeId, Reason = "They are sisters." };

    private static UnmergeRequest Part(string personId, string mergeId) =>
        new() { PersonId = personId, MergeId = mergeId, Reason = "They are two sisters." };
}
