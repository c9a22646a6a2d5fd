using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    /// <summary>Somebody's view of what matters, or a concern that another voices, beside all the others.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.RecordViewResponse> RecordView(
        Wire.RecordViewRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, conversationId) = (Check.Id(request.PersonId), Check.OptionalId(request.ConversationId));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var told = Read(new Wire.NewView
        {
            WhatMatters = request.WhatMatters,
            Why = request.Why,
            Voice = request.Voice,
            Kind = request.Kind,
            Seen = request.Seen,
            Topic = request.Topic,
            Confidence = request.Confidence,
            PromptCode = request.PromptCode,
        }, call).WithContent();

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var conversation = conversationId is null
            ? null
            : await work.OneAsync<Conversation>(SelectConversation, new { personId, conversationId })
                ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<View>(request, personId) is { } earlier)
        {
            return new Wire.RecordViewResponse { View = Show(earlier) };
        }

        var death = await OnPersonDied.OfAsync(work, personId);
        Death.RequireOthers(death, call.Role);
        Death.RequireHeard(death, told.SaidBy, conversation);
        if (conversation is not null)
        {
            withheldFrom = [.. withheldFrom.Union(await work.WithheldFromAsync(conversation.Id))];
        }
        var view = told with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            ConversationId = conversationId,
            Teams = [.. (conversation?.Teams ?? []).Union(work.Team is { } team ? [team] : [])],
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertView, view);
        await work.TookPartAsync(personId, view.Id, view.Teams);
        await work.WithholdAsync(personId, view.Id, withheldFrom);
        work.Record(personId, view.Id, Happened(view, withheldFrom), view);
        await work.CommitAsync();

        return new Wire.RecordViewResponse { View = Show(view) };
    }

    private static ViewRecorded Happened(View view, Guid[] withheldFrom) => new(view.Id, view.ConversationId,
        view.PersonId, Code(view.SaidBy), view.How, view.Voice.IsPersons, withheldFrom, Code(view.Kind), view.Topic);

    private const string InsertView = """
        INSERT INTO Viewpoint (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ConversationId, EarlierId, Kind,
          Teams, Place, Words, Why, Seen, SaidBy, SaidByName, How, WrittenBy, Topic, Confidence, PromptCode,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @ConversationId, @EarlierId, @Kind,
          @Teams, @Place, @Words, @Why, @Seen, @SaidBy, @SaidByName, @How, @WrittenBy, @Topic, @Confidence, @PromptCode,
          @RecordedAt)
        """;
}
