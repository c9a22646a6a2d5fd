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
    /// <summary>The person, or who stands by them, says how two agencies' statements stand to each other.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.SayPairResponse> SayPair(Wire.SayPairRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var (viewId, otherViewId) = (Check.Id(request.ViewId), Check.Id(request.OtherViewId));
        var answer = (PairAnswer)(int)Check.Code(request.Answer);
        var outdatedId = answer == PairAnswer.Outdated
            ? Check.Id(request.OutdatedViewId) : Check.OptionalId(request.OutdatedViewId);
        if (outdatedId is { } outdated
            && (answer != PairAnswer.Outdated || (outdated != viewId && outdated != otherViewId)))
        {
            throw Problem.Invalid("outdated_view_id", "NOT_OF_THE_PAIR", "Name one of the two that holds no more.");
        }
        var words = Check.OptionalWords(request.Words, LongestAgreement);
        var voice = Read(request.Voice, call, "voice");
        var withheldFrom = Check.Ids(request.WithheldFrom);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var statements = await work.ManyAsync<Statement>(SelectStatements, new { personId });
        if (!statements.Exists(s => s.Id == viewId) || !statements.Exists(s => s.Id == otherViewId))
        {
            throw Problem.NotFound();
        }
        if (await work.RepeatedAsync<SaidPair>(request, personId) is { } earlier)
        {
            return new Wire.SayPairResponse { SaidPair = Show(earlier) };
        }

        var death = await OnPersonDied.OfAsync(work, personId);
        Death.RequireOthers(death, call.Role);
        Death.RequireHeard(death, voice.SaidBy, conversation: null);
        var said = new SaidPair
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Answer = answer,
            OutdatedId = outdatedId,
            Words = words,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        }.Of((await PairsAsync(work, new ExchangeMap(statements), topic: null))
            .Find(p => p.IsOf(viewId, otherViewId)));
        await work.WriteAsync(InsertSaidPair, said);
        await work.WithholdAsync(personId, said.Id, withheldFrom);
        work.Record(personId, said.Id, Happened(said, withheldFrom), said);
        await work.CommitAsync();

        return new Wire.SayPairResponse { SaidPair = Show(said) };
    }

    private static PairSaid Happened(SaidPair said, Guid[] withheldFrom) => new(said.Id, said.PersonId, said.FirstId,
        said.SecondId, said.Answer.ToString().ToLowerInvariant(), said.OutdatedId, Code(said.SaidBy), said.How,
        said.Voice.IsPersons, withheldFrom);

    private static Wire.SaidPair Show(SaidPair said) => new()
    {
        SaidPairId = said.Id.ToString("D"),
        FirstViewId = said.FirstId.ToString("D"),
        SecondViewId = said.SecondId.ToString("D"),
        Answer = (Wire.PairAnswer)(int)said.Answer,
        OutdatedViewId = said.OutdatedId?.ToString("D") ?? "",
        Words = said.Words ?? "",
        Voice = Show(said.Voice),
        RecordTime = Instant(said.RecordedAt),
        TeamId = said.TeamId?.ToString("D") ?? "",
    };

    private const string InsertSaidPair = """
        INSERT INTO SaidPair (Id, PersonId, TeamId, HealthAuthored, EnteredInError, FirstId, SecondId, Answer,
          OutdatedId, Words, SaidBy, SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @FirstId, @SecondId, @Answer,
          @OutdatedId, @Words, @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
