using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    private static readonly Vocabulary Topics = Vocabulary.Of(typeof(PlanService).Assembly, "topics"),
        Frameworks = Vocabulary.Of(typeof(PlanService).Assembly, "frameworks");

    /// <summary>What an outcome is about, said after its words.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.GiveTopicResponse> GiveTopic(
        Wire.GiveTopicRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var topic = request.Topic.Length == 0 ? null : request.Topic;
        if (topic is not null && Topics[topic] is null)
        {
            throw Problem.Invalid("topic", "CODE_UNKNOWN", "This is not one of the topics.");
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<Outcome>(request, personId) is { } earlier)
        {
            return new Wire.GiveTopicResponse { Outcome = WithTopic(Show(earlier, work)) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        work.Expect(request.Etag, Show(outcome), Show(outcome, work));
        var given = outcome.GiveTopic(topic);
        if (await work.WriteAsync(UpdateTopic, given) == 0)
        {
            throw Problem.Stale(Show(outcome, work));
        }
        work.Record(personId, outcomeId, new OutcomeTopicGiven(outcomeId, personId, topic), given);
        await work.CommitAsync();

        return new Wire.GiveTopicResponse { Outcome = WithTopic(Show(given, work)) };
    }

    // One language for every agency: the topic's words, and what of the national frameworks it speaks to.
    private static Wire.Outcome WithTopic(Wire.Outcome shown)
    {
        shown.TopicWords = Topics[shown.Topic]?["words"] ?? "";
        shown.Frameworks.AddRange(Frameworks.Codes.Select(line => Frameworks[line]!)
            .Where(line => line["topic"] == shown.Topic)
            .Select(line => new Wire.FrameworkReference
            {
                Framework = line["framework"],
                Code = line["code"],
                Words = line["words"],
            }));
        return shown;
    }

    private const string UpdateTopic = """
        UPDATE Outcome SET Version = @Version, Topic = @Topic WHERE Id = @Id AND Version = @Version - 1
        """;
}
