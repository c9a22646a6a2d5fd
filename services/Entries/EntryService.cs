using Google.Protobuf;
using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Entries;

/// <summary>What is said to an entry, whatever it is; see entries.proto. Its lists are in EntryLists.cs.</summary>
internal sealed partial class EntryService(IDatabase database, OwnEntries own) : Wire.EntryService.EntryServiceBase
{
    [Roles(Role.Person | Role.Representative | Role.Staff)]
    public override async Task<Wire.ReplyToEntryResponse> ReplyToEntry(
        Wire.ReplyToEntryRequest request, ServerCallContext context)
    {
        var (call, withheldFrom) = (Call.Of(context), Check.Ids(request.WithheldFrom));
        var reply = Read(call, Check.Id(request.PersonId), Check.Id(request.ItemId), Check.Words(request.Words),
            request.Voice, request.OnlyForMe, 0);
        if (reply is { OnlyForMe: true, SaidBy: not Speaker.Person })
        {
            throw Problem.Refused("PERSON_NOT_ASKED", "Only the person says what is for them alone.", "only_for_me");
        }
        return new() { Reply = await SayAsync(call, request, reply, withheldFrom) };
    }

    [Roles(Role.Person | Role.Representative | Role.Staff)]
    public override async Task<Wire.AskForCorrectionResponse> AskForCorrection(
        Wire.AskForCorrectionRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var asked = Read(call, Check.Id(request.PersonId), Check.Id(request.ItemId), Check.Words(request.Words),
            request.Voice, false, Wire.CorrectionState.Asked);
        return new() { Reply = await SayAsync(call, request, asked, []) };
    }

    [Roles(Role.Staff)]
    public override async Task<Wire.AnswerCorrectionResponse> AnswerCorrection(
        Wire.AnswerCorrectionRequest request, ServerCallContext context)
    {
        var (personId, replyId) = (Check.Id(request.PersonId), Check.Id(request.ReplyId));
        var (answer, words) = (Check.Code(request.Answer), Check.Words(request.Words));

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        var asked = await work.OneAsync<Reply>(SelectCorrection, new { personId, replyId });
        if (asked is null || (await own.SeenAsync(work, [asked.ItemId])).Count == 0)
        {
            throw Problem.NotFound();
        }
        if (await work.RepeatedAsync<Reply>(request, personId) is { } earlier)
        {
            return new() { Reply = Show(earlier, work.Now) };
        }
        var answered = asked.Answered(work.Team, answer, words, work.Now);
        if (await work.WriteAsync(Update, answered) == 0)
        {
            throw Reply.AlreadyAnswered();
        }
        work.Record(personId, replyId, new CorrectionAnswered(
            replyId, personId, asked.ItemId, answer == Wire.CorrectionAnswer.Agreed), answered);
        await work.CommitAsync();
        return new() { Reply = Show(answered, work.Now) };
    }

    private static Reply Read(Call call, Guid person, Guid item, string words, Wire.Voice? given, bool onlyForMe,
        Wire.CorrectionState state)
    {
        var voice = Voice.Of(
            call, (int)(given?.SaidBy ?? 0), given?.SaidByName ?? "", given?.How.ToArray() ?? [], "voice");
        return voice.SaidBy == Speaker.Practitioner
            ? throw Problem.Refused("PERSON_NOT_ASKED", "Say what the person says to it.", "voice.said_by")
            : new Reply(NewId.NextGuid(), person, null, false, false, 1, item, words, voice.SaidBy, voice.SaidByName,
                voice.How, voice.WrittenBy, onlyForMe, call.Now, null, state, null, null);
    }

    private async Task<Wire.Reply> SayAsync(Call call, IMessage request, Reply said, Guid[] withheldFrom)
    {
        await using var work = await database.BeginAsync(On.Person(said.PersonId), call);
        await work.EnterAsync(said.PersonId);
        var entry = (await own.SeenAsync(work, [said.ItemId])).Find(e => e.PersonId == said.PersonId)
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Reply>(request, said.PersonId) is { } earlier)
        {
            return Show(earlier, work.Now);
        }
        // By nobody's hand and in nobody's name: what family and friends say to it is theirs.
        if (said.SaidBy is Speaker.Person or Speaker.Representative)
        {
            await own.RequireLivingAsync(work, said.PersonId, "voice.said_by", "The person died. Others may reply.");
        }
        var asks = said.State == Wire.CorrectionState.Asked;
        if (asks && entry.TeamId is null)
        {
            throw Problem.Refused("NO_TEAM_RECORDED_IT", "No team recorded it: say it anew, or reply.", "item_id");
        }
        said = said with { TeamId = work.Team, HealthAuthored = work.Health, AskedTeamId = asks ? entry.TeamId : null };
        await work.WriteAsync(Insert, said);
        await work.WithholdAsync(said.PersonId, said.Id, withheldFrom);
        work.Record(said.PersonId, said.Id, asks
            ? new CorrectionAsked(said.Id, said.PersonId, said.ItemId, entry.TeamId!.Value)
            : new EntryRepliedTo(said.Id, said.PersonId, said.ItemId, withheldFrom), said);
        await work.CommitAsync();
        return Show(said, work.Now);
    }

    private static Wire.Reply Show(Reply reply, DateTimeOffset now) => new()
    {
        ReplyId = $"{reply.Id}",
        PersonId = $"{reply.PersonId}",
        ItemId = $"{reply.ItemId}",
        Words = reply.Words,
        Voice = new()
        {
            SaidBy = (Wire.Speaker)(int)reply.SaidBy,
            SaidByName = reply.SaidByName ?? "",
            How = { reply.How },
            WrittenBy = (Wire.Writer)(int)reply.WrittenBy,
            IsPersonsVoice = reply.Voice.IsPersons,
        },
        OnlyForMe = reply.OnlyForMe,
        TeamId = $"{reply.TeamId}",
        RecordTime = Columns.Text(reply.RecordedAt),
        Correction = reply.State == 0 ? null : new()
        {
            TeamId = $"{reply.AskedTeamId}",
            State = reply.State,
            AnswerBy = $"{reply.AnswerBy:yyyy-MM-dd}",
            Overdue = reply.IsOverdue(London.Today(now)),
            Answer = reply.Answer ?? "",
            AnswerTime = reply.AnsweredAt is { } at ? Columns.Text(at) : "",
        },
    };

    // Somebody's reply to an entry is for whoever may see the entry, unless it is for the person alone.
    internal const string Visible = "((r.OnlyForMe = 0 AND /*access:r:reply*/) OR /*access:r:self*/)";

    internal const string ReplyColumns = """
        r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.Version, r.ItemId, r.Words, r.SaidBy,
          r.SaidByName, r.How, r.WrittenBy, r.OnlyForMe, r.RecordedAt, r.AskedTeamId, r.State, r.Answer, r.AnsweredAt
        """;

    private const string SelectCorrection = $"""
        SELECT {ReplyColumns} FROM Reply r
        WHERE r.Id = @replyId AND r.PersonId = @personId AND r.State > 0 AND {Visible}
        """;

    private const string Insert = """
        INSERT INTO Reply (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, ItemId, Words, SaidBy,
          SaidByName, How, WrittenBy, OnlyForMe, RecordedAt, AskedTeamId, State)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @ItemId, @Words, @SaidBy,
          @SaidByName, @How, @WrittenBy, @OnlyForMe, @RecordedAt, @AskedTeamId, @State)
        """;

    private const string Update = """
        UPDATE Reply SET Version = @Version, State = @State, Answer = @Answer, AnsweredAt = @AnsweredAt
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
