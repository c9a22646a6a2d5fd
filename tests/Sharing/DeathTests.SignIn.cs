using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// What was done by the person's own sign-in, or said in their voice, and what others go on doing in their own name.
public sealed partial class DeathTests
{
    [Fact]
    public async Task Nothing_is_done_by_the_sign_in_of_who_died_and_what_was_done_before_is_answered_again()
    {
        var (eileen, personId) = await RegisterAsync();
        var fiona = await town.SignInAsync("fiona");
        await town.InvolveAsync(eileen, personId, fiona);
        var duncan = await town.Setting.BindAsync(eileen, personId, "duncan");
        await EmergencyAsync("shona", personId);
        await EmergencyAsync("graeme", personId);
        var told = (await duncan.Notices.ListNoticesAsync(new() { PersonId = personId })).Notices;
        var (seen, unseen) = (See(told[0]), See(told[1]));
        var open = new OpenRecordRequest
        {
            PersonId = personId,
            Kind = V1.RecordKind.Concern,
            TeamId = await town.Setting.TeamOfAsync("fiona"),
        };
        var id = Town.NewRequest();
        var opened = await duncan.Sharing.OpenRecordAsync(open, Town.Request(id));
        var saw = await duncan.Notices.MarkSeenAsync(seen, Town.Request(id));
        var close = new CloseRecordRequest { PersonId = personId, OpeningId = opened.Opening.OpeningId };
        var made = Referral(personId, await town.Setting.TeamOfAsync("shona"));
        made.WithThePersonsSay = null;
        var own = (await duncan.Sharing.MakeReferralAsync(made)).Referral;
        var withdraw = new WithdrawReferralRequest { PersonId = personId, ReferralId = own.ReferralId };
        await DiesAsync(eileen, personId);
        var journal = await town.JournalAsync(personId);

        await DiedAsync(duncan.Notices.MarkSeenAsync(unseen));
        await DiedAsync(duncan.Sharing.OpenRecordAsync(open));
        await DiedAsync(duncan.Sharing.CloseRecordAsync(close));
        await DiedAsync(duncan.Sharing.WithdrawReferralAsync(withdraw));
        await DiedAsync(duncan.Entries("sharing").WithholdItemAsync(
            new() { PersonId = personId, ItemId = own.ReferralId, WithheldFrom = { open.TeamId } }));
        await DiedAsync(duncan.Entries("sharing").ShowItemAsync(
            new() { PersonId = personId, ItemId = own.ReferralId, ShowTo = { open.TeamId } }));
        await DiedAsync(duncan.Entries("sharing").EnterInErrorAsync(new()
        {
            PersonId = personId,
            ItemId = own.ReferralId,
            Reason = Access.V1.MistakeReason.WrongRecord,
        }));
        Assert.Equal(opened, await duncan.Sharing.OpenRecordAsync(open, Town.Request(id)));
        Assert.Equal(saw, await duncan.Notices.MarkSeenAsync(seen, Town.Request(id)));

        Assert.Equal(journal, await town.JournalAsync(personId));
        Assert.Equal([opened.Opening],
            (await eileen.Sharing.ListOpeningsAsync(new() { PersonId = personId })).Openings);

        await ReverseAsync(personId);
        await duncan.Notices.MarkSeenAsync(unseen);
        await duncan.Sharing.OpenRecordAsync(open);
        await duncan.Sharing.CloseRecordAsync(close);
        await duncan.Sharing.WithdrawReferralAsync(withdraw);
    }

    [Fact]
    public async Task Staff_still_see_what_they_are_told_and_open_and_close_with_a_reason_of_their_own()
    {
        var (eileen, personId) = await RegisterAsync();
        var fiona = await town.SignInAsync("fiona");
        await town.InvolveAsync(eileen, personId, fiona);
        await DiesAsync(eileen, personId);

        var told = Assert.Single((await fiona.Notices.ListNoticesAsync(new() { PersonId = personId })).Notices);
        Assert.NotEqual("", (await fiona.Notices.MarkSeenAsync(See(told))).Notice.SeenTime);
        var opened = (await eileen.Sharing.OpenRecordAsync(new()
        {
            PersonId = personId,
            Kind = V1.RecordKind.Concern,
            TeamId = await town.Setting.TeamOfAsync("fiona"),
            Reason = "Her daughter asks what happened.",
        })).Opening;
        await eileen.Sharing.CloseRecordAsync(new() { PersonId = personId, OpeningId = opened.OpeningId });
    }

    [Fact]
    public async Task What_the_person_would_say_to_a_referral_is_not_said_for_them_and_what_a_team_says_is()
    {
        var (eileen, personId) = await RegisterAsync();
        var shona = await town.SignInAsync("shona");
        var referral = (await eileen.Sharing.MakeReferralAsync(
            Referral(personId, await town.Setting.TeamOfAsync("shona")))).Referral;
        await shona.Sharing.AskForMoreAsync(
            new() { PersonId = personId, ReferralId = referral.ReferralId, Question = "Who is at home?" });
        await DiesAsync(eileen, personId);
        var journal = await town.JournalAsync(personId);
        var spoken = new Voice { SaidBy = Speaker.Person, How = { "spoken" } };
        var answer = new AnswerForMoreRequest
        {
            PersonId = personId,
            ReferralId = referral.ReferralId,
            Answer = "Nobody.",
            Voice = spoken,
        };
        var withdraw = new WithdrawReferralRequest
        {
            PersonId = personId,
            ReferralId = referral.ReferralId,
            Reason = "It is not needed any more.",
            Voice = spoken,
        };

        await DiedAsync(eileen.Sharing.LetReferralThroughAsync(
            new() { PersonId = personId, ReferralId = referral.ReferralId, Voice = spoken }));
        await DiedAsync(eileen.Sharing.AnswerForMoreAsync(answer));
        await DiedAsync(eileen.Sharing.WithdrawReferralAsync(withdraw));

        Assert.Equal(journal, await town.JournalAsync(personId));
        answer.Voice = withdraw.Voice = null;
        await eileen.Sharing.AnswerForMoreAsync(answer);
        Assert.Equal(V1.ReferralState.Withdrawn, (await eileen.Sharing.WithdrawReferralAsync(withdraw)).Referral.State);
    }

    [Fact]
    public async Task No_sign_in_settles_whether_two_records_are_one_once_either_of_the_two_died()
    {
        var (eileen, one) = await RegisterAsync();
        var (_, other) = await RegisterAsync();
        var (callum, johanna) = (await town.Setting.BindAsync(eileen, one, "callum"),
            await town.Setting.BindAsync(eileen, other, "johanna"));
        var mergeId = await ProposeAsync(one, other);
        var agree = new AgreeMergeRequest { PersonId = one, MergeId = mergeId };
        var id = Town.NewRequest();
        var agreed = await callum.Merges.AgreeMergeAsync(agree, Town.Request(id));
        await DiesAsync(eileen, other);
        var journal = await town.JournalAsync(one);

        await DiedAsync(callum.Merges.RefuseMergeAsync(
            new() { PersonId = one, MergeId = mergeId, Reason = "We are two." }));
        await DiedAsync(johanna.Merges.AgreeMergeAsync(new() { PersonId = other, MergeId = mergeId }));
        Assert.Equal(agreed, await callum.Merges.AgreeMergeAsync(agree, Town.Request(id)));
        Assert.Equal(journal, await town.JournalAsync(one));

        await ReverseAsync(other);
        Assert.Equal(V1.MergeState.Joined, (await johanna.Merges.AgreeMergeAsync(
            new() { PersonId = other, MergeId = mergeId })).Merge.State);
    }

    [Fact]
    public async Task Privacy_officers_settle_it_also_of_somebody_who_died()
    {
        var (eileen, one) = await RegisterAsync();
        var (_, other) = await RegisterAsync();
        await town.InvolveAsync(eileen, one, await town.SignInAsync("fiona"));
        await DiesAsync(eileen, one);
        var douglas = await town.SignInAsync("douglas");

        await douglas.Merges.RefuseMergeAsync(
            new() { PersonId = one, MergeId = await ProposeAsync(one, other), Reason = "They are sisters." });
        var joined = await douglas.Merges.AgreeMergeAsync(
            new() { PersonId = one, MergeId = await ProposeAsync(one, other) });
        Assert.Equal(V1.MergeState.Joined, joined.Merge.State);
        await douglas.Merges.UnmergeAsync(
            new() { PersonId = one, MergeId = joined.Merge.MergeId, Reason = "They are sisters." });
    }

    private async Task EmergencyAsync(string user, string personId) =>
        await (await town.SignInAsync(user)).Emergency.OpenEmergencyAsync(new()
        {
            PersonId = personId,
            TeamId = await town.Setting.TeamOfAsync(user),
            Reason = "life_at_risk",
            Explanation = "She was found on the stairs and does not answer.",
        });

    private async Task<string> ProposeAsync(string one, string other) =>
        (await (await town.SignInAsync("craig")).Merges.ProposeMergeAsync(
            new() { PersonId = one, OtherPersonId = other, Reason = "The same laugh." })).Merge.MergeId;

    private static MarkSeenRequest See(V1.Notice notice) =>
        new() { PersonId = notice.PersonId, NoticeId = notice.NoticeId };
}
