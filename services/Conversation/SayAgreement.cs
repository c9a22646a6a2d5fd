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
    private const int LongestAgreement = 1_000, MostAgreements = 50;

    /// <summary>Somebody says whether the views on a topic agree; what was said before stays.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.SayAgreementResponse> SayAgreement(
        Wire.SayAgreementRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var topic = Topic(request.Topic)
            ?? throw Problem.Invalid("topic", "CODE_MISSING", "Say on which topic they agree or differ.");
        var answer = (Agreement)(int)Check.Code(request.Agreement);
        var words = Check.Words(request.Words, LongestAgreement);
        var voice = Read(request.Voice, call, "voice");
        var withheldFrom = Check.Ids(request.WithheldFrom);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<SaidAgreement>(request, personId) is { } earlier)
        {
            return new Wire.SayAgreementResponse { SaidAgreement = Show(earlier) };
        }

        var death = await OnPersonDied.OfAsync(work, personId);
        Death.RequireOthers(death, call.Role);
        Death.RequireHeard(death, voice.SaidBy, conversation: null);
        var said = new SaidAgreement
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Topic = topic,
            Answer = answer,
            Words = words,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertSaidAgreement, said);
        await work.WithholdAsync(personId, said.Id, withheldFrom);
        work.Record(personId, said.Id, Happened(said, withheldFrom), said);
        await work.CommitAsync();

        return new Wire.SayAgreementResponse { SaidAgreement = Show(said) };
    }

    private static AgreementSaid Happened(SaidAgreement said, Guid[] withheldFrom) => new(said.Id, said.PersonId,
        said.Topic, said.Answer == Agreement.Agreed ? "agreed" : "different", Code(said.SaidBy), said.How,
        said.Voice.IsPersons, withheldFrom);

    private static Wire.SaidAgreement Show(SaidAgreement said) => new()
    {
        SaidAgreementId = said.Id.ToString("D"),
        Topic = said.Topic,
        Agreement = (Wire.Agreement)(int)said.Answer,
        Words = said.Words,
        Voice = Show(said.Voice),
        RecordTime = Instant(said.RecordedAt),
        TeamId = said.TeamId?.ToString("D") ?? "",
    };

    private const string SaidAgreementColumns = """
        sa.Id, sa.PersonId, sa.TeamId, sa.HealthAuthored, sa.EnteredInError, sa.Topic, sa.Answer, sa.Words, sa.SaidBy,
          sa.SaidByName, sa.How, sa.WrittenBy, sa.RecordedAt
        """;

    private const string InsertSaidAgreement = """
        INSERT INTO SaidAgreement (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Topic, Answer, Words, SaidBy,
          SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Topic, @Answer, @Words, @SaidBy,
          @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
