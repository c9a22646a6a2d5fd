using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

public sealed class ViewTests
{
    private static readonly View Said = new()
    {
        Id = Guid.NewGuid(),
        PersonId = Guid.NewGuid(),
        ConversationId = Guid.NewGuid(),
        Teams = [Guid.NewGuid()],
        Kind = ViewKind.WhatMatters,
        Words = "See my pals again.",
        SaidBy = Speaker.Person,
        How = ["spoken"],
        WrittenBy = Writer.Practitioner,
    };

    [Fact]
    public void Words_are_enough() => Assert.Same(Said, Said.WithContent());

    [Fact]
    public void What_was_seen_is_enough_and_never_passes_for_the_persons_voice()
    {
        var seen = Said with { Words = null, Seen = "She hums when the radio plays.", How = ["observed"] };
        Assert.False(seen.WithContent().Voice.IsPersons);
    }

    [Theory]
    [InlineData(null, null, "spoken", "CONTENT_MISSING", "views[2].what_matters")]
    [InlineData("Music.", null, "observed", "SEEN_MISSING", "views[2].seen")]
    [InlineData(null, null, "observed", "SEEN_MISSING", "views[2].seen")]
    [InlineData("Music.", "She hums.", "family", "NOT_OBSERVED", "views[2].voice.how")]
    public void What_is_said_and_what_is_seen_are_told_apart(
        string? words, string? seen, string how, string reason, string field)
    {
        var refused = Assert.Throws<Problem>(
            () => (Said with { Words = words, Seen = seen, How = [how] }).WithContent("views[2]."));
        Assert.Equal((reason, field), (refused.Reason, refused.Field));
    }

    [Fact]
    public void What_worries_the_person_is_what_matters_and_no_concern()
    {
        var refused = Assert.Throws<Problem>(() => (Said with { Kind = ViewKind.Concern }).WithContent());
        Assert.Equal(("CONCERN_IS_ANOTHERS", "kind"), (refused.Reason, refused.Field));
        Assert.NotNull((Said with { Kind = ViewKind.Concern, SaidBy = Speaker.Family }).WithContent());
    }

    [Fact]
    public void Saying_it_anew_is_a_new_statement_that_points_to_the_earlier()
    {
        var team = Guid.NewGuid();
        var anew = Said.SayAnew(new()
        {
            Id = Guid.NewGuid(),
            TeamId = team,
            Words = "Just Tam.",
            SaidBy = Speaker.Person,
            How = ["telephone"],
        });
        Assert.NotEqual(Said.Id, anew.Id);
        Assert.Equal((Said.Id, Said.PersonId, Said.ConversationId, Said.Kind),
            (anew.EarlierId!.Value, anew.PersonId, anew.ConversationId, anew.Kind));
        Assert.Equal([.. Said.Teams, team], anew.Teams);
    }

    [Fact]
    public void Somebody_elses_words_do_not_replace_a_view()
    {
        var refused = Assert.Throws<Problem>(
            () => Said.SayAnew(new() { Words = "He needs to rest.", SaidBy = Speaker.Family, How = ["spoken"] }));
        Assert.Equal("NOT_THEIR_VIEW", refused.Reason);
    }
}
