using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class RecordStrengthTests(Neighbours neighbours)
{
    [Fact]
    public async Task A_strength_is_an_entry_of_its_own_for_all_involved()
    {
        var personId = await neighbours.SharedAsync();
        var heard = await neighbours.Fiona.Conversation.RecordConversationAsync(Valid.Note(personId));
        var request = Valid.Strength(personId);
        request.ConversationId = heard.Conversation.ConversationId;

        var strength = (await neighbours.Fiona.Conversation.RecordStrengthAsync(request)).Strength;

        Assert.Equal((request.ConversationId, neighbours.StomaCare), (strength.ConversationId, strength.TeamId));
        var read = Assert.Single(
            (await neighbours.Ruth.Conversation.ListStrengthsAsync(new() { PersonId = personId })).Strengths);
        strength.ConversationId = "";
        Assert.Equal(strength, read);
    }

    [Fact]
    public async Task The_person_can_say_what_they_are_good_at()
    {
        var request = Valid.Strength(await neighbours.CallumsAsync());
        request.Voice = null;

        var strength = (await neighbours.Callum.Conversation.RecordStrengthAsync(request)).Strength;

        Assert.Equal((V1.Writer.Person, true, ""),
            (strength.Voice.WrittenBy, strength.Voice.IsPersonsVoice, strength.TeamId));
    }

    [Fact]
    public async Task Without_words_it_is_refused()
    {
        var request = Valid.Strength(await neighbours.RegisterAsync());
        request.Words = "\n";
        await neighbours.Fiona.Conversation.RecordStrengthAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "WORDS_MISSING", "words");
    }

    [Fact]
    public async Task A_stranger_is_told_not_found()
    {
        var personId = await neighbours.RegisterAsync();
        await neighbours.Nadia.Conversation.RecordStrengthAsync(Valid.Strength(personId)).NotFoundAsync();
        await neighbours.Nadia.Conversation.ListStrengthsAsync(new() { PersonId = personId }).NotFoundAsync();
    }
}
