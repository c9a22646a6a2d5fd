using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    /// <summary>Somebody listened: a conversation, or a brief note of one, with what came up in it.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.RecordConversationResponse> RecordConversation(
        Wire.RecordConversationRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, otherTeams) = (Check.Id(request.PersonId), Check.Ids(request.TeamIds));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var told = Read(request, call).WithContent().Owing(owed.Days);
        var views = Few(request.Views, "views").Select((v, i) =>
            (Told: Read(v, call, $"views[{i}].").WithContent($"views[{i}]."),
            Withheld: withheldFrom.Union(Check.Ids(v.WithheldFrom, $"request.views[{i}].withheld_from")).ToArray()))
            .ToList();
        var strengths = Few(request.Strengths, "strengths").Select((s, i) =>
            (Told: Read(s.Words, s.Voice, call, $"strengths[{i}]."),
            Withheld: withheldFrom.Union(Check.Ids(s.WithheldFrom, $"request.strengths[{i}].withheld_from")).ToArray()))
            .ToList();

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<Recorded>(request, personId) is { } earlier)
        {
            return Show(earlier);
        }

        var death = await OnPersonDied.OfAsync(work, personId);
        Death.RequireOthers(death, call.Role);
        Death.RequireBefore(death, told.HappenedOn);
        var conversation = told with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Teams = await work.TogetherAsync(personId, otherTeams),
            RecordedAt = work.Now,
        };
        if (conversation.SettlesId is { } conversationId)
        {
            conversation = conversation.Settles(
                await work.OneAsync<Conversation>(SelectConversation, new { personId, conversationId })
                    ?? throw Problem.NotFound());
        }
        var recorded = new Recorded(conversation,
            [.. views.Select((v, place) => Of(v.Told, work, conversation, place))],
            [.. strengths.Select((s, place) => Of(s.Told, work, conversation, place))]);
        await work.WriteAsync(InsertConversation, conversation);
        await work.TookPartAsync(personId, conversation.Id, conversation.Teams);
        await work.WithholdAsync(personId, conversation.Id, withheldFrom);
        work.Record(personId, conversation.Id, new ConversationRecorded(conversation.Id, personId,
            conversation.HappenedOn, conversation.Teams, conversation.Listening, withheldFrom), recorded);
        if (conversation.DueOn is { } dueOn)
        {
            work.Record(personId, conversation.Id, new ConversationOwed(conversation.Id, personId, dueOn));
        }
        foreach (var (view, also) in recorded.Views.Zip(views))
        {
            await work.WriteAsync(InsertView, view);
            await work.TookPartAsync(personId, view.Id, view.Teams);
            await work.WithholdAsync(personId, view.Id, also.Withheld);
            work.Record(personId, view.Id, Happened(view, also.Withheld), view);
        }
        foreach (var (strength, also) in recorded.Strengths.Zip(strengths))
        {
            await work.WriteAsync(InsertStrength, strength);
            await work.WithholdAsync(personId, strength.Id, also.Withheld);
            work.Record(personId, strength.Id, new StrengthRecorded(
                strength.Id, personId, also.Withheld, strength.HealthAuthored), strength);
        }
        await work.CommitAsync();

        return Show(recorded);
    }

    private Conversation Read(Wire.RecordConversationRequest request, Call call)
    {
        var changed = Read(request.WhatItChanged, call, "what_it_changed");
        var difference = Read(request.DifferenceOfView, call, "difference_of_view");
        return new Conversation
        {
            HappenedOn = Check.HappenedOn(request.HappenedOn, call.Now),
            Kind = request.Kind == Wire.ConversationKind.Unspecified
                ? ConversationKind.Note
                : (ConversationKind)(int)Check.Code(request.Kind),
            OthersPresent = Check.OptionalWords(request.OthersPresent, 500),
            Words = Check.OptionalWords(request.WhatWasSaid, LongestConversation),
            Seen = Check.OptionalWords(request.WhatWasSeen),
            Listening = request.Listening,
            Changed = changed?.Words,
            ChangedSaidBy = changed?.Voice.SaidBy,
            ChangedSaidByName = changed?.Voice.SaidByName,
            ChangedHow = changed?.Voice.How,
            Difference = difference?.Words,
            DifferenceSaidBy = difference?.Voice.SaidBy,
            DifferenceSaidByName = difference?.Voice.SaidByName,
            DifferenceHow = difference?.Voice.How,
            WrittenBy = Voice.WriterOf(call),
            Done = Check.OptionalWords(request.WhatWasDone),
            DueOn = Check.OptionalDay(request.ConversationDueOn),
            SettlesId = Check.OptionalId(request.SettlesConversationId),
            PromptCode = prompts.Known(request.PromptCode, "prompt_code"),
        };
    }

    private static (string Words, Voice Voice)? Read(Wire.Said? said, Call call, string path) => said is null
        ? null
        : (Check.Words(said.Words, field: $"request.{path}.words"), Read(said.Voice, call, $"{path}.voice"));

    private static IReadOnlyCollection<T> Few<T>(IReadOnlyCollection<T> given, string field) =>
        given.Count <= MostInOneCall
            ? given
            : throw Problem.Invalid(field, "TOO_MANY", $"At most {MostInOneCall} in one call.");

    private static View Of(View told, Work work, Conversation conversation, int place) => told with
    {
        Id = NewId.NextGuid(),
        PersonId = conversation.PersonId,
        TeamId = work.Team,
        HealthAuthored = work.Health,
        ConversationId = conversation.Id,
        Teams = conversation.Teams,
        Place = place,
        RecordedAt = work.Now,
    };

    private static Strength Of(Strength told, Work work, Conversation conversation, int place) => told with
    {
        Id = NewId.NextGuid(),
        PersonId = conversation.PersonId,
        TeamId = work.Team,
        HealthAuthored = work.Health,
        ConversationId = conversation.Id,
        Place = place,
        RecordedAt = work.Now,
    };

    private static Wire.RecordConversationResponse Show(Recorded recorded) => new()
    {
        Conversation = Show(recorded.Conversation, []),
        Views = { recorded.Views.Select(Show) },
        Strengths = { recorded.Strengths.Select(Show) },
    };

    private const string InsertConversation = """
        INSERT INTO Conversation (Id, PersonId, TeamId, HealthAuthored, EnteredInError, HappenedOn, Kind, Teams,
          OthersPresent, Words, Seen, Listening, Changed, ChangedSaidBy, ChangedSaidByName, ChangedHow, Difference,
          DifferenceSaidBy, DifferenceSaidByName, DifferenceHow, WrittenBy, Done, DueOn, SettlesId, ExcusedReason,
          ExcusedBy, PromptCode, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @HappenedOn, @Kind, @Teams,
          @OthersPresent, @Words, @Seen, @Listening, @Changed, @ChangedSaidBy, @ChangedSaidByName, @ChangedHow,
          @Difference, @DifferenceSaidBy, @DifferenceSaidByName, @DifferenceHow, @WrittenBy, @Done, @DueOn, @SettlesId,
          @ExcusedReason, @ExcusedBy, @PromptCode, @RecordedAt)
        """;

    // What one call recorded, as its repeat is answered.
    private sealed record Recorded(Conversation Conversation, View[] Views, Strength[] Strengths);
}
