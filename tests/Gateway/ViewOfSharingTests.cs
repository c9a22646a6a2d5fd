using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Records.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using Say = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>
/// A person's view of sharing as one set, walked once by their own sign-in and once through a practitioner who writes
/// down what they say: who may look and why, what they wish, keep back and object to, what they say to an entry, what
/// they want put right, and who has looked.
/// </summary>
public sealed class ViewOfSharingTests(ViewOfSharingTests.Two two) : IClassFixture<ViewOfSharingTests.Two>
{
    private const string Ardmore = "1f5ec6a3-b978-4d20-9f47-a35d81e60c05";

    [Fact]
    public async Task A_person_walks_it_by_their_own_sign_in()
    {
        var outcome = await two.ProposeAsync(two.IrisId);

        await WalkAsync(two.Iris, two.IrisId, outcome, null, null, Say.Writer.Person);

        // What they said is all there again, for them.
        Assert.Single((await two.Iris.Wishes.ListRestrictionsAsync(new() { PersonId = two.IrisId })).Restrictions);
        Assert.Single((await two.Iris.Wishes.ListObjectionsAsync(new() { PersonId = two.IrisId })).Objections);
        var log = (await two.Iris.Record.ListWhoHasLookedAsync(new() { PersonId = two.IrisId })).Done;
        foreach (var act in new[]
        {
            "you wrote down what you wish.", "you wrote down what you said of one thing in your record.",
            "you wrote down that you asked to put one thing right.", "you looked at your plan.",
        })
        {
            Assert.Contains(log, d => d.Sentence.EndsWith($": {act}", StringComparison.Ordinal)
                || d.Sentence.EndsWith($", {act}", StringComparison.Ordinal));
        }
        // Asked of every service at once, it is told once.
        var asked = log.Where(d => d.Entry.Rpc.EndsWith("/ListReplies", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, d => Assert.Equal(OneRecord.Services, d.Services.Order(Comparer<string>.Create(
            (a, b) => Array.IndexOf(OneRecord.Services, a) - Array.IndexOf(OneRecord.Services, b)))));
        Assert.Equal(asked.Count, asked.DistinctBy(d => d.Entry.RecordTime).Count());
    }

    [Fact]
    public async Task A_person_walks_it_through_a_practitioner_who_writes_down_what_they_say()
    {
        var personId = await two.Platform.RegisterPersonAsync(two.Eileen, "adult");
        two.Later();
        var outcome = await two.ProposeAsync(personId);

        await WalkAsync(two.Eileen, personId, outcome,
            new() { SaidBy = Sharing.V1.Speaker.Person, How = { "spoken" } },
            new() { SaidBy = Say.Speaker.Person, How = { "spoken" } }, Say.Writer.Practitioner);

        // Who has looked is for the person alone; of their own staff, an agency answers for it.
        await two.Eileen.Record.ListWhoHasLookedAsync(new() { PersonId = personId })
            .RefusedAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        var craig = await two.Platform.SignInAsync("craig");
        var log = (await craig.Record.ListWhoHasLookedAsync(new() { PersonId = personId })).Done;
        Assert.Contains(log, d => d.Sentence.Contains("wrote down that you asked to put one thing right."));
    }

    [Fact]
    public async Task R63_What_is_kept_by_any_service_can_be_put_right_and_the_record_shows_it()
    {
        var personId = await two.Platform.RegisterPersonAsync(two.Eileen, "adult");
        two.Later();
        var needs = await two.Eileen.Person.SetCommunicationNeedsAsync(
            new() { PersonId = personId, UnderstandsBest = "Long letters." });
        var conversation = await two.Eileen.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = two.Today,
            Kind = Conversations.V1.ConversationKind.Conversation,
            WhatWasSaid = "She likes Thursdays.",
            Views =
            {
                new Conversations.V1.NewView
                {
                    WhatMatters = "The choir.",
                    Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "spoken" } },
                },
            },
        });
        var involvement = (await two.Eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId }))
            .Involvements.Single();
        var outcome = await two.ProposeAsync(personId);
        var review = await two.Eileen.Review.RecordReviewAsync(new()
        {
            PersonId = personId,
            HappenedOn = two.Today,
            UnintendedGood = { "She slept." },
        });
        (string Service, string Item)[] entries =
        [
            ("person", personId), ("person", needs.CommunicationNeeds.CommunicationNeedsId),
            ("sharing", involvement.InvolvementId), ("conversation", conversation.Conversation.ConversationId),
            ("conversation", conversation.Views[0].ViewId), ("plan", outcome), ("review", review.Review.ReviewId),
        ];

        foreach (var (service, item) in entries)
        {
            var asked = await two.Eileen.Replies(service).AskForCorrectionAsync(new()
            {
                PersonId = personId,
                ItemId = item,
                Words = "It is not so.",
                Voice = new() { SaidBy = Say.Speaker.Person, How = { "spoken" } },
            });
            Assert.Equal(two.Adult, asked.Reply.Correction.TeamId);
        }

        var record = await two.Eileen.Record.GetRecordAsync(new() { PersonId = personId });
        Assert.Equal(entries.Select(e => e.Item).Order(StringComparer.Ordinal),
            record.Replies.Select(r => r.ItemId).Order(StringComparer.Ordinal));
        Assert.All(record.Replies, r => Assert.Equal(CorrectionState.Asked, r.Correction.State));
        Assert.Empty(record.MissingParts);
    }

    private async Task WalkAsync(Caller caller, string personId, string outcome, Sharing.V1.Voice? said,
        Say.Voice? saidOfIt, Say.Writer writtenBy)
    {
        var involved = Assert.Single(
            (await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        Assert.Equal(two.Adult, involved.Team.TeamId);
        Assert.NotEqual("", involved.Sentence);

        var wish = (await caller.Wishes.RecordWishAsync(
            new() { PersonId = personId, Words = "Ask me first.", Voice = said })).Wish;
        Assert.True(wish.Voice.IsPersonsVoice);
        Assert.Equal([wish], (await caller.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes);
        two.Later();

        var kept = (await caller.Wishes.RestrictAsync(
            new() { PersonId = personId, FromId = two.Stoma, Kind = "outcome", Voice = said })).Restriction;
        Assert.Equal((two.Stoma, "outcome", true), (kept.FromId, kept.Kind, kept.Voice.IsPersonsVoice));
        var objection = (await caller.Wishes.ObjectAsync(
            new() { PersonId = personId, AgencyId = Ardmore, Words = "Not them.", Voice = said })).Objection;
        Assert.Equal(ObjectionState.Waiting, objection.State);
        two.Later();

        var reply = (await caller.Replies("plan").ReplyToEntryAsync(new()
        {
            PersonId = personId,
            ItemId = outcome,
            Words = "I said Tuesdays.",
            Voice = saidOfIt,
        })).Reply;
        two.Later();
        var correction = (await caller.Replies("plan").AskForCorrectionAsync(new()
        {
            PersonId = personId,
            ItemId = outcome,
            Words = "It says Thursdays.",
            Voice = saidOfIt,
        })).Reply;
        Assert.All([reply, correction], r => Assert.Equal((true, writtenBy),
            (r.Voice.IsPersonsVoice, r.Voice.WrittenBy)));
        two.Later();

        var record = await caller.Record.GetRecordAsync(new() { PersonId = personId });
        Assert.Equal([correction, reply], record.Replies);
        Assert.Equal(outcome, Assert.Single(record.Outcomes).OutcomeId);

        var waiting = await two.Eileen.Replies("plan").ListCorrectionsAskedAsync(
            new() { TeamId = two.Adult, PageSize = 200 });
        Assert.Contains(correction, waiting.Replies);
        await two.Eileen.Replies("plan").AnswerCorrectionAsync(new()
        {
            PersonId = personId,
            ReplyId = correction.ReplyId,
            Answer = CorrectionAnswer.Agreed,
            Words = "You did. It says so now.",
        });
        two.Later();
        var after = await caller.Record.GetRecordAsync(new() { PersonId = personId });
        Assert.Equal([(CorrectionState.Agreed, "You did. It says so now.")],
            after.Replies.Where(r => r.Correction is not null).Select(r => (r.Correction.State, r.Correction.Answer)));
        // The entry stays as it was.
        Assert.Equal(record.Outcomes, after.Outcomes);
    }

    [Fact]
    public async Task Where_something_was_removed_the_record_says_so_and_nothing_of_what_it_said()
    {
        var personId = await two.Platform.RegisterPersonAsync(two.Eileen, "adult");
        two.Later();
        var outcome = await two.ProposeAsync(personId);

        await two.Eileen.Entries("plan").EnterInErrorAsync(new()
        {
            PersonId = personId,
            ItemId = outcome,
            Reason = MistakeReason.WrongRecord,
            Words = "It is her sister's.",
        });
        two.Later();

        var record = await two.Eileen.Record.GetRecordAsync(new() { PersonId = personId });
        Assert.Empty(record.Outcomes);
        var removed = Assert.Single(record.Removed);
        Assert.Equal(("An entry was removed: made in the wrong record.", "plan", outcome, two.Adult),
            (removed.Sentence, removed.Service, removed.Removed.ItemId, removed.Removed.TeamId));
        var text = record.ToString();
        Assert.DoesNotContain("choir", text);
        Assert.DoesNotContain("sister", text);
    }

    /// <summary>A platform on which Iris signs in herself, and others speak through Eileen.</summary>
    public sealed class Two : IAsyncLifetime
    {
        public Platform Platform { get; } = new();

        public Caller Eileen { get; private set; } = null!;

        public Caller Iris { get; private set; } = null!;

        public string IrisId { get; private set; } = "";

        public string Adult { get; private set; } = "";

        public string Stoma { get; private set; } = "";

        public string Today => Platform.Time.GetUtcNow().ToString("yyyy-MM-dd");

        public async Task InitializeAsync()
        {
            var teams = await Platform.SetUpAsync();
            (Adult, Stoma) = (teams["adult"], teams["stoma"]);
            Eileen = await Platform.SignInAsync("eileen");
            (IrisId, Iris) = await Platform.RegisterWithLoginAsync("iris");
            Later();
        }

        public async Task<string> ProposeAsync(string personId)
        {
            var proposed = await Eileen.Plan.ProposeOutcomeAsync(new()
            {
                PersonId = personId,
                Statement = "Back at the choir on Thursdays",
                Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
            });
            Later();
            return proposed.Outcome.OutcomeId;
        }

        public void Later() => Platform.Time.Advance(TimeSpan.FromSeconds(1));

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }
}
