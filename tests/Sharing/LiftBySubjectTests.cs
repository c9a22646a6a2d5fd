using System.Globalization;
using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using SharingClient = PersonalOutcomes.Sharing.V1.SharingService.SharingServiceClient;
using WishClient = PersonalOutcomes.Sharing.V1.WishService.WishServiceClient;

namespace PersonalOutcomes.Sharing;

// "The one that keeps it from them": nobody but the person knows whether there is one. In a town of its own: a sign-in is
// bound to one record in a town.
public sealed class LiftBySubjectTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_practitioner_lifts_by_from_whom_and_what_and_the_person_sees_what_came_of_it()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var johanna = await town.Setting.BindAsync(fiona, personId, "johanna");
        var team = await town.Setting.TeamOfAsync("ruth");
        var outcome = (await ruth.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = personId,
            Statement = "To sing again",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        })).Outcome;
        foreach (var (from, kind) in new[]
            { (ruth.AgencyId, ""), (ruth.AgencyId, ""), (ruth.AgencyId, "outcome"), (team, "outcome"), (team, "") })
        {
            await johanna.Wishes.RestrictAsync(new() { PersonId = personId, FromId = from, Kind = kind });
        }
        await johanna.Wishes.ObjectAsync(new() { PersonId = personId, AgencyId = ruth.AgencyId, Words = "Not them." });
        var lifted = Lift(personId, ruth.AgencyId);
        var id = Id();

        Assert.Equal(new LiftRestrictionResponse(), await fiona.Wishes.LiftRestrictionAsync(lifted, id));
        Assert.Equal(new LiftRestrictionResponse(), await fiona.Wishes.LiftRestrictionAsync(lifted, id));

        // Both that keep just that from just them, and nothing else.
        Assert.Equal(((string, string)[])[(team, ""), (ruth.AgencyId, "outcome"), (team, "outcome")],
            (await HoldingAsync(johanna, personId)).OrderBy(h => h.Kind).ThenBy(h => h.From == team));
        await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
        await fiona.Wishes.LiftRestrictionAsync(Lift(personId, team));
        Assert.Equal(new WithdrawObjectionResponse(), await fiona.Wishes.WithdrawObjectionAsync(
            new() { PersonId = personId, AgencyId = ruth.AgencyId, Voice = Spoken }));
        Assert.NotEmpty((await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        Assert.Equal(V1.ObjectionState.Withdrawn, Assert.Single((await johanna.Wishes.ListObjectionsAsync(
            new() { PersonId = personId })).Objections).State);
        var read = new Plans.V1.GetOutcomeRequest { PersonId = personId, OutcomeId = outcome.OutcomeId };
        await ruth.Plan.GetOutcomeAsync(read, await town.NewestAsync()).NotFoundAsync();
        await fiona.Wishes.LiftRestrictionAsync(Lift(personId, ruth.AgencyId, "outcome"));
        await johanna.Wishes.LiftRestrictionAsync(new() { PersonId = personId, FromId = team, Kind = "outcome" });

        Assert.Empty(await HoldingAsync(johanna, personId));
        Assert.Equal(outcome, (await ruth.Plan.GetOutcomeAsync(read, await town.NewestAsync())).Outcome);
    }

    [Fact]
    public async Task The_answer_and_the_journals_length_tell_nobody_whether_there_was_one()
    {
        var (fiona, ruth, none) = await town.SharedAsync();
        var (_, _, one) = await town.SharedAsync();
        var (_, _, several) = await town.SharedAsync();
        await ObjectAsync(fiona, one, ruth);
        await fiona.Wishes.RestrictAsync(new() { PersonId = one, FromId = ruth.AgencyId, Voice = Spoken });
        for (var i = 0; i < 3; i++)
        {
            await fiona.Wishes.RestrictAsync(new() { PersonId = several, FromId = ruth.AgencyId, Voice = Spoken });
            await ObjectAsync(fiona, several, ruth);
        }

        foreach (var ask in new Func<string, Func<CallInvoker, Task<string>>>[]
        {
            person => async i => (await new WishClient(i).LiftRestrictionAsync(Lift(person, ruth.AgencyId), Id())).ToString(),
            person => async i => (await new WishClient(i).WithdrawObjectionAsync(
                new() { PersonId = person, AgencyId = ruth.AgencyId, Voice = Spoken }, Id())).ToString(),
        })
        {
            var told = new List<(string, long)>();
            foreach (var person in new[] { none, one, several, none })
            {
                var before = await HeadAsync(fiona);
                var answer = await ask(person)(fiona.To("sharing"));
                told.Add((answer, await HeadAsync(fiona) - before));
            }
            Assert.Single(told.Distinct());
        }
        foreach (var person in new[] { none, one, several })
        {
            Assert.NotEmpty((await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = person })).Involvements);
        }
    }

    [Fact]
    public async Task Nobody_lifts_what_is_kept_from_their_own_and_each_is_told_so_alike()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var (_, _, other) = await town.SharedAsync();
        var team = await town.Setting.TeamOfAsync("ruth");
        foreach (var from in new[] { ruth.AgencyId, team })
        {
            await fiona.Wishes.RestrictAsync(
                new() { PersonId = personId, FromId = from, Kind = "outcome", Voice = Spoken });
        }

        foreach (var from in new[] { ruth.AgencyId, team })
        {
            Assert.Equal(
                await ruth.Wishes.LiftRestrictionAsync(Lift(other, from, "outcome"))
                    .RefusedAsync(StatusCode.FailedPrecondition, "YOUR_OWN", "from_id"),
                await ruth.Wishes.LiftRestrictionAsync(Lift(personId, from, "outcome"))
                    .RefusedAsync(StatusCode.FailedPrecondition, "YOUR_OWN", "from_id"));
        }
        await ruth.Wishes.WithdrawObjectionAsync(
                new() { PersonId = personId, AgencyId = ruth.AgencyId, Voice = Spoken })
            .RefusedAsync(StatusCode.FailedPrecondition, "YOUR_OWN", "agency_id");
        Assert.Empty((await ruth.Plan.GetPlanAsync(
            new() { PersonId = personId }, await town.NewestAsync())).Outcomes);
    }

    [Fact]
    public async Task It_counts_in_the_persons_own_voice_only_and_says_from_whom_or_which()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        await fiona.Wishes.RestrictAsync(new() { PersonId = personId, FromId = ruth.AgencyId, Voice = Spoken });
        var request = Lift(personId, ruth.AgencyId);
        foreach (var (by, how, field) in new[]
            { (Speaker.Practitioner, "spoken", "voice.said_by"), (Speaker.Person, "observed", "voice.how") })
        {
            request.Voice = new() { SaidBy = by, How = { how } };
            await fiona.Wishes.LiftRestrictionAsync(request)
                .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", field);
        }
        request = Lift(personId, ruth.AgencyId);
        request.RestrictionId = Guid.NewGuid().ToString();
        await fiona.Wishes.LiftRestrictionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "ONE_OF_ID_AND_FROM", "restriction_id");
        (request.FromId, request.Kind) = ("", "outcome");
        await fiona.Wishes.LiftRestrictionAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "KIND_OF_WHOM", "kind");
        await fiona.Wishes.LiftRestrictionAsync(Lift(personId, ruth.AgencyId, "self"))
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "kind");
        await fiona.Wishes.LiftRestrictionAsync(Lift(personId, Guid.NewGuid().ToString()))
            .RefusedAsync(StatusCode.FailedPrecondition, "NO_SUCH_AGENCY", "from_id");
        await fiona.Wishes.WithdrawObjectionAsync(
                new() { PersonId = personId, AgencyId = await town.Setting.TeamOfAsync("ruth"), Voice = Spoken })
            .RefusedAsync(StatusCode.FailedPrecondition, "NO_SUCH_AGENCY", "agency_id");
        await fiona.Wishes.WithdrawObjectionAsync(new()
        {
            PersonId = personId,
            AgencyId = ruth.AgencyId,
            ObjectionId = Guid.NewGuid().ToString(),
            Voice = Spoken,
        }).RefusedAsync(StatusCode.InvalidArgument, "ONE_OF_ID_AND_FROM", "objection_id");
        await (await town.SignInAsync("nadia")).Wishes.LiftRestrictionAsync(Lift(personId, ruth.AgencyId))
            .NotFoundAsync();
        // Nothing of all that lifted it.
        await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId }).NotFoundAsync();
    }

    [Fact]
    public async Task Two_at_once_lift_it_once_and_neither_is_told_of_the_other()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var callum = await town.Setting.BindAsync(fiona, personId, "callum");
        await callum.Wishes.RestrictAsync(new() { PersonId = personId, FromId = ruth.AgencyId });

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            fiona.Wishes.LiftRestrictionAsync(Lift(personId, ruth.AgencyId)).ResponseAsync));

        Assert.All(answers, a => Assert.Equal(new LiftRestrictionResponse(), a));
        Assert.NotEqual("", Assert.Single((await callum.Wishes.ListRestrictionsAsync(
            new() { PersonId = personId })).Restrictions).LiftTime);
        Assert.NotEmpty((await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
    }

    private static Voice Spoken => new() { SaidBy = Speaker.Person, How = { "spoken" } };

    private static Metadata Id() => Town.Request(Town.NewRequest());

    private static LiftRestrictionRequest Lift(string personId, string from, string kind = "") =>
        new() { PersonId = personId, FromId = from, Kind = kind, Voice = Spoken };

    private static async Task ObjectAsync(Caller caller, string personId, Caller to) => await caller.Wishes.ObjectAsync(
        new() { PersonId = personId, AgencyId = to.AgencyId, Words = "Not them.", Voice = Spoken });

    private static async Task<List<(string From, string Kind)>> HoldingAsync(Caller person, string personId) =>
        [.. (await person.Wishes.ListRestrictionsAsync(new() { PersonId = personId })).Restrictions
            .Where(r => r.LiftTime.Length == 0).Select(r => (r.FromId, r.Kind))];

    // How far Sharing's journal has got, as anybody can tell from an answer's trailer.
    private async Task<long> HeadAsync(Caller caller) => long.Parse((await town.AnswerAsync(caller, "sharing",
        i => new SharingClient(i).ListTeamsAsync(new()))).Position, CultureInfo.InvariantCulture);
}
