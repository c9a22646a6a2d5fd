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
    /// <summary>What was heard is played back to the person, who agrees, changes it, or was not asked.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ReflectBackResponse> ReflectBack(
        Wire.ReflectBackRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, conversationId) = (Check.Id(request.PersonId), Check.Id(request.ConversationId));
        var told = Read(request, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var conversation = await work.OneAsync<Conversation>(SelectConversation, new { personId, conversationId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Reflection>(request, personId) is { } earlier)
        {
            return new Wire.ReflectBackResponse { Reflection = Show(earlier) };
        }

        var death = await OnPersonDied.OfAsync(work, personId);
        Death.RequireOthers(death, call.Role);
        Death.RequireBefore(death, told.HappenedOn ?? conversation.HappenedOn);
        var reflection = conversation.PlayBack(told) with
        {
            Id = NewId.NextGuid(),
            TeamId = work.Team,
            HealthAuthored = work.Health,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertReflection, reflection);
        work.Record(personId, reflection.Id,
            new ReflectedBack(reflection.Id, conversationId, personId, Code(reflection.Answer)), reflection);
        await work.CommitAsync();

        return new Wire.ReflectBackResponse { Reflection = Show(reflection) };
    }

    private static Reflection Read(Wire.ReflectBackRequest request, Call call)
    {
        var answer = (ReflectionAnswer)(int)Check.Code(request.Answer);
        var voice = answer == ReflectionAnswer.NotAsked ? null : Read(request.Voice, call, "voice");
        return new Reflection
        {
            HappenedOn = request.HappenedOn.Length == 0 ? null : Check.HappenedOn(request.HappenedOn, call.Now),
            PlayedBack = Check.Words(request.PlayedBack),
            Answer = answer,
            Changed = Check.OptionalWords(request.WhatTheyChanged),
            SaidBy = voice?.SaidBy,
            SaidByName = voice?.SaidByName,
            How = voice?.How,
            WrittenBy = Voice.WriterOf(call),
        };
    }

    private static string Code(ReflectionAnswer answer) => answer switch
    {
        ReflectionAnswer.Agreed => "agreed",
        ReflectionAnswer.Changed => "changed",
        _ => "not_asked",
    };

    private const string InsertReflection = """
        INSERT INTO Reflection (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ConversationId, HappenedOn,
          PlayedBack, Answer, Changed, SaidBy, SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @ConversationId, @HappenedOn,
          @PlayedBack, @Answer, @Changed, @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
