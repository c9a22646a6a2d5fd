using Grpc.Core;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class ReviseViewTests(Neighbours neighbours)
{
    private static ReviseViewRequest Anew(V1.View earlier) => new()
    {
        PersonId = earlier.PersonId,
        ViewId = earlier.ViewId,
        WhatMatters = "Enough each week, and a bit for the bairn.",
        Voice = Valid.Spoken(),
    };

    [Fact]
    public async Task The_new_statement_points_to_the_earlier_which_stays_as_it_was_said()
    {
        var personId = await neighbours.SharedAsync();
        var earlier = (await neighbours.Fiona.Conversation.RecordViewAsync(Valid.View(personId))).View;
        neighbours.Later();

        var anew = (await neighbours.Ruth.Conversation.ReviseViewAsync(Anew(earlier))).View;

        Assert.Equal(earlier.ViewId, anew.EarlierViewId);
        earlier.SaidAnew = true;
        var views = (await neighbours.Fiona.Conversation.ListViewsAsync(new() { PersonId = personId })).Views;
        Assert.Equal([anew, earlier], views);
    }

    [Fact]
    public async Task Whoever_does_not_see_the_new_statement_is_not_told_that_there_is_one()
    {
        var personId = await neighbours.SharedAsync();
        var earlier = (await neighbours.Fiona.Conversation.RecordViewAsync(Valid.View(personId))).View;
        var request = Anew(earlier);
        request.WithheldFrom.Add(neighbours.SocialWork);
        await neighbours.Fiona.Conversation.ReviseViewAsync(request);

        var views = (await neighbours.Ruth.Conversation.ListViewsAsync(new() { PersonId = personId })).Views;

        Assert.Equal([earlier], views);
    }

    [Fact]
    public async Task Whoever_the_earlier_is_withheld_from_does_not_see_the_new_one()
    {
        var said = Valid.View(await neighbours.SharedAsync());
        said.WithheldFrom.Add(neighbours.SocialWork);
        var earlier = (await neighbours.Fiona.Conversation.RecordViewAsync(said)).View;
        await neighbours.Fiona.Conversation.ReviseViewAsync(Anew(earlier));

        Assert.Empty((await neighbours.Ruth.Conversation.ListViewsAsync(new() { PersonId = said.PersonId })).Views);
        await neighbours.Ruth.Conversation.ReviseViewAsync(Anew(earlier)).NotFoundAsync();
    }

    [Fact]
    public async Task It_stays_with_its_conversation_which_is_named_only_to_those_who_heard_it()
    {
        var note = Valid.Note(await neighbours.SharedAsync());
        note.Views.Add(new NewView { WhatMatters = "Money.", Voice = Valid.Spoken() });
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(note);
        var headers = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };

        var anew = await neighbours.Ruth.Conversation.ReviseViewAsync(Anew(told.Views.Single()), headers);

        Assert.Equal("", anew.View.ConversationId);
        Assert.Equal(anew, await neighbours.Ruth.Conversation.ReviseViewAsync(Anew(told.Views.Single()), headers));
        var heard = await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = note.PersonId, ConversationId = told.Conversation.ConversationId });
        Assert.Contains(heard.Views, v => v.ViewId == anew.View.ViewId);
    }

    [Fact]
    public async Task Somebody_else_cannot_say_it_anew()
    {
        var earlier = (await neighbours.Fiona.Conversation.RecordViewAsync(
            Valid.View(await neighbours.RegisterAsync()))).View;
        var request = Anew(earlier);
        request.Voice = Valid.Spoken(V1.Speaker.Practitioner);

        await neighbours.Fiona.Conversation.ReviseViewAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_THEIR_VIEW", "voice.said_by");
    }

    [Fact]
    public async Task An_unknown_view_is_not_found()
    {
        var request = Anew(new V1.View
        {
            PersonId = await neighbours.RegisterAsync(),
            ViewId = Guid.NewGuid().ToString(),
        });
        await neighbours.Fiona.Conversation.ReviseViewAsync(request).NotFoundAsync();
    }
}
