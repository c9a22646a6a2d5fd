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
    /// <summary>A strength of the person, in somebody's words.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.RecordStrengthResponse> RecordStrength(
        Wire.RecordStrengthRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, conversationId) = (Check.Id(request.PersonId), Check.OptionalId(request.ConversationId));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var told = Read(request.Words, request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var conversation = conversationId is null
            ? null
            : await work.OneAsync<Conversation>(SelectConversation, new { personId, conversationId })
                ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Strength>(request, personId) is { } earlier)
        {
            return new Wire.RecordStrengthResponse { Strength = Show(earlier) };
        }

        var death = await OnPersonDied.OfAsync(work, personId);
        Death.RequireOthers(death, call.Role);
        Death.RequireHeard(death, told.SaidBy, conversation);
        if (conversation is not null)
        {
            withheldFrom = [.. withheldFrom.Union(await work.WithheldFromAsync(conversation.Id))];
        }
        var strength = told with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            ConversationId = conversationId,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertStrength, strength);
        await work.WithholdAsync(personId, strength.Id, withheldFrom);
        work.Record(personId, strength.Id, new StrengthRecorded(
            strength.Id, personId, withheldFrom, strength.HealthAuthored), strength);
        await work.CommitAsync();

        return new Wire.RecordStrengthResponse { Strength = Show(strength) };
    }

    private const string InsertStrength = """
        INSERT INTO Strength (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ConversationId, Place, Words,
          SaidBy, SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @ConversationId, @Place, @Words,
          @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
