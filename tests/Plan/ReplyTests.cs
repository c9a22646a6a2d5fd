using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>What is said to an entry, and what is asked to be put right; in Plan as in every service.</summary>
[Collection(nameof(Together))]
public sealed class ReplyTests(Neighbours neighbours)
{
    private static readonly Access.V1.Voice Spoken =
        new() { SaidBy = Access.V1.Speaker.Person, How = { "spoken" } };

    [Fact]
    public async Task A_reply_is_seen_by_who_sees_the_entry_and_goes_and_comes_back_with_it()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);

        var said = (await Reply(neighbours.Ruth, personId, money.OutcomeId)).Reply;

        Assert.Equal(("I said Tuesdays.", true, Access.V1.Writer.Practitioner, neighbours.SocialWork, false),
            (said.Words, said.Voice.IsPersonsVoice, said.Voice.WrittenBy, said.TeamId, said.OnlyForMe));
        Assert.Null(said.Correction);
        Assert.Equal([said], await ListAsync(neighbours.Fiona, personId));
        Assert.Equal([said], await ListAsync(neighbours.Ruth, personId, money.OutcomeId));
        Assert.Empty(await ListAsync(neighbours.Ruth, personId, Guid.NewGuid().ToString()));

        await neighbours.Fiona.Entries("plan").WithholdItemAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            WithheldFrom = { neighbours.SocialWork },
        });
        Assert.Empty(await ListAsync(neighbours.Ruth, personId));
        Assert.Empty(await ListAsync(neighbours.Ruth, personId, money.OutcomeId));
        Assert.Equal([said], await ListAsync(neighbours.Fiona, personId));

        await neighbours.Fiona.Entries("plan").ShowItemAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            ShowTo = { neighbours.SocialWork },
        });
        Assert.Equal([said], await ListAsync(neighbours.Ruth, personId));
        Assert.Equal(money, (await neighbours.Ruth.ReadAsync(money)).Outcome);
    }

    [Fact]
    public async Task A_reply_withheld_from_its_birth_is_not_there_though_the_entry_is()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);

        var said = (await neighbours.Fiona.Replies("plan").ReplyToEntryAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            Words = "Not for the council.",
            Voice = Spoken,
            WithheldFrom = { neighbours.SocialWork },
        })).Reply;

        Assert.Equal([said], await ListAsync(neighbours.Fiona, personId));
        Assert.Empty(await ListAsync(neighbours.Ruth, personId));
    }

    [Fact]
    public async Task A_reply_that_is_only_for_the_person_is_shown_to_nobody_else_whoever_wrote_it_down()
    {
        var personId = await neighbours.CallumsAsync();
        var money = await neighbours.ProposeAsync(personId);
        var before = (await ListAsync(neighbours.Fiona, personId)).Count;

        var own = (await neighbours.Callum.Replies("plan").ReplyToEntryAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            Words = "I did not like how it was asked.",
            OnlyForMe = true,
        })).Reply;
        neighbours.Later();
        var written = (await neighbours.Fiona.Replies("plan").ReplyToEntryAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            Words = "Keep this for me.",
            Voice = Spoken,
            OnlyForMe = true,
        })).Reply;

        Assert.Equal((Access.V1.Writer.Person, true, ""), (own.Voice.WrittenBy, own.Voice.IsPersonsVoice, own.TeamId));
        Assert.Equal([written, own], await ListAsync(neighbours.Callum, personId, money.OutcomeId));
        Assert.Equal(before, (await ListAsync(neighbours.Fiona, personId)).Count);
        Assert.Empty(await ListAsync(neighbours.Ruth, personId, money.OutcomeId));
    }

    [Fact]
    public async Task What_the_caller_may_not_see_is_refused_as_what_is_not_there_and_nothing_is_kept()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await neighbours.ProposeAsync(personId, neighbours.SocialWork);
        var anothers = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var nothing = Guid.NewGuid().ToString();
        var before = await neighbours.JournalAsync(personId);

        foreach (var caller in new[] { neighbours.Ruth, neighbours.Nadia })
        {
            var unknown = await Reply(caller, personId, nothing).NotFoundAsync();
            Assert.Equal(unknown, await Reply(caller, personId, hidden.OutcomeId).NotFoundAsync());
            Assert.Equal(unknown, await Reply(caller, personId, anothers.OutcomeId).NotFoundAsync());
            Assert.Equal(unknown, await Ask(caller, personId, hidden.OutcomeId).NotFoundAsync());
        }
        await neighbours.Nadia.Replies("plan").ListRepliesAsync(new() { PersonId = personId }).NotFoundAsync();
        Assert.Equal(before, await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task A_practitioners_own_words_and_a_private_reply_by_another_are_refused_and_nothing_is_kept()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var request = new ReplyToEntryRequest
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            Words = "I think so too.",
            Voice = new() { SaidBy = Access.V1.Speaker.Practitioner, How = { "spoken" } },
        };

        await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice.said_by");
        (request.Voice, request.OnlyForMe) = (
            new() { SaidBy = Access.V1.Speaker.Family, SaidByName = "his wife Ann", How = { "spoken" } }, true);
        await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "only_for_me");

        Assert.Empty(await ListAsync(neighbours.Fiona, personId));
    }

    [Fact]
    public async Task The_same_request_again_is_answered_alike_and_done_once()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var (request, id) = (Request(personId, money.OutcomeId), Valid.RequestId());

        var first = await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(request, id);
        Assert.Equal(first, await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(request, id));
        Assert.Single(await ListAsync(neighbours.Ruth, personId));

        request.Words = "Other words.";
        await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");
        Assert.Equal([first.Reply], await ListAsync(neighbours.Ruth, personId));
    }

    [Fact]
    public async Task The_team_that_recorded_it_is_asked_answers_once_and_whoever_reads_it_sees_what_came_of_it()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);

        var asked = (await Ask(neighbours.Ruth, personId, money.OutcomeId)).Reply;

        var today = DateOnly.FromDateTime(neighbours.Platform.Time.GetUtcNow().UtcDateTime);
        Assert.Equal((neighbours.StomaCare, CorrectionState.Asked, today.AddMonths(1).ToString("yyyy-MM-dd"), false, ""),
            (asked.Correction.TeamId, asked.Correction.State, asked.Correction.AnswerBy, asked.Correction.Overdue,
                asked.Correction.Answer));
        Assert.Contains(asked, await WaitingAsync(neighbours.Fiona, neighbours.StomaCare));
        Assert.DoesNotContain(asked, await WaitingAsync(neighbours.Ruth, neighbours.SocialWork));
        await neighbours.Ruth.Replies("plan").ListCorrectionsAskedAsync(new() { TeamId = neighbours.StomaCare })
            .NotFoundAsync();

        await Answer(neighbours.Ruth, asked).RefusedAsync(StatusCode.FailedPrecondition, "NOT_THE_TEAM_ASKED");
        await Answer(neighbours.Nadia, asked).NotFoundAsync();
        Assert.Equal([asked], await ListAsync(neighbours.Fiona, personId));

        neighbours.Later();
        var answered = (await Answer(neighbours.Fiona, asked)).Reply;
        Assert.Equal((CorrectionState.NotAgreed, "That is what he said then."),
            (answered.Correction.State, answered.Correction.Answer));
        Assert.Equal([answered], await ListAsync(neighbours.Ruth, personId));
        Assert.DoesNotContain(asked.ReplyId,
            (await WaitingAsync(neighbours.Fiona, neighbours.StomaCare)).Select(r => r.ReplyId));
        await Answer(neighbours.Fiona, asked).RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_ANSWERED");
        Assert.Equal([answered], await ListAsync(neighbours.Ruth, personId));
        // The entry stays as it was, to the byte.
        Assert.Equal(money, (await neighbours.Ruth.ReadAsync(money)).Outcome);
        Assert.Equal(["OutcomeProposed", "CorrectionAsked", "CorrectionAnswered"],
            await neighbours.JournalAsync(personId));
    }

    [Fact]
    public async Task Of_two_answers_at_once_one_counts()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        var asked = (await Ask(neighbours.Ruth, personId, money.OutcomeId)).Reply;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Answer(neighbours.Fiona, asked);
                return StatusCode.OK;
            }
            catch (RpcException refused)
            {
                return refused.StatusCode;
            }
        }));

        Assert.Single(answers, StatusCode.OK);
        Assert.Equal(3, answers.Count(a => a == StatusCode.FailedPrecondition));
    }

    [Fact]
    public async Task What_no_team_recorded_is_nobodys_to_correct_and_can_be_replied_to()
    {
        var personId = await neighbours.CallumsAsync();
        var own = (await neighbours.Callum.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "A quiet night." })).Outcome;

        await Ask(neighbours.Ruth, personId, own.OutcomeId)
            .RefusedAsync(StatusCode.FailedPrecondition, "NO_TEAM_RECORDED_IT", "item_id");
        Assert.Empty(await ListAsync(neighbours.Callum, personId, own.OutcomeId));

        var said = (await Reply(neighbours.Callum, personId, own.OutcomeId)).Reply;
        Assert.Equal([said], await ListAsync(neighbours.Ruth, personId, own.OutcomeId));
    }

    [Fact]
    public async Task A_correction_of_what_is_withheld_from_its_own_team_waits_in_no_list()
    {
        var personId = await neighbours.CallumsAsync();
        var money = await neighbours.ProposeAsync(personId);
        var asked = (await Ask(neighbours.Callum, personId, money.OutcomeId)).Reply;
        Assert.Contains(asked, await WaitingAsync(neighbours.Fiona, neighbours.StomaCare));

        await neighbours.Callum.Entries("plan").WithholdItemAsync(new()
        {
            PersonId = personId,
            ItemId = money.OutcomeId,
            WithheldFrom = { neighbours.StomaCare },
        });

        Assert.DoesNotContain(asked, await WaitingAsync(neighbours.Fiona, neighbours.StomaCare));
        await Answer(neighbours.Fiona, asked).NotFoundAsync();
        Assert.Equal([asked], await ListAsync(neighbours.Callum, personId, money.OutcomeId));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_count_nothing_that_is_hidden()
    {
        var personId = await neighbours.SharedAsync();
        var (money, hidden) = (await neighbours.ProposeAsync(personId),
            await neighbours.ProposeAsync(personId, neighbours.SocialWork));
        var said = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            said.Insert(0, (await Reply(neighbours.Fiona, personId, money.OutcomeId)).Reply.ReplyId);
            neighbours.Later();
            await Reply(neighbours.Fiona, personId, hidden.OutcomeId);
            neighbours.Later();
        }

        var request = new ListRepliesRequest { PersonId = personId, PageSize = 2 };
        var first = await neighbours.Ruth.Replies("plan").ListRepliesAsync(request);
        request.PageToken = first.NextPageToken;
        var second = await neighbours.Ruth.Replies("plan").ListRepliesAsync(request);

        Assert.Equal(said, first.Replies.Concat(second.Replies).Select(r => r.ReplyId));
        Assert.Equal("", second.NextPageToken);
        Assert.Equal("Some entries may be held back by law.", first.Notice);
        request.PageToken = $"{first.NextPageToken}0";
        await neighbours.Ruth.Replies("plan").ListRepliesAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", "page_token");
    }

    private async Task<List<Access.V1.Reply>> OwedAsync(string personId) =>
        [.. (await WaitingAsync(neighbours.Fiona, neighbours.StomaCare)).Where(r => r.PersonId == personId)];

    private static async Task EndAsync(Caller caller, string personId, string teamId)
    {
        var own = (await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements
            .Single(i => i.Team.TeamId == teamId);
        await caller.Sharing.EndInvolvementAsync(
            new() { PersonId = personId, InvolvementId = own.InvolvementId, Reason = "The wound has healed." });
    }

    private static ReplyToEntryRequest Request(string personId, string itemId) =>
        new() { PersonId = personId, ItemId = itemId, Words = "I said Tuesdays.", Voice = Spoken };

    [Fact]
    public async Task When_the_person_has_died_nothing_is_said_in_their_name_and_family_may_reply()
    {
        var personId = await neighbours.SharedAsync();
        var money = await neighbours.ProposeAsync(personId);
        await neighbours.DiesAsync(personId, "plan");
        var journal = await neighbours.JournalAsync(personId);

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_DIED",
            Reply(neighbours.Fiona, personId, money.OutcomeId));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "PERSON_DIED",
            Ask(neighbours.Fiona, personId, money.OutcomeId));
        Assert.Equal(journal, await neighbours.JournalAsync(personId));

        var request = Request(personId, money.OutcomeId);
        request.Voice = new() { SaidBy = Access.V1.Speaker.Family, SaidByName = "his wife Ann", How = { "family" } };
        var told = (await neighbours.Fiona.Replies("plan").ReplyToEntryAsync(request)).Reply;
        Assert.Equal(("his wife Ann", false), (told.Voice.SaidByName, told.Voice.IsPersonsVoice));

        await neighbours.ReverseDeathAsync(personId);
        await Reply(neighbours.Fiona, personId, money.OutcomeId);
    }

    private AsyncUnaryCall<ReplyToEntryResponse> Reply(Caller caller, string personId, string itemId)
    {
        var request = Request(personId, itemId);
        request.Voice = caller == neighbours.Callum ? null : Spoken;
        return caller.Replies("plan").ReplyToEntryAsync(request);
    }

    private AsyncUnaryCall<AskForCorrectionResponse> Ask(Caller caller, string personId, string itemId) =>
        caller.Replies("plan").AskForCorrectionAsync(new()
        {
            PersonId = personId,
            ItemId = itemId,
            Words = "It was Tuesdays, and it says Thursdays.",
            Voice = caller == neighbours.Callum ? null : Spoken,
        });

    private static AsyncUnaryCall<AnswerCorrectionResponse> Answer(Caller caller, Access.V1.Reply asked) =>
        caller.Replies("plan").AnswerCorrectionAsync(new()
        {
            PersonId = asked.PersonId,
            ReplyId = asked.ReplyId,
            Answer = CorrectionAnswer.NotAgreed,
            Words = "That is what he said then.",
        });

    private static async Task<IList<Access.V1.Reply>> ListAsync(Caller caller, string personId, string itemId = "") =>
        (await caller.Replies("plan").ListRepliesAsync(
            new() { PersonId = personId, ItemId = itemId }, Neighbours.Newest)).Replies;

    private static async Task<IList<Access.V1.Reply>> WaitingAsync(Caller caller, string teamId) =>
        (await caller.Replies("plan").ListCorrectionsAskedAsync(
            new() { TeamId = teamId, PageSize = 200 }, Neighbours.Newest)).Replies;
}
