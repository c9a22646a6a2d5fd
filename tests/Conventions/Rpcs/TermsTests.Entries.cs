using System.Text.Json.Nodes;

namespace PersonalOutcomes.Conventions.Rpcs;

// Terms about one entry: the caller is let in, and it is left out.
public sealed partial class TermsTests
{
    [Theory, MemberData(nameof(Everywhere))]
    public async Task What_is_for_the_person_alone_nobody_else_reads(string service)
    {
        var shelf = In(service, (await houses.CallumsAsync()).Copy());
        await shelf.MakeAsync("eileen");
        await shelf.DoAsync("eileen", "EntryService.ReplyToEntry", $$"""
            {"personId":"{person}","itemId":"{item}","words":"Only for me.","onlyForMe":true,"voice":{{Spoken}}}
            """, ("reply", "reply.replyId"));
        (shelf.Read, shelf.Item) = ("EntryService.ListReplies", shelf.Scene.Kept("reply"));

        Assert.Equal("hidden", await shelf.AnswerAsync("eileen"));
        Assert.Equal("there", await shelf.AnswerAsync("callum"));
    }

    [Theory, MemberData(nameof(ButPerson))]
    public async Task What_is_for_those_who_took_part_waits_to_be_opened_to_each_team(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.InvolveAsync("eileen", "carers", "shona");
        await shelf.InvolveAsync("eileen", "homecare", "nadia");
        var kind = "CONVERSATION";
        if (service == "sharing")
        {
            kind = "REFERRAL_REASON";
            await shelf.ReferAsync("eileen", "tenancy");
            (shelf.Read, shelf.With, shelf.Item) = ("SharingService.GetReferral",
                """{"personId":"{person}","referralId":"{asked}"}""", "Skin is sore.");
        }
        else if (service == "review")
        {
            await shelf.DoAsync("eileen", "ReviewService.RecordReview", $$"""
                {"personId":"{person}","happenedOn":"2026-01-20","unintendedGood":["New friends."],
                 "whatTheConversationChanged":{"words":"I will go on.","voice":{{Spoken}}} }
                """);
            shelf.Item = "I will go on.";
        }
        else
        {
            await shelf.DoAsync("eileen", "ConversationService.RecordConversation",
                """{"personId":"{person}","happenedOn":"2026-01-05","whatWasSaid":"She is tired of it all."}""",
                ("conversation", "conversation.conversationId"));
            await shelf.DoAsync("eileen", "PlanService.ProposeOutcome", $$"""
                {"personId":"{person}","statement":"To sleep","sourceId":"{conversation}","voice":{{Spoken}}}
                """);
            (shelf.Item, shelf.Read) = (shelf.Scene.Kept("conversation"),
                service == "plan" ? shelf.Read : "ConversationService.ListConversations");
        }

        Assert.Equal("hidden", Hidden(await shelf.AnswerAsync("shona")));
        Assert.Equal("there", await shelf.AnswerAsync("eileen"));
        await OpenAsync("homecare");
        Assert.Equal("hidden", Hidden(await shelf.AnswerAsync("shona")));
        Assert.Equal("there", await shelf.AnswerAsync("nadia"));
        await OpenAsync("carers");
        Assert.Equal("there", await shelf.AnswerAsync("shona"));

        Task OpenAsync(string team) => shelf.DoAsync("eileen", "SharingService.OpenRecord", $$"""
            {"personId":"{person}","kind":"RECORD_KIND_{{kind}}","teamId":"{{{team}}}","reason":"They visit together."}
            """);
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task An_entry_withheld_from_a_team_an_agency_or_whoever_acts_is_not_there_for_them(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.InvolveAsync("eileen", "carers", "shona");
        await shelf.ActsAsync("catriona");
        shelf.Scene.Keep("tayview", "e90b3a7f-5d42-4a19-a6c8-72c1f08d3e04");

        foreach (var (from, who) in new[] { ("carers", "shona"), ("tayview", "shona"), ("acts", "catriona") })
        {
            await shelf.MakeAsync("eileen");
            Assert.Equal((from, "there"), (from, await shelf.AnswerAsync(who)));
            await shelf.MakeAsync("eileen", from);
            Assert.Equal((from, "hidden"), (from, await shelf.AnswerAsync(who)));
            Assert.Equal("there", await shelf.AnswerAsync("eileen"));
            Assert.Equal("there", await shelf.AnswerAsync(who == "shona" ? "catriona" : "shona"));
        }
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_record_kept_from_a_team_an_agency_or_whoever_acts_is_not_there_for_them(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.InvolveAsync("eileen", "carers", "shona");
        await shelf.ActsAsync("catriona");
        await shelf.MakeAsync("eileen");
        shelf.Scene.Keep("tayview", "e90b3a7f-5d42-4a19-a6c8-72c1f08d3e04");

        foreach (var (from, who) in new[] { ("carers", "shona"), ("tayview", "shona"), ("acts", "catriona") })
        {
            await RestrictAsync(shelf, from, "");
            Assert.Equal((from, "NOT_FOUND"), (from, await shelf.AnswerAsync(who)));
            Assert.Equal("there", await shelf.AnswerAsync("eileen"));
            await shelf.Scene.TellAsync(["the restriction lifted"]);
            Assert.Equal((from, "there"), (from, await shelf.AnswerAsync(who)));
        }
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_kind_kept_from_a_team_is_not_there_for_it(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.InvolveAsync("eileen", "carers", "shona");
        await shelf.MakeAsync("eileen");

        await RestrictAsync(shelf, "carers", Entries[service].Kind);
        Assert.Equal("hidden", await shelf.AnswerAsync("shona"));
        Assert.Equal("there", await shelf.AnswerAsync("eileen"));
        await shelf.Scene.TellAsync(["the restriction lifted"]);
        Assert.Equal("there", await shelf.AnswerAsync("shona"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_duty_to_protect_reads_nothing_that_a_health_body_wrote(string service)
    {
        var shelf = In(service);
        await ProtectedAsync(shelf);
        await MakeCoveredAsync(shelf, service, "shona");
        Assert.Equal("there", await shelf.AnswerAsync("ruth", "adult_protection"));

        await MakeCoveredAsync(shelf, service, "fiona");
        Assert.Equal("hidden", await shelf.AnswerAsync("ruth", "adult_protection"));
        Assert.Equal("there", await shelf.AnswerAsync("fiona"));
    }

    // Of Sharing's kinds that a duty covers, none is released one by one.
    [Theory, MemberData(nameof(ButSharing))]
    public async Task A_duty_to_protect_reads_what_a_health_professional_released(string service)
    {
        var shelf = In(service);
        await ProtectedAsync(shelf);
        await MakeCoveredAsync(shelf, service, "fiona");
        Assert.Equal("hidden", await shelf.AnswerAsync("ruth", "adult_protection"));

        await In(service == "review" ? "plan" : service, shelf.Scene).DoAsync("fiona", "WithholdingService.ReleaseItem",
            """{"personId":"{person}","itemId":"{item}","reason":"It bears on her safety."}""");
        Assert.Equal("there", await shelf.AnswerAsync("ruth", "adult_protection"));
    }

    private static async Task ProtectedAsync(Shelf shelf)
    {
        await shelf.RegisterAsync("fiona", "stoma");
        await shelf.InvolveAsync("fiona", "carers", "shona");
        await OpenDutyAsync(shelf);
    }

    // Of a kind that the duty covers, where a service's own entry is of none.
    private static async Task MakeCoveredAsync(Shelf shelf, string service, string by)
    {
        if (service == "sharing")
        {
            await shelf.DoAsync(by, "EntryService.ReplyToEntry", $$"""
                {"personId":"{person}","itemId":"{involvement}","words":"They are kind.","voice":{{Spoken}}}
                """, ("item", "reply.replyId"));
            (shelf.Read, shelf.Item) = ("EntryService.ListReplies", shelf.Scene.Kept("item"));
        }
        else if (service == "review")
        {
            await shelf.DoAsync(by, Entries["plan"].Make, Entries["plan"].With, ("item", Entries["plan"].Id));
            // Its progress is answered or refused, and is empty yet.
            (shelf.Read, shelf.With, shelf.Item) =
                ("ReviewService.ListProgress", """{"personId":"{person}","outcomeId":"{item}"}""", "");
        }
        else
        {
            await shelf.MakeAsync(by);
        }
    }

    [Theory, MemberData(nameof(ButPerson))]
    public async Task A_duty_to_protect_reads_the_kinds_that_it_covers(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.InvolveAsync("eileen", "carers", "shona");
        await OpenDutyAsync(shelf);
        await shelf.MakeAsync("shona");
        if (service is "conversation" or "plan")
        {
            var (make, read) = service == "plan"
                ? ("PlanService.SayPurpose", shelf.Read)
                : ("ConversationService.RecordStrength", "ConversationService.ListStrengths");
            await shelf.DoAsync("shona", make,
                $$"""{"personId":"{person}","words":"She keeps a garden.","voice":{{Spoken}}}""");
            (shelf.Item, shelf.Read) = ("She keeps a garden.", read);
        }

        Assert.Equal("hidden", await shelf.AnswerAsync("ruth", "adult_protection"));
        Assert.Equal("there", await shelf.AnswerAsync("ruth"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Whoever_acts_for_a_person_reads_nothing_of_a_team_that_is_there_to_protect_them(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("fiona", "stoma");
        await shelf.ActsAsync("catriona", by: "fiona");
        await OpenDutyAsync(shelf);
        await shelf.MakeAsync("ruth", purpose: "adult_protection");

        Assert.Equal("hidden", await shelf.AnswerAsync("catriona"));
        Assert.Equal("there", await shelf.AnswerAsync("fiona"));
        await shelf.InvolveAsync("fiona", "adult", "eileen");
        Assert.Equal("there", await shelf.AnswerAsync("catriona"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Staff_read_no_record_of_their_family(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.MakeAsync("eileen");
        Assert.Equal("there", await shelf.AnswerAsync("sandy"));

        await shelf.DoAsync("sandy", "KinService.DeclareKin",
            """{"personId":"{person}","relation":"KIN_RELATION_FAMILY"}""");
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("sandy"));
        Assert.Equal("there", await shelf.AnswerAsync("eileen"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task What_a_secret_team_recorded_is_for_it_and_the_person(string service)
    {
        var shelf = In(service, (await houses.CallumsAsync()).Copy());
        await shelf.InvolveAsync("eileen", "carers", "shona");
        await shelf.MakeAsync("shona");
        await shelf.DoAsync("shona", "ProtectionService.MakePrivate",
            """{"personId":"{person}","involvementId":"{involvement}","reason":"Her son asks at every door."}""",
            ("private-mark", "privateMark.privateMarkId"));

        Assert.Equal("hidden", await shelf.AnswerAsync("eileen"));
        Assert.Equal("there", await shelf.AnswerAsync("shona"));
        Assert.Equal("there", await shelf.AnswerAsync("callum"));
        await shelf.DoAsync("shona", "ProtectionService.ShowPrivate",
            """{"personId":"{person}","privateMarkId":"{private-mark}","reason":"He has moved abroad."}""");
        Assert.Equal("there", await shelf.AnswerAsync("eileen"));
        await shelf.Scene.TellAsync(["the involvement ended"]);
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task Two_joined_records_are_one_for_the_person_and_two_for_every_team(string service)
    {
        var shelf = In(service, (await houses.IrisAsync()).Copy());
        shelf.Scene.Keep("one", shelf.Scene.Kept("person"));
        await shelf.RegisterAsync("fiona", "stoma");
        await shelf.MakeAsync("fiona");
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("iris"));

        await shelf.DoAsync("craig", "MergeService.ProposeMerge",
            """{"personId":"{one}","otherPersonId":"{person}","reason":"The same laugh."}""",
            ("merge", "merge.mergeId"));
        await shelf.DoAsync("douglas", "MergeService.AgreeMerge", """{"personId":"{person}","mergeId":"{merge}"}""");
        Assert.Equal("there", await shelf.AnswerAsync("iris"));
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("eileen"));
        await shelf.DoAsync("craig", "MergeService.Unmerge",
            """{"personId":"{one}","mergeId":"{merge}","reason":"They are sisters."}""");
        Assert.Equal("NOT_FOUND", await shelf.AnswerAsync("iris"));
        Assert.Equal("there", await shelf.AnswerAsync("fiona"));
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task What_was_entered_in_error_is_not_there(string service)
    {
        var shelf = In(service);
        await shelf.RegisterAsync("eileen", "adult");
        await shelf.MakeAsync("eileen");

        shelf.MarkEnteredInError(true);
        Assert.Equal("hidden", await shelf.AnswerAsync("eileen"));
        shelf.MarkEnteredInError(false);
        Assert.Equal("there", await shelf.AnswerAsync("eileen"));
    }

    // A referral as a whole is not there for those who are no party to it.
    private static string Hidden(string answer) => answer == "NOT_FOUND" ? "hidden" : answer;

    private static Task OpenDutyAsync(Shelf shelf) => shelf.DoAsync("ruth", "ProtectionService.OpenProtection", """
        {"personId":"{person}","teamId":"{adult}","rationale":"Her purse is empty after each visit.",
         "practitioners":[{"offer":"To ask her, alone.","role":"council officer"}],"endsOn":"{in-a-month}",
         "openly":true}
        """);

    private static Task RestrictAsync(Shelf shelf, string from, string kind)
    {
        var with = JsonNode.Parse(
            $$"""{"personId":"{person}","fromId":"{{{from}}}","kind":"{{kind}}","voice":{{Spoken}}}""")!;
        return shelf.DoAsync("eileen", "WishService.Restrict", with.ToJsonString(),
            ("restriction", "restriction.restrictionId"));
    }
}
