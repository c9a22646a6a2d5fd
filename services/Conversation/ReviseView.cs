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
    /// <summary>A view is said anew by whoever holds it; the earlier statement stays as it was said.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.ReviseViewResponse> ReviseView(
        Wire.ReviseViewRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, viewId) = (Check.Id(request.PersonId), Check.Id(request.ViewId));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var told = Read(new Wire.NewView
        {
            WhatMatters = request.WhatMatters,
            Why = request.Why,
            Voice = request.Voice,
            Seen = request.Seen,
            Topic = request.Topic,
            Confidence = request.Confidence,
        }, call).WithContent();

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var earlier = await work.OneAsync<View>(SelectView, new { personId, viewId }) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<View>(request, personId) is { } repeated)
        {
            // The conversation is named as far as the caller may see it today.
            return new Wire.ReviseViewResponse
            {
                View = Show(repeated with { ConversationId = earlier.ConversationId }),
            };
        }

        var death = await OnPersonDied.OfAsync(work, personId);
        Death.RequireOthers(death, call.Role);
        Death.RequireHeard(death, told.SaidBy, conversation: null);
        var view = earlier.SayAnew(told with
        {
            Id = NewId.NextGuid(),
            TeamId = work.Team,
            HealthAuthored = work.Health,
            RecordedAt = work.Now,
        });
        var hung = await work.OneAsync<View>(SelectConversationOfView, new { personId, viewId });
        var kept = view with { ConversationId = hung!.ConversationId };
        withheldFrom = [.. withheldFrom.Union(await work.WithheldFromAsync(viewId))];
        await work.WriteAsync(InsertView, kept);
        await work.TookPartAsync(personId, view.Id, view.Teams);
        await work.WithholdAsync(personId, view.Id, withheldFrom);
        work.Record(personId, view.Id, new ViewSaidAnew(view.Id, viewId, personId, Code(view.SaidBy), view.How,
            view.Voice.IsPersons, withheldFrom, Code(view.Kind), view.Topic), kept);
        await work.CommitAsync();

        return new Wire.ReviseViewResponse { View = Show(view) };
    }

    private const string SelectView = $"SELECT {ViewColumns} FROM {ViewsVisible} AND v.Id = @viewId";

    // The new statement stays with its conversation, also when whoever says it anew may not see that.
    private const string SelectConversationOfView = """
        SELECT v.Id, v.ConversationId FROM Viewpoint v
        WHERE v.Id = @viewId AND v.PersonId = @personId
          AND ((v.Kind = 1 AND /*access:v:what_matters*/) OR (v.Kind = 2 AND /*access:v:concern*/))
        """;
}
