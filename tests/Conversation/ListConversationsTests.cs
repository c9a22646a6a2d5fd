using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class ListConversationsTests(Neighbours neighbours)
{
    private async Task<string> WithConversationsAsync(params string[] days)
    {
        var personId = await neighbours.RegisterAsync();
        foreach (var day in days)
        {
            var request = Valid.Note(personId);
            request.HappenedOn = day;
            await neighbours.Fiona.Conversation.RecordConversationAsync(request);
            neighbours.Later();
        }
        return personId;
    }

    [Fact]
    public async Task The_newest_day_comes_first_whenever_it_was_recorded_page_by_page()
    {
        var personId = await WithConversationsAsync("2026-02-01", "2026-03-01", "2026-01-01");

        var first = await neighbours.Fiona.Conversation.ListConversationsAsync(
            new() { PersonId = personId, PageSize = 2 });
        var second = await neighbours.Fiona.Conversation.ListConversationsAsync(
            new() { PersonId = personId, PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(["2026-03-01", "2026-02-01"], first.Conversations.Select(c => c.HappenedOn));
        Assert.Equal(["2026-01-01"], second.Conversations.Select(c => c.HappenedOn));
        Assert.Equal("", second.NextPageToken);
    }

    [Fact]
    public async Task A_page_token_that_was_not_given_to_this_caller_is_refused()
    {
        var personId = await WithConversationsAsync("2026-02-01");
        await neighbours.Fiona.Conversation.ListConversationsAsync(new() { PersonId = personId, PageToken = "2.abc" })
            .RefusedAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", "page_token");
    }

    [Fact]
    public async Task A_stranger_is_told_not_found()
    {
        var personId = await WithConversationsAsync("2026-02-01");
        await neighbours.Nadia.Conversation.ListConversationsAsync(new() { PersonId = personId }).NotFoundAsync();
    }
}
