using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

public sealed class ConversationTests
{
    private static readonly Conversation Told = new()
    {
        Id = Guid.NewGuid(),
        PersonId = Guid.NewGuid(),
        HappenedOn = new(2026, 3, 2),
    };

    [Fact]
    public void What_was_said_is_enough() => Assert.Equal("Aye.", (Told with { Words = "Aye." }).WithContent().Words);

    [Fact]
    public void What_was_seen_is_enough() =>
        Assert.Equal("She hums.", (Told with { Seen = "She hums." }).WithContent().Seen);

    [Fact]
    public void Listening_without_a_word_of_it_is_refused()
    {
        var refused = Assert.Throws<Problem>(
            () => (Told with { Listening = true, Changed = "Lighter." }).WithContent());
        Assert.Equal(("CONTENT_MISSING", "what_was_said"), (refused.Reason, refused.Field));
    }

    [Fact]
    public void Playing_back_happens_on_the_conversations_day_when_no_other_is_named()
    {
        var played = Told.PlayBack(new() { PlayedBack = "Money first.", Answer = ReflectionAnswer.Agreed });
        Assert.Equal((Told.Id, Told.PersonId, Told.HappenedOn),
            (played.ConversationId, played.PersonId, played.HappenedOn));
    }

    [Theory]
    [InlineData(ReflectionAnswer.Agreed, "Not like that.", "NOTHING_CHANGED", "what_they_changed")]
    [InlineData(ReflectionAnswer.NotAsked, "Not like that.", "NOTHING_CHANGED", "what_they_changed")]
    [InlineData(ReflectionAnswer.Changed, null, "WORDS_MISSING", "what_they_changed")]
    public void An_answer_and_a_change_belong_together(
        ReflectionAnswer answer, string? changed, string reason, string field)
    {
        var refused = Assert.Throws<Problem>(
            () => Told.PlayBack(new() { PlayedBack = "Money first.", Answer = answer, Changed = changed }));
        Assert.Equal((reason, field), (refused.Reason, refused.Field));
    }

    [Theory]
    [InlineData(ReflectionAnswer.Agreed, null)]
    [InlineData(ReflectionAnswer.Changed, "The rent first.")]
    [InlineData(ReflectionAnswer.NotAsked, null)]
    public void An_answer_that_holds_together_is_taken(ReflectionAnswer answer, string? changed) =>
        Assert.Equal(answer, Told.PlayBack(new() { PlayedBack = "Money.", Answer = answer, Changed = changed }).Answer);

    [Fact]
    public void Nothing_is_played_back_before_it_was_said()
    {
        var refused = Assert.Throws<Problem>(() => Told.PlayBack(
            new() { PlayedBack = "Money first.", Answer = ReflectionAnswer.Agreed, HappenedOn = new(2026, 3, 1) }));
        Assert.Equal(("DAY_TOO_EARLY", "happened_on"), (refused.Reason, refused.Field));
    }

    [Fact]
    public void Words_about_what_it_changed_keep_their_voice()
    {
        var changed = Told with { ChangedSaidBy = Speaker.Person, ChangedHow = ["spoken"] };
        Assert.True(changed.ChangedVoice!.IsPersons);
        Assert.Null(changed.DifferenceVoice);
    }
}
