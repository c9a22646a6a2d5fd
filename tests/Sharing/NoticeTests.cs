using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Events;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>Who is told, who is not, and how it comes to a person who signs in nowhere.</summary>
[Collection(nameof(Ward))]
public sealed class NoticeTests(Ward ward) : IAsyncLifetime
{
    public Task InitializeAsync() => ward.OnMondayAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_person_the_team_involved_and_the_privacy_officers_are_told_of_an_emergency()
    {
        var callum = await ward.Setting.BindAsync(ward.Fiona, ward.PersonId, "callum");
        var opened = await ward.OpenAsync(ward.Ruth);

        var toPerson = Assert.Single((await callum.Notices.ListNoticesAsync(new())).Notices);
        Assert.Equal((NoticeKind, opened.EmergencyId, V1.NoticeRecipient.Person, ward.Council),
            (toPerson.Kind, toPerson.AboutId, toPerson.Recipient, toPerson.ByTeam.TeamId));
        Assert.Equal("Somebody opened your record in an emergency.", toPerson.Words);
        var toTeam = Assert.Single(await OfPerson(ward.Fiona));
        Assert.Equal((V1.NoticeRecipient.Team, await ward.Setting.TeamOfAsync("fiona"), ""),
            (toTeam.Recipient, toTeam.Team.TeamId, toTeam.SeenTime));
        Assert.Equal(V1.NoticeRecipient.PrivacyOfficers, Assert.Single(await OfPerson(ward.Craig)).Recipient);
        Assert.Equal(["emergency_review_owed"], (await OfPerson(ward.Gillian)).Select(n => n.Kind));
        Assert.Empty(await OfPerson(ward.Ruth));
        Assert.Empty(await OfPerson(await ward.SignInAsync("nadia")));
        Assert.Empty(await OfPerson(await ward.Platform.SignInAsync("douglas")));
        // Coded facts and nobody's words.
        Assert.DoesNotContain(Ward.Why, toPerson.ToString() + toTeam, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_waits_at_sign_in_until_what_it_counts_is_seen()
    {
        await ward.OpenAsync(ward.Ruth);
        var before = await Unseen(ward.Fiona);
        var notice = Assert.Single(await OfPerson(ward.Fiona));
        var see = new MarkSeenRequest { PersonId = ward.PersonId, NoticeId = notice.NoticeId };

        await ward.Ruth.Notices.MarkSeenAsync(see).NotFoundAsync();
        await ward.Craig.Notices.MarkSeenAsync(see).NotFoundAsync();
        var seen = (await ward.Fiona.Notices.MarkSeenAsync(see)).Notice;

        Assert.Equal("Fiona Geddes", seen.SeenBy);
        Assert.NotEqual("", seen.SeenTime);
        Assert.Equal(before - 1, await Unseen(ward.Fiona));
        Assert.Equal(seen, Assert.Single(await OfPerson(ward.Fiona)));
        await (await ward.SignInAsync("isla")).Notices.MarkSeenAsync(see)
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_SEEN");
        Assert.Equal(seen, Assert.Single(await OfPerson(ward.Fiona)));
    }

    [Fact]
    public async Task A_team_that_is_involved_no_more_reads_its_notice_no_more()
    {
        await ward.OpenAsync(ward.Ruth);
        Assert.Single(await OfPerson(ward.Fiona));

        var involvement = Assert.Single((await ward.Fiona.Sharing.ListInvolvementsAsync(
            new() { PersonId = ward.PersonId })).Involvements);
        await ward.Fiona.Sharing.EndInvolvementAsync(new()
        {
            PersonId = ward.PersonId,
            InvolvementId = involvement.InvolvementId,
            Reason = "She has moved away.",
        });

        Assert.Empty(await OfPerson(ward.Fiona));
        Assert.Empty(await Tasks(ward.Fiona));
    }

    [Fact]
    public async Task What_was_found_wrong_is_told_to_the_person_and_what_was_right_ends_the_owing()
    {
        var (right, wrong) = (await ward.OpenAsync(ward.Ruth), await ward.OpenAsync(ward.Sandy));
        ward.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(2, (await OfPerson(ward.Gillian)).Count);

        await ward.ReviewAsync(ward.Gillian, right, V1.EmergencyFinding.Right);
        await ward.ReviewAsync(ward.Gillian, wrong, V1.EmergencyFinding.Wrong);

        Assert.Empty(await OfPerson(ward.Gillian));
        Assert.Equal([wrong.EmergencyId], (await Tasks(ward.Fiona)).Select(t => t.Notice)
            .Where(n => n.Kind == "emergency_found_wrong").Select(n => n.AboutId));
        Assert.Equal([wrong.EmergencyId], (await OfPerson(ward.Craig))
            .Where(n => n.Kind == "emergency_found_wrong").Select(n => n.AboutId));
    }

    [Fact]
    public async Task A_notice_to_a_person_is_a_task_until_it_is_done()
    {
        await ward.OpenAsync(ward.Ruth);
        var task = Assert.Single(await Tasks(ward.Fiona));
        var tried = new RecordDeliveryRequest
        {
            PersonId = ward.PersonId,
            NoticeId = task.Notice.NoticeId,
            Outcome = DeliveryOutcome.NotDone,
            Reason = "Nobody came to the door.",
        };
        await ward.Ruth.Notices.RecordDeliveryAsync(tried).NotFoundAsync();

        await ward.Fiona.Notices.RecordDeliveryAsync(tried);
        var left = Assert.Single(await Tasks(ward.Fiona));
        Assert.Equal(("Nobody came to the door.", "Lochside Health Board"),
            (Assert.Single(left.Tries).Reason, left.Tries[0].ByTeam.AgencyName));

        var done = tried.Clone();
        (done.Outcome, done.Reason) = (DeliveryOutcome.Done, "");
        await ward.Fiona.Notices.RecordDeliveryAsync(done)
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_MISSING", "way");
        done.Way = V1.DeliveryWay.Telephone;
        Assert.Equal(V1.DeliveryWay.Telephone, (await ward.Fiona.Notices.RecordDeliveryAsync(done)).Delivery.Way);
        Assert.Empty(await Tasks(ward.Fiona));
        await ward.Fiona.Notices.RecordDeliveryAsync(done)
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_DELIVERED");
        await ward.Fiona.Notices.RecordDeliveryAsync(tried)
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_DELIVERED");
    }

    [Fact]
    public async Task The_team_that_leads_is_told_and_brings_it_and_every_team_while_none_does()
    {
        var shona = await ward.SignInAsync("shona");
        var carers = await ward.Setting.TeamOfAsync("shona");
        var referral = (await ward.Fiona.Sharing.MakeReferralAsync(new()
        {
            PersonId = ward.PersonId,
            ToTeamId = carers,
            ReasonWhatMatters = "Somebody to talk with.",
            HappenedOn = ward.Time.GetUtcNow().ToString("yyyy-MM-dd", null),
            WithThePersonsSay = Say("Aye."),
        })).Referral;
        await shona.Sharing.AcceptReferralAsync(new()
        {
            PersonId = ward.PersonId,
            ReferralId = referral.ReferralId,
            Practitioners = { new Practitioner { Offer = "An ear" } },
        });
        var first = await ward.OpenAsync(ward.Ruth);
        Assert.Single(await Tasks(ward.Fiona));
        Assert.Single(await Tasks(shona));
        Assert.Single(await OfPerson(shona));

        await ward.Fiona.Lead.ChooseLeadTeamAsync(new()
        {
            PersonId = ward.PersonId,
            TeamId = carers,
            WithThePersonsSay = Say("Her."),
        });
        var second = await ward.OpenAsync(ward.Sandy);

        Assert.Empty(await Tasks(ward.Fiona));
        string[] both = [first.EmergencyId, second.EmergencyId];
        Assert.Equal(both.Order(), (await Tasks(shona)).Select(t => t.Notice.AboutId).Order());
        Assert.Equal([first.EmergencyId], (await OfPerson(ward.Fiona)).Select(n => n.AboutId));
        var done = new RecordDeliveryRequest
        {
            PersonId = ward.PersonId,
            NoticeId = (await Tasks(shona))[0].Notice.NoticeId,
            Outcome = DeliveryOutcome.Done,
            Way = V1.DeliveryWay.InPerson,
        };
        await ward.Fiona.Notices.RecordDeliveryAsync(done).NotFoundAsync();
        await shona.Notices.RecordDeliveryAsync(done);
        Assert.Single(await Tasks(shona));
    }

    [Fact]
    public async Task Of_two_who_bring_it_at_once_one_did()
    {
        await ward.OpenAsync(ward.Ruth);
        var isla = await ward.SignInAsync("isla");
        var done = new RecordDeliveryRequest
        {
            PersonId = ward.PersonId,
            NoticeId = Assert.Single(await Tasks(ward.Fiona)).Notice.NoticeId,
            Outcome = DeliveryOutcome.Done,
            Way = V1.DeliveryWay.Letter,
        };

        var both = await Task.WhenAll(new[] { ward.Fiona, isla }.Select(async caller =>
        {
            try
            {
                await caller.Notices.RecordDeliveryAsync(done);
                return "";
            }
            catch (RpcException refused)
            {
                return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
            }
        }));

        Assert.Equal(["", "ALREADY_DELIVERED"], both.Order());
    }

    [Fact]
    public async Task What_the_person_saw_themselves_nobody_has_to_bring()
    {
        var johanna = await ward.Setting.BindAsync(ward.Fiona, ward.PersonId, "johanna");
        await ward.OpenAsync(ward.Ruth);
        Assert.Equal(1, await Unseen(johanna));
        var notice = Assert.Single((await johanna.Notices.ListNoticesAsync(new())).Notices);

        await johanna.Notices.MarkSeenAsync(new() { PersonId = ward.PersonId, NoticeId = notice.NoticeId });

        Assert.Equal(0, await Unseen(johanna));
        Assert.Empty(await Tasks(ward.Fiona));
    }

    [Fact]
    public async Task What_is_about_a_private_team_comes_to_the_person_and_no_other_team()
    {
        var iris = await ward.Setting.BindAsync(ward.Fiona, ward.PersonId, "iris");
        await ward.TellAsync(new InvolvementMadePrivate(
            Guid.NewGuid(), Guid.Parse(ward.PersonId), Guid.Parse(ward.Council)), Grants.ApplyAsync);

        await ward.OpenAsync(ward.Ruth);

        Assert.Empty(await OfPerson(ward.Fiona));
        Assert.Empty(await Tasks(ward.Fiona));
        Assert.Single((await iris.Notices.ListNoticesAsync(new())).Notices);
    }

    [Fact]
    public async Task Whoever_is_close_to_the_person_is_told_nothing()
    {
        await ward.OpenAsync(ward.Ruth);
        await ward.KinAsync(ward.Fiona);
        await ward.KinAsync(ward.Gillian);
        await ward.KinAsync(ward.Craig);

        Assert.Empty(await OfPerson(ward.Fiona));
        Assert.Empty(await Tasks(ward.Fiona));
        Assert.Empty(await OfPerson(ward.Gillian));
        Assert.Empty(await OfPerson(ward.Craig));
        await ward.NoKinAsync(ward.Craig);
        Assert.Single(await OfPerson(ward.Craig));
    }

    [Fact]
    public void Every_kind_has_a_short_sentence_for_whoever_is_told()
    {
        var kinds = Vocabulary.Of(typeof(Notice).Assembly, "notices");

        Assert.All(kinds.Codes, code => Assert.NotEqual("", kinds[code]!["to_others"]));
        Assert.All(kinds.Codes.SelectMany(code => new[] { kinds[code]!["to_person"], kinds[code]!["to_others"] })
            .SelectMany(words => words.Split(['.', '?'], StringSplitOptions.RemoveEmptyEntries)),
            sentence => Assert.InRange(sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, 1, 12));
    }

    private static PersonsSay Say(string words) => new()
    {
        Voice = new() { SaidBy = V1.Speaker.Person, How = { "spoken" } },
        Said = words,
    };

    private const string NoticeKind = "emergency_opened";

    private async Task<List<V1.Notice>> OfPerson(Caller caller) =>
        [.. (await caller.Notices.ListNoticesAsync(new() { PersonId = ward.PersonId })).Notices];

    private async Task<List<DeliveryTask>> Tasks(Caller caller) => [.. (await caller.Notices.ListDeliveriesAsync(
        new() { TeamId = await ward.Setting.TeamOfAsync(caller.User), PersonId = ward.PersonId })).Tasks];

    private static async Task<int> Unseen(Caller caller) => (await caller.Notices.CountNoticesAsync(new())).Unseen;
}
