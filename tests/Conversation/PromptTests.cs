using Grpc.Core;
using Microsoft.Extensions.Configuration;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conversations;

[Collection(nameof(Together))]
public sealed class PromptTests(Neighbours neighbours)
{
    [Fact]
    public async Task R33_Open_prompts_are_taken_in_any_order_and_nothing_asks_for_an_answer_to_one()
    {
        var prompts = (await neighbours.Fiona.Conversation.ListPromptsAsync(new())).Prompts;
        Assert.InRange(prompts.Count, 10, 50);
        Assert.All(prompts, p => Assert.All([p.Code, p.Words, p.Source], Assert.NotEmpty));
        var request = Valid.Note(await neighbours.RegisterAsync());
        // None of them.
        Assert.Equal("", (await neighbours.Fiona.Conversation.RecordConversationAsync(request))
            .Conversation.PromptCode);

        // The last before the first, one twice, and one view that answers none.
        request.PromptCode = prompts[^1].Code;
        string[] codes = [prompts[3].Code, prompts[0].Code, "", prompts[0].Code];
        request.Views.Add(codes.Select(code => new NewView
        {
            WhatMatters = "The bairn comes first.",
            Voice = Valid.Spoken(),
            PromptCode = code,
        }));
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(request);

        var read = await neighbours.Fiona.Conversation.GetConversationAsync(
            new() { PersonId = request.PersonId, ConversationId = told.Conversation.ConversationId });
        Assert.Equal(prompts[^1].Code, read.Conversation.PromptCode);
        Assert.Equal(codes, read.Views.Select(v => v.PromptCode));
        Assert.Equal(request.WhatWasSaid, read.Conversation.WhatWasSaid);
    }

    [Fact]
    public async Task A_view_names_the_prompt_that_it_answers_and_a_code_that_is_none_is_named()
    {
        var request = Valid.View(await neighbours.RegisterAsync());
        request.PromptCode = "good_day";
        Assert.Equal("good_day", (await neighbours.Fiona.Conversation.RecordViewAsync(request)).View.PromptCode);

        request.PromptCode = "question_12";
        await neighbours.Fiona.Conversation.RecordViewAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "prompt_code");
        var note = Valid.Note(request.PersonId);
        note.PromptCode = "question_12";
        await neighbours.Fiona.Conversation.RecordConversationAsync(note)
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "prompt_code");
        (note.PromptCode, request.PromptCode) = ("", "good_day");
        note.Views.Add(new NewView { WhatMatters = "Peace.", Voice = Valid.Spoken(), PromptCode = "question_12" });
        await neighbours.Fiona.Conversation.RecordConversationAsync(note)
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "views[0].prompt_code");
    }

    [Fact]
    public async Task About_a_topic_those_about_anything_come_with_it_page_by_page()
    {
        var all = (await neighbours.Callum.Conversation.ListPromptsAsync(new())).Prompts;
        var money = new ListPromptsRequest { Topic = "money" };

        var some = (await neighbours.Callum.Conversation.ListPromptsAsync(money)).Prompts;

        Assert.Equal(all.Where(p => p.Topic is "" or "money"), some);
        Assert.Single(some, p => p.Topic == "money");
        money.PageSize = some.Count - 1;
        var first = await neighbours.Callum.Conversation.ListPromptsAsync(money);
        money.PageToken = first.NextPageToken;
        var last = await neighbours.Callum.Conversation.ListPromptsAsync(money);
        Assert.Equal(some, first.Prompts.Concat(last.Prompts));
        Assert.Equal("", last.NextPageToken);
        await neighbours.Callum.Conversation.ListPromptsAsync(new() { Topic = "happiness" })
            .RefusedAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN", "topic");
    }

    [Fact]
    public async Task An_agencys_own_come_behind_and_no_service_starts_with_half_a_list()
    {
        var file = Path.GetTempFileName();
        var own = new ConfigurationBuilder().AddInMemoryCollection([new("Vocabularies:Prompts", file)]).Build();
        try
        {
            await File.WriteAllTextAsync(
                file, "code\twords\ttopic\nboat\tWhere would you sail to?\t\nshop\tWho sells?\n");
            var all = Prompts.Of(own).All;
            Assert.Equal(["boat", "shop"], all.Skip(Prompts.Of(new ConfigurationBuilder().Build()).All.Count)
                .Select(p => p.Code));
            Assert.Equal(new Prompt("boat", "Where would you sail to?", "", "the agency's own list"), all[^2]);
            foreach (var line in new[] { "boat", "good_day\tHow?\t", "boat\tHow?\thappiness", "\tHow?" })
            {
                await File.WriteAllTextAsync(file, $"code\twords\ttopic\nship\tWhere to?\t\n{line}\n");
                Assert.StartsWith($"Vocabularies__Prompts: {file} can't be read. Line 3",
                    Assert.Throws<InvalidOperationException>(() => Prompts.Of(own)).Message);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
