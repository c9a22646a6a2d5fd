using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;
using SharingClient = PersonalOutcomes.Sharing.V1.SharingService.SharingServiceClient;

namespace PersonalOutcomes.Sharing;

// What the other services do with Sharing's facts, Plan standing for all of them.
[Collection(nameof(Town))]
public sealed class AccessTests(Town town)
{
    [Fact]
    public async Task A_proposal_straight_after_registering_is_taken_without_a_broker()
    {
        var eileen = await town.SignInAsync("eileen");
        for (var i = 0; i < 5; i++)
        {
            var personId = await town.Setting.RegisterPersonAsync(eileen);
            var proposed = await eileen.Plan.ProposeOutcomeAsync(Proposal(personId));
            Assert.Equal(personId, proposed.Outcome.PersonId);
        }
    }

    [Fact]
    public async Task A_stranger_cannot_tell_a_person_from_nobody()
    {
        var (eileen, nadia) = (await town.SignInAsync("eileen"), await town.SignInAsync("nadia"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var outcome = (await eileen.Plan.ProposeOutcomeAsync(Proposal(personId))).Outcome;
        var nobody = Guid.NewGuid().ToString();

        Assert.Equal(
            await Refusal.OfAsync(nadia.Plan.GetOutcomeAsync(new() { PersonId = nobody, OutcomeId = nobody })),
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", nadia.Plan.GetOutcomeAsync(
                new() { PersonId = personId, OutcomeId = outcome.OutcomeId })));
        Assert.Equal(
            await Refusal.OfAsync(nadia.Plan.ProposeOutcomeAsync(Proposal(nobody))),
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                nadia.Plan.ProposeOutcomeAsync(Proposal(personId))));
    }

    [Fact]
    public async Task Somebody_who_left_the_team_sees_nothing_and_whoever_comes_back_sees_again()
    {
        var isla = await town.SignInAsync("isla");
        var team = await town.Setting.TeamOfAsync("isla");
        var administrator = await town.Setting.AdministratorAsync(isla.AgencyId);
        var personId = await town.Setting.RegisterPersonAsync(isla);
        var reference = new GetOutcomeRequest
        {
            PersonId = personId,
            OutcomeId = (await isla.Plan.ProposeOutcomeAsync(Proposal(personId))).Outcome.OutcomeId,
        };

        var subject = await isla.SubjectAsync();
        var (_, left) = await town.AnswerAsync(administrator, "sharing", i =>
            new SharingClient(i).RemoveStaffAsync(new() { TeamId = team, Subject = subject },
                Town.Request(Town.NewRequest())));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            isla.Plan.GetOutcomeAsync(reference, new Metadata { { "po-access-position", left } }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            isla.Sharing.ListInvolvementsAsync(new() { PersonId = personId }));

        await town.Setting.AddStaffAsync(team, "isla");
        Assert.Equal(reference.OutcomeId, (await isla.Plan.GetOutcomeAsync(reference)).Outcome.OutcomeId);
    }

    [Fact]
    public async Task An_agency_without_agreement_has_access_to_nothing()
    {
        await using var platform = Platform.Only("person", "sharing");
        var graeme = await platform.SignInAsync("graeme");
        var lorna = await platform.SignInAsync("lorna");
        await (await platform.SignInAsync("oona")).Sharing.RegisterAgencyAsync(
            new() { AgencyId = graeme.AgencyId, Name = "Kirkgate", Type = V1.AgencyType.Housing });
        var team = (await lorna.Sharing.AddTeamAsync(new() { AgencyId = graeme.AgencyId, Name = "Tenancies" })).TeamId;
        await new Setting(platform).AddStaffAsync(team, "graeme");
        var registration = new People.V1.RegisterPersonRequest { TeamId = team, FullName = "Somebody New" };

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            graeme.Sharing.ListReferralsAsync(new() { TeamId = team, Box = V1.ReferralBox.Inbox }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", graeme.Person.RegisterPersonAsync(registration));

        await lorna.Sharing.SignAgreementAsync(new()
        {
            AgencyId = graeme.AgencyId,
            TermsVersion = "1",
            SignedOn = platform.Time.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", null),
        });
        Assert.NotEqual("", (await graeme.Person.RegisterPersonAsync(registration)).Person.PersonId);
    }

    [Fact]
    public async Task Without_Sharing_an_old_copy_serves_nobody_but_the_person_and_it_heals_by_itself()
    {
        await using var platform = Platform.Only("person", "sharing", "plan");
        var setting = new Setting(platform);
        var eileen = await platform.SignInAsync("eileen");
        var personId = await setting.RegisterPersonAsync(eileen);
        var reference = new GetOutcomeRequest
        {
            PersonId = personId,
            OutcomeId = (await eileen.Plan.ProposeOutcomeAsync(Proposal(personId))).Outcome.OutcomeId,
        };
        var iris = await setting.BindAsync(eileen, personId, "iris");
        await iris.Plan.GetOutcomeAsync(reference);

        await platform.StopAsync("sharing");
        // What the copy knew it still knows, for 45 seconds; what it doesn't know it cannot refuse.
        Assert.Equal(reference.OutcomeId, (await eileen.Plan.GetOutcomeAsync(reference)).Outcome.OutcomeId);
        await Refusal.ExpectAsync(StatusCode.Unavailable, "ACCESS_UNKNOWN", eileen.Plan.GetOutcomeAsync(
            new() { PersonId = Guid.NewGuid().ToString(), OutcomeId = reference.OutcomeId }));

        platform.Time.Advance(TimeSpan.FromSeconds(46));
        var known = await Refusal.ExpectAsync(StatusCode.Unavailable, "ACCESS_UNKNOWN",
            eileen.Plan.GetOutcomeAsync(reference));
        var unknown = await Refusal.OfAsync(eileen.Plan.GetOutcomeAsync(
            new() { PersonId = Guid.NewGuid().ToString(), OutcomeId = reference.OutcomeId }));
        Assert.Equal(unknown, known);
        Assert.Equal(reference.OutcomeId, (await iris.Plan.GetOutcomeAsync(reference)).Outcome.OutcomeId);

        platform.Start("sharing");
        Assert.Equal(reference.OutcomeId, (await eileen.Plan.GetOutcomeAsync(reference)).Outcome.OutcomeId);
    }

    [Fact]
    public async Task Refusals_that_come_together_share_their_catching_up()
    {
        var (nadia, callers) = (await town.SignInAsync("nadia"), 20);
        var asked = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "personal_outcomes.catch_ups")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            Interlocked.Add(ref asked, tags[0].Value is "sharing" ? count : 0));
        listener.Start();
        var since = Stopwatch.StartNew();

        var refusals = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Refusal.OfAsync(
            nadia.Plan.GetOutcomeAsync(new()
            {
                PersonId = Guid.NewGuid().ToString(),
                OutcomeId = Guid.NewGuid().ToString(),
            }))));

        Assert.Equal(StatusCode.NotFound, Assert.Single(refusals.Distinct()).Code);
        // At most ten a second, and one that was due.
        Assert.InRange(asked, 1, Math.Min(callers - 1, 2 + (since.ElapsedMilliseconds / 100)));
    }

    [Fact]
    public async Task Every_answer_says_how_far_Sharing_had_got()
    {
        var eileen = await town.SignInAsync("eileen");
        var (_, before) = await town.AnswerAsync(eileen, "sharing", i => new SharingClient(i).ListTeamsAsync(new()));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId });

        var (_, after) = await town.AnswerAsync(eileen, "sharing", i => new SharingClient(i).PrintLoginCodeAsync(
            new() { PersonId = personId }, Town.Request(Town.NewRequest())));

        Assert.Equal(long.Parse(before, null) + 2, long.Parse(after, null));
    }

    private static ProposeOutcomeRequest Proposal(string personId) => new()
    {
        PersonId = personId,
        Statement = "To be at home",
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };
}

internal static class Answers
{
    /// <summary>One call made once, with the access position that came with the answer.</summary>
    public static async Task<(T Answer, string Position)> AnswerAsync<T>(
        this Town town, Caller caller, string service, Func<CallInvoker, AsyncUnaryCall<T>> ask)
    {
        var token = await town.Platform.TokenAsync(caller.User);
        using var channel = Channels.Once(town.Platform.Address(service));
        var call = ask(channel.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {token}");
            return headers;
        }));
        var answer = await call;
        return (answer, call.GetTrailers().GetValue("po-access-position") ?? "");
    }
}
