using Grpc.Core;
using Grpc.Net.Client.Configuration;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.People.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>The services that a record is made of, at the addresses that the topology gave.</summary>
internal static class Parts
{
    /// <summary>The services that keep a log of who has looked, which is every one with a database.</summary>
    public static readonly IReadOnlyList<string> WithLog =
        ["person", "sharing", "conversation", "plan", "review", "insight"];

    /// <summary>The services that keep entries of a record, to which something can be said.</summary>
    public static readonly IReadOnlyList<string> WithEntries = ["person", "sharing", "conversation", "plan", "review"];

    /// <summary>A client for each, one for each log, and one for what was said to each one's entries.</summary>
    public static void AddParts(this WebApplicationBuilder builder)
    {
        foreach (var service in WithLog)
        {
            builder.AddPart<AccessService.AccessServiceClient>(service, LogOf(service));
        }
        foreach (var service in WithEntries)
        {
            builder.AddPart<EntryService.EntryServiceClient>(service, RepliesOf(service));
        }
        builder.AddPart<PersonService.PersonServiceClient>("person");
        builder.AddPart<SharingService.SharingServiceClient>("sharing");
        builder.AddPart<ConversationService.ConversationServiceClient>("conversation");
        builder.AddPart<PlanService.PlanServiceClient>("plan");
        builder.AddPart<RiskService.RiskServiceClient>("plan", "risks of plan");
        builder.AddPart<ReviewService.ReviewServiceClient>("review");
    }

    /// <summary>The name of the client for a service's log.</summary>
    public static string LogOf(string service) => $"log of {service}";

    /// <summary>The name of the client for what was said to a service's entries.</summary>
    public static string RepliesOf(string service) => $"replies of {service}";

    private static void AddPart<TClient>(this WebApplicationBuilder builder, string service, string? name = null)
        where TClient : ClientBase
    {
        var address = builder.Configuration[$"services:{service}:grpc:0"]
            ?? throw new InvalidOperationException($"No address: services__{service}__grpc__0 is not set.");
        builder.Services.AddGrpcClient<TClient>(name ?? service, o => o.Address = new Uri(address))
            .ConfigureChannel(channel =>
            {
                channel.MaxReceiveMessageSize = 4 * 1024 * 1024;
                channel.ServiceConfig = new ServiceConfig
                {
                    MethodConfigs = { Reading },
                };
            });
    }

    // Only reads are asked, so a part that can't say just now who may look is asked again while there is time.
    private static readonly MethodConfig Reading = new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}
