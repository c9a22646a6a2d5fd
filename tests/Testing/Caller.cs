using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using AccessClient = PersonalOutcomes.Access.V1.AccessService.AccessServiceClient;
using ConversationClient = PersonalOutcomes.Conversations.V1.ConversationService.ConversationServiceClient;
using EmergencyClient = PersonalOutcomes.Sharing.V1.EmergencyService.EmergencyServiceClient;
using EntryClient = PersonalOutcomes.Access.V1.EntryService.EntryServiceClient;
using InsightClient = PersonalOutcomes.Insights.V1.InsightService.InsightServiceClient;
using KinClient = PersonalOutcomes.Sharing.V1.KinService.KinServiceClient;
using LeadClient = PersonalOutcomes.Sharing.V1.LeadService.LeadServiceClient;
using MergeClient = PersonalOutcomes.Sharing.V1.MergeService.MergeServiceClient;
using NoticeClient = PersonalOutcomes.Sharing.V1.NoticeService.NoticeServiceClient;
using PersonClient = PersonalOutcomes.People.V1.PersonService.PersonServiceClient;
using PlanClient = PersonalOutcomes.Plans.V1.PlanService.PlanServiceClient;
using PlanOwnerClient = PersonalOutcomes.Reviews.V1.PlanOwnerService.PlanOwnerServiceClient;
using ProtectionClient = PersonalOutcomes.Sharing.V1.ProtectionService.ProtectionServiceClient;
using RecordClient = PersonalOutcomes.Records.V1.RecordService.RecordServiceClient;
using RecordingClient = PersonalOutcomes.Plans.V1.RecordingService.RecordingServiceClient;
using RepresentativeClient = PersonalOutcomes.Sharing.V1.RepresentativeService.RepresentativeServiceClient;
using ReviewClient = PersonalOutcomes.Reviews.V1.ReviewService.ReviewServiceClient;
using RiskClient = PersonalOutcomes.Plans.V1.RiskService.RiskServiceClient;
using ScaleClient = PersonalOutcomes.Reviews.V1.ScaleService.ScaleServiceClient;
using SharingClient = PersonalOutcomes.Sharing.V1.SharingService.SharingServiceClient;
using WishClient = PersonalOutcomes.Sharing.V1.WishService.WishServiceClient;
using WithholdingClient = PersonalOutcomes.Access.V1.WithholdingService.WithholdingServiceClient;

namespace PersonalOutcomes.Testing;

/// <summary>
/// Somebody who is signed in, with a client for every service. A request id is added where none is given; UNAVAILABLE is
/// tried again, as a real caller would.
/// </summary>
public sealed class Caller(Platform platform, string user)
{
    /// <summary>Their user name.</summary>
    public string User => user;

    /// <summary>Their agency, from the accounts.</summary>
    public string AgencyId => Accounts.All.Single(a => a.User == user).AgencyId;

    /// <summary>Person.</summary>
    public PersonClient Person => new(To("person"));

    /// <summary>Sharing.</summary>
    public SharingClient Sharing => new(To("sharing"));

    /// <summary>What staff declare of themselves.</summary>
    public KinClient Kin => new(To("sharing"));
    /// <summary>Sharing: two records of one person.</summary>
    public MergeClient Merges => new(To("sharing"));

    /// <summary>Who acts for a person.</summary>
    public RepresentativeClient Representatives => new(To("sharing"));

    /// <summary>Sharing's part on which team leads.</summary>
    public LeadClient Lead => new(To("sharing"));

    /// <summary>Duties to protect, and involvements that are a secret.</summary>
    public ProtectionClient Protection => new(To("sharing"));

    /// <summary>Sharing's emergencies.</summary>
    public EmergencyClient Emergency => new(To("sharing"));

    /// <summary>Sharing's notices.</summary>
    public NoticeClient Notices => new(To("sharing"));

    /// <summary>What the person says about who may look, in Sharing.</summary>
    public WishClient Wishes => new(To("sharing"));

    /// <summary>Who sees one entry, in whichever service keeps it.</summary>
    public WithholdingClient Entries(string service) => new(To(service));

    /// <summary>What is said to an entry, in whichever service keeps it.</summary>
    public EntryClient Replies(string service) => new(To(service));

    /// <summary>Conversation.</summary>
    public ConversationClient Conversation => new(To("conversation"));

    /// <summary>Plan.</summary>
    public PlanClient Plan => new(To("plan"));

    /// <summary>Plan's recording lens.</summary>
    public RecordingClient Recording => new(To("plan"));

    /// <summary>Plan's risk decisions.</summary>
    public RiskClient Risks => new(To("plan"));

    /// <summary>Review.</summary>
    public ReviewClient Review => new(To("review"));

    /// <summary>Review: which team owns the personal plan.</summary>
    public PlanOwnerClient PlanOwner => new(To("review"));

    /// <summary>Review's scales.</summary>
    public ScaleClient Scales => new(To("review"));

    /// <summary>Insight.</summary>
    public InsightClient Insight => new(To("insight"));

    /// <summary>The whole record, from the gateway.</summary>
    public RecordClient Record => new(To("gateway"));

    /// <summary>A service's own log of who has looked.</summary>
    public AccessClient Log(string service) => new(To(service));

    /// <summary>The subject of their token.</summary>
    public async Task<string> SubjectAsync() =>
        new JsonWebToken(await platform.TokenAsync(user)).Subject;

    /// <summary>A way to any service, with their token.</summary>
    public CallInvoker To(string service) => Channels.To(platform.Address(service)).Intercept(new Signed(platform, user));

    private sealed class Signed(Platform platform, string user) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var headers = new Metadata();
            foreach (var entry in context.Options.Headers ?? [])
            {
                headers.Add(entry);
            }
            if (headers.GetValue("po-request-id") is null)
            {
                headers.Add("po-request-id", Guid.NewGuid().ToString());
            }
            var response = AnswerAsync();
            return new AsyncUnaryCall<TResponse>(response, Task.FromResult(new Metadata()), () => Status.DefaultSuccess,
                () => [], () => { });

            async Task<TResponse> AnswerAsync()
            {
                if (headers.GetValue("authorization") is null)
                {
                    headers.Add("authorization", $"Bearer {await platform.TokenAsync(user)}");
                }
                return await continuation(request, new(context.Method, context.Host,
                    context.Options.WithHeaders(headers))).ResponseAsync;
            }
        }
    }
}

/// <summary>One channel to each address, shared by all callers.</summary>
public static class Channels
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Uri, GrpcChannel> All = new();

    /// <summary>A channel that tries UNAVAILABLE again, with growing pauses.</summary>
    public static GrpcChannel To(Uri address) => All.GetOrAdd(address, a => GrpcChannel.ForAddress(a, new()
    {
        ServiceConfig = new()
        {
            MethodConfigs =
            {
                new MethodConfig
                {
                    Names = { MethodName.Default },
                    RetryPolicy = new RetryPolicy
                    {
                        MaxAttempts = 5,
                        InitialBackoff = TimeSpan.FromMilliseconds(200),
                        MaxBackoff = TimeSpan.FromSeconds(2),
                        BackoffMultiplier = 2,
                        RetryableStatusCodes = { StatusCode.Unavailable },
                    },
                },
            },
        },
    }));

    /// <summary>A channel that tries once.</summary>
    public static GrpcChannel Once(Uri address) => GrpcChannel.ForAddress(address);
}
