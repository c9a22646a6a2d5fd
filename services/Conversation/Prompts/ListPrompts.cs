using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Paging;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    /// <summary>Open prompts for whoever listens, to be used in any order or not at all.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListPromptsResponse> ListPrompts(
        Wire.ListPromptsRequest request, ServerCallContext context)
    {
        var topic = Topic(request.Topic);

        // About nobody; a page's token is the caller's all the same.
        await using var work = await database.ReadAsync(Call.Of(context));
        var page = Page.Of(request.PageSize, request.PageToken, work);
        var found = prompts.All.Where(p => topic is null || p.Topic.Length == 0 || p.Topic == topic)
            .Skip(page.Skip).Take(page.Take + 1).ToList();
        await work.CommitAsync();

        return new Wire.ListPromptsResponse
        {
            Prompts =
            {
                found.Take(page.Take).Select(p => new Wire.Prompt
                {
                    Code = p.Code,
                    Words = p.Words,
                    Topic = p.Topic,
                    Source = p.Source,
                }),
            },
            NextPageToken = page.Next(found.Count, work),
        };
    }
}
