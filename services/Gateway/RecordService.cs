using Grpc.Core;
using Grpc.Net.ClientFactory;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.People.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Sharing.V1;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>
/// The whole record, and who has looked at it, one operation a file; this file holds how a part is asked.
/// </summary>
public sealed partial class RecordService(
    PersonService.PersonServiceClient person,
    SharingService.SharingServiceClient sharing,
    ConversationService.ConversationServiceClient conversation,
    PlanService.PlanServiceClient plan,
    RiskService.RiskServiceClient risks,
    ReviewService.ReviewServiceClient review,
    GrpcClientFactory clients,
    TimeProvider clock,
    ILogger<RecordService> log) : Wire.RecordService.RecordServiceBase
{
    private const string AccessPosition = "po-access-position";
    private static readonly TimeSpan WithinTime = TimeSpan.FromSeconds(3);

    // What is the caller's own goes on to each part: who asks, what for, as which team, what they have seen already.
    private static readonly string[] PassedOn =
        ["authorization", "po-purpose", "po-team", AccessPosition];

    private static CallOptions Asking(ServerCallContext context, CancellationToken cancellation)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(e => PassedOn.Contains(e.Key)))
        {
            headers.Add(entry);
        }
        var deadline = DateTime.UtcNow + WithinTime;
        return new CallOptions(headers, deadline < context.Deadline ? deadline : context.Deadline, cancellation);
    }

    /// <summary>Asks one part; whatever goes wrong there is an answer, never an error of the whole.</summary>
    private async Task<Answer<T>> AskAsync<T>(Wire.Part part, AsyncUnaryCall<T> asked) where T : class
    {
        try
        {
            return new Answer<T>(part, await asked.ResponseAsync, StatusCode.OK);
        }
        catch (RpcException e)
        {
            if (e.StatusCode != StatusCode.NotFound)
            {
                Log.PartIsMissing(log, part.ToString(), e.StatusCode.ToString());
            }
            return new Answer<T>(part, null, e.StatusCode);
        }
    }

    private sealed record Answer<T>(Wire.Part Part, T? Content, StatusCode Code) where T : class;
}
