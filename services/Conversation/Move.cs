using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;

namespace PersonalOutcomes.Conversations;

/// <summary>
/// What of this service is moved to the right record: conversations, views, whether those agree and how two
/// of them stand to each other, strengths, and reflections with their conversation.
/// </summary>
public sealed partial class ConversationService
{
    /// <summary>Records it there as it was said. PERSON_DIED for what happened after the person's death.</summary>
    internal static async Task<bool> MoveAsync(Work work, Moving moving)
    {
        var (personId, item, to) = (moving.PersonId, moving.ItemId, moving.ToPersonId);
        var death = await OnPersonDied.OfAsync(work, to);
        if (await work.OneAsync<Conversation>(SelectConversation, new { personId, conversationId = item })
            is { } conversation)
        {
            Death.RequireBefore(death, conversation.HappenedOn);
            await MoveAsync(work, moving, conversation);
        }
        else if (await work.OneAsync<View>(SelectView, new { personId, viewId = item }) is { } view)
        {
            var talk = await ThereAsync(work, moving, view.ConversationId);
            Death.RequireHeard(death, view.SaidBy, talk);
            await MoveAsync(work, moving, view);
        }
        else if (await work.OneAsync<Strength>(SelectStrength, new { personId, item }) is { } strength)
        {
            var talk = await ThereAsync(work, moving, strength.ConversationId);
            Death.RequireHeard(death, strength.SaidBy, talk);
            var moved = strength with
            {
                Id = moving.NewId(item),
                PersonId = to,
                ConversationId = moving.NewId(strength.ConversationId),
            };
            await work.WriteAsync(InsertStrength, moved);
            await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
            work.Record(to, moved.Id, new StrengthRecorded(
                moved.Id, to, moving.WithheldFrom, moved.HealthAuthored), moved);
        }
        else if (await work.OneAsync<SaidAgreement>(SelectSaidAgreement, new { personId, item }) is { } said)
        {
            Death.RequireHeard(death, said.SaidBy, conversation: null);
            var moved = said with { Id = moving.NewId(item), PersonId = to };
            await work.WriteAsync(InsertSaidAgreement, moved);
            await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
            work.Record(to, moved.Id, Happened(moved, moving.WithheldFrom), moved);
        }
        else if (await work.OneAsync<SaidPair>(SelectSaidPair, new { personId, item }) is { } saidPair
            && await work.OneAsync<View>(SelectView, new { personId = to, viewId = moving.NewId(saidPair.FirstId) })
                is { } first
            && await work.OneAsync<View>(SelectView, new { personId = to, viewId = moving.NewId(saidPair.SecondId) })
                is { } second)
        {
            Death.RequireHeard(death, saidPair.SaidBy, conversation: null);
            var moved = saidPair with
            {
                Id = moving.NewId(item),
                PersonId = to,
                FirstId = first.Id,
                SecondId = second.Id,
                OutdatedId = moving.NewId(saidPair.OutdatedId),
            };
            await work.WriteAsync(InsertSaidPair, moved);
            await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
            work.Record(to, moved.Id, Happened(moved, moving.WithheldFrom), moved);
        }
        else if (await work.OneAsync<Reflection>(SelectReflection, new { personId, item }) is { } reflection
            && await ThereAsync(work, moving, reflection.ConversationId) is { } talk)
        {
            Death.RequireBefore(death, reflection.HappenedOn ?? talk.HappenedOn);
            var moved = reflection with { Id = moving.NewId(item), PersonId = to, ConversationId = talk.Id };
            await work.WriteAsync(InsertReflection, moved);
            work.Record(to, moved.Id,
                new ReflectedBack(moved.Id, talk.Id, to, Code(moved.Answer), moved.RecordedAt), moved);
            if (moving.WithheldFrom.Length > 0)
            {
                await work.WithholdAsync(to, moved.Id, moving.WithheldFrom);
                work.Record(to, moved.Id, new ItemWithheld(moved.Id, to, moving.WithheldFrom));
            }
        }
        else
        {
            return false;
        }
        return true;
    }

    // What it came up in, where that has been moved already.
    private static Task<Conversation?> ThereAsync(Work work, Moving moving, Guid? conversationId) =>
        work.OneAsync<Conversation>(SelectConversation, new
        {
            personId = moving.ToPersonId,
            conversationId = moving.NewId(conversationId),
        });

    private static async Task MoveAsync(Work work, Moving moving, Conversation conversation)
    {
        var (to, withheld) = (moving.ToPersonId, moving.WithheldFrom);
        var moved = conversation with
        {
            Id = moving.NewId(conversation.Id),
            PersonId = to,
            Teams = await work.ThoseInvolvedAsync(to, conversation.Teams),
            SettlesId = moving.NewId(conversation.SettlesId),
        };
        await work.WriteAsync(InsertConversation, moved);
        await work.TookPartAsync(to, moved.Id, moved.Teams);
        await work.WithholdAsync(to, moved.Id, withheld);
        work.Record(to, moved.Id,
            new ConversationRecorded(moved.Id, to, moved.HappenedOn, moved.Teams, moved.Listening, withheld),
            new Recorded(moved, [], []));
        if (moved is { DueOn: { } dueOn, ExcusedReason: null })
        {
            work.Record(to, moved.Id, new ConversationOwed(moved.Id, to, dueOn));
        }
    }

    private static async Task MoveAsync(Work work, Moving moving, View view)
    {
        var (to, withheld) = (moving.ToPersonId, moving.WithheldFrom);
        // Also that of a conversation that its team may not see.
        var hung = await work.OneAsync<View>(SelectConversationOfView, new { moving.PersonId, viewId = view.Id });
        var moved = view with
        {
            Id = moving.NewId(view.Id),
            PersonId = to,
            ConversationId = moving.NewId(hung!.ConversationId),
            EarlierId = moving.NewId(view.EarlierId),
            Teams = await work.ThoseInvolvedAsync(to, view.Teams),
        };
        await work.WriteAsync(InsertView, moved);
        await work.TookPartAsync(to, moved.Id, moved.Teams);
        await work.WithholdAsync(to, moved.Id, withheld);
        var earlier = await work.OneAsync<View>(SelectView, new { personId = to, viewId = moved.EarlierId });
        work.Record(to, moved.Id, earlier is not null
            ? new ViewSaidAnew(moved.Id, earlier.Id, to, Code(moved.SaidBy), moved.How, moved.Voice.IsPersons, withheld,
                Code(moved.Kind), moved.Topic)
            : Happened(moved, withheld) with { FirstAt = moved.RecordedAt }, moved);
    }

    private const string SelectStrength = $"SELECT {StrengthColumns} FROM {StrengthsVisible} AND s.Id = @item";

    private const string SelectSaidAgreement = $"""
        SELECT {SaidAgreementColumns}
        FROM SaidAgreement sa
        WHERE sa.Id = @item AND sa.PersonId = @personId AND /*access:sa:what_matters*/
        """;

    private const string SelectSaidPair = $"""
        SELECT {SaidPairColumns}
        FROM SaidPair sp
        WHERE sp.Id = @item AND sp.PersonId = @personId AND /*access:sp:what_matters*/
        """;

    private const string SelectReflection = $"""
        SELECT {ReflectionColumns}
        FROM Reflection r
        WHERE r.Id = @item AND r.PersonId = @personId AND /*access:r:reflection*/
        """;
}
