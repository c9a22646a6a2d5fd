using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>One platform for all tests of this project.</summary>
[CollectionDefinition(nameof(Together))]
public sealed class Together : ICollectionFixture<Neighbours>;

/// <summary>Requests that are accepted as they stand; a test changes what it is about.</summary>
internal static class Valid
{
    public static Metadata RequestId() => new() { { "po-request-id", Guid.NewGuid().ToString() } };

    public static Voice Spoken(Speaker by = Speaker.Person, string name = "") =>
        new() { SaidBy = by, SaidByName = name, How = { "spoken" } };

    public static ProposeOutcomeRequest Outcome(string personId, params string[] withheldFrom) => new()
    {
        PersonId = personId,
        Statement = "Enough each week for the three of us.",
        Why = "The bairn comes first.",
        Direction = V1.Direction.GetBack,
        Voice = Spoken(),
        WithheldFrom = { withheldFrom },
    };

    public static AgreeOutcomeRequest Agree(V1.Outcome outcome) => new()
    {
        PersonId = outcome.PersonId,
        OutcomeId = outcome.OutcomeId,
        Agreement = Asked,
        Etag = outcome.Etag,
    };

    public static V1.Agreement Asked => new()
    {
        AgreedBy = V1.AgreedBy.Person,
        AskedHow = "Read back to him at the ward",
        How = { "spoken" },
        AgreedOn = "2026-03-01",
    };

    public static ReviseOutcomeRequest Revise(V1.Outcome outcome) => new()
    {
        PersonId = outcome.PersonId,
        OutcomeId = outcome.OutcomeId,
        Statement = "Enough each week, and a bit for the bairn.",
        Why = "She is growing.",
        Voice = Spoken(),
        Etag = outcome.Etag,
    };

    public static SetOutcomeAsideRequest SetAside(V1.Outcome outcome) => new()
    {
        PersonId = outcome.PersonId,
        OutcomeId = outcome.OutcomeId,
        Reason = "Not now, he says.",
        Etag = outcome.Etag,
    };

    public static SayCannotBeAchievedRequest Cannot(V1.Outcome outcome) => new()
    {
        PersonId = outcome.PersonId,
        OutcomeId = outcome.OutcomeId,
        Reason = "The benefit stops with the rules of April, and nothing stands in its place.",
        ToldBy = "Ruth Colquhoun, social worker",
        ToldHow = "At home, with his wife beside him",
        ToldOn = "2026-03-01",
        Said = "Then tell me what is left, and do not dress it up.",
        Voice = Spoken(),
        Etag = outcome.Etag,
    };

    public static TakeBackCannotBeAchievedRequest TakeBackCannot(V1.Outcome outcome) =>
        new() { PersonId = outcome.PersonId, OutcomeId = outcome.OutcomeId, Etag = outcome.Etag };

    public static GiveTopicRequest Topic(V1.Outcome outcome, string topic) => new()
    {
        PersonId = outcome.PersonId,
        OutcomeId = outcome.OutcomeId,
        Topic = topic,
        Etag = outcome.Etag,
    };

    public static ChooseRoleRequest Role(V1.Outcome outcome, string words = "I do the forms, you ring them.") => new()
    {
        PersonId = outcome.PersonId,
        OutcomeId = outcome.OutcomeId,
        Words = words,
        Role = "share",
        Voice = Spoken(),
    };

    public static AddBlockRequest Block(string personId, string outcomeId, string blockedId) =>
        new() { PersonId = personId, OutcomeId = outcomeId, BlockedId = blockedId };

    public static AddStepRequest Step(string personId, string outcomeId = "") => new()
    {
        PersonId = personId,
        OutcomeId = outcomeId,
        Party = V1.Party.Family,
        Who = "his wife Ann",
        What = "Rings about the backdated money.",
        Voice = Spoken(),
    };

    public static FinishStepRequest Finish(V1.Step step) => new()
    {
        PersonId = step.PersonId,
        StepId = step.StepId,
        DoneOn = "2026-04-01",
        HowItWent = "Forty minutes on hold, and then a kind voice.",
        Etag = step.Etag,
    };

    public static RankOutcomesRequest Ranking(params V1.Outcome[] outcomes) => new()
    {
        PersonId = outcomes[0].PersonId,
        OutcomeIds = { outcomes.Select(o => o.OutcomeId) },
        Voice = Spoken(),
    };

    public static SayPurposeRequest Purpose(string personId) =>
        new() { PersonId = personId, Words = "That home runs again.", Voice = Spoken() };

    public static AgreePurposeRequest Agree(V1.Purpose purpose, string personId) =>
        new() { PersonId = personId, PurposeId = purpose.PurposeId, Agreement = Asked };

    public static DissentFromPurposeRequest Dissent(V1.Purpose purpose, string personId) => new()
    {
        PersonId = personId,
        PurposeId = purpose.PurposeId,
        Words = "He should rest first.",
        Voice = Spoken(Speaker.Family, "his mother"),
    };
}

/// <summary>What tests of the plan ask of the platform besides its rpcs.</summary>
internal static class Known
{
    public static async Task<V1.Outcome> ProposeAsync(
        this Neighbours neighbours, string personId, params string[] withheldFrom)
    {
        // With no broker, straight after registering: the copy of who may look is caught up before a refusal is final.
        var proposed = await neighbours.Fiona.Plan.ProposeOutcomeAsync(Valid.Outcome(personId, withheldFrom));
        neighbours.Later();
        return proposed.Outcome;
    }

    /// <summary>What matters to the person, in their own voice unless it came another way; the view's id.</summary>
    public static async Task<string> HeardAsync(
        this Neighbours neighbours, string personId, string how = "spoken", params string[] withheldFrom) =>
        (await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "Enough each week for the three of us.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { how } },
            WithheldFrom = { withheldFrom },
        })).View.ViewId;

    public static async Task<GetOutcomeResponse> ReadAsync(this Caller caller, V1.Outcome outcome) =>
        await caller.Plan.GetOutcomeAsync(new() { PersonId = outcome.PersonId, OutcomeId = outcome.OutcomeId });

    public static async Task<GetPlanResponse> PlanAsync(this Caller caller, string personId, string atTime = "") =>
        await caller.Plan.GetPlanAsync(new() { PersonId = personId, AtTime = atTime });

    /// <summary>Now, as a record time and an at_time are written.</summary>
    public static string Now(this Neighbours neighbours) =>
        neighbours.Platform.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>What Plan's journal holds about somebody, oldest first.</summary>
    public static Task<List<string>> JournalAsync(this Neighbours neighbours, string personId) =>
        neighbours.JournalAsync("plan", personId);

    /// <summary>Plan has followed a source to its head; reading a plan by itself waits for no copy.</summary>
    public static Task LevelAsync(this Neighbours neighbours, string source) => neighbours.LevelAsync("plan", source);

    /// <summary>What a source's journal told of somebody, with the entry that brought it.</summary>
    public static async Task<List<(T Event, Entry Entry)>> ToldAsync<T>(
        this Neighbours neighbours, string source, string personId)
    {
        var database = neighbours.Platform.Services(source).GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", neighbours.Platform.Time));
        var entries = await work.ManyAsync<Entry>("""
            SELECT TeamId, RecordedAt, EventJson FROM Journal
            WHERE Stream = @stream AND Type = @type
            ORDER BY Position
            """, new { stream = Guid.Parse(personId), type = typeof(T).Name });
        return [.. entries.Select(e => (JsonSerializer.Deserialize<T>(e.EventJson!, JsonSerializerOptions.Web)!, e))];
    }

    /// <summary>Tells Plan once more, in this order.</summary>
    public static async Task TellAgainAsync<T>(this Neighbours neighbours, string source,
        IEnumerable<(T Event, Entry Entry)> told, Func<T, Entry, Work, Task> handler)
    {
        var database = neighbours.Platform.Services("plan").GetRequiredService<IDatabase>();
        await using var work = await database.BeginAsync(
            On.Copy(source), Call.Own($"copy:{source}", neighbours.Platform.Time));
        foreach (var (happened, entry) in told)
        {
            await handler(happened, entry, work);
        }
        await work.CommitAsync();
    }
}
