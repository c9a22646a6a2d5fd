using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.IdentityModel.JsonWebTokens;
using ExamineResponse = PersonalOutcomes.Operations.V1.ExamineResponse;
using OperationsClient = PersonalOutcomes.Operations.V1.OperationsService.OperationsServiceClient;
using PersonClient = PersonalOutcomes.People.V1.PersonService.PersonServiceClient;
using SharingClient = PersonalOutcomes.Sharing.V1.SharingService.SharingServiceClient;

namespace PersonalOutcomes.Testing.Processes;

/// <summary>A team of Strathmore Council with one practitioner, Eileen, and the people she supports.</summary>
public sealed class Scene
{
    private Scene(IReadOnlyList<string> people) => People = people;

    /// <summary>Who works with them.</summary>
    public const string Practitioner = "eileen";

    /// <summary>The people's ids.</summary>
    public IReadOnlyList<string> People { get; }

    /// <summary>Enters agency, team and practitioner, and registers so many people, as their own users would.</summary>
    public static async Task<Scene> SetAsync(LocalRun run, int people)
    {
        var practitioner = new JsonWebToken(await run.TokenAsync(Practitioner));
        var agency = practitioner.GetClaim("agency").Value;
        var operators = new SharingClient(await ToAsync(run, "sharing", "oona"));
        await operators.RegisterAgencyAsync(new()
        {
            AgencyId = agency,
            Name = "Strathmore Council Social Work",
            Type = Sharing.V1.AgencyType.SocialWork,
        }, Once());
        var administrator = new SharingClient(await ToAsync(run, "sharing", "alison"));
        await administrator.SignAgreementAsync(
            new() { AgencyId = agency, TermsVersion = "1", SignedOn = "2026-01-05" }, Once());
        var team = await administrator.AddTeamAsync(new() { AgencyId = agency, Name = "Adult social work" }, Once());
        await administrator.AddStaffAsync(new()
        {
            TeamId = team.TeamId,
            Subject = practitioner.Subject,
            Name = "Eileen Garvie",
            Role = "social worker",
        }, Once());

        var register = new PersonClient(await ToAsync(run, "person", Practitioner));
        var registered = new List<string>();
        for (var i = 0; i < people; i++)
        {
            var answer = await register.RegisterPersonAsync(new()
            {
                TeamId = team.TeamId,
                FullName = $"Morag Person {i}",
                PreferredName = "Morag",
                BirthDate = "1950-05-01",
            }, Once());
            registered.Add(answer.Person.PersonId);
        }
        await Eventually.TrueAsync(() => KnownEverywhereAsync(run), TimeSpan.FromMinutes(1), () => "they are known");
        return new Scene(registered);
    }

    /// <summary>How a service is, as an operator sees it.</summary>
    public static async Task<ExamineResponse> ExamineAsync(LocalRun run, string service, bool verifyChain = false) =>
        await new OperationsClient(await ToAsync(run, service, "oona"))
            .ExamineAsync(new() { VerifyChain = verifyChain });

    /// <summary>A way to a service with somebody's token; UNAVAILABLE is tried again.</summary>
    public static async Task<CallInvoker> ToAsync(LocalRun run, string service, string user)
    {
        var token = await run.TokenAsync(user);
        var channel = GrpcChannel.ForAddress(run.Address(service), new()
        {
            ServiceConfig = new()
            {
                MethodConfigs =
                {
                    new Grpc.Net.Client.Configuration.MethodConfig
                    {
                        Names = { Grpc.Net.Client.Configuration.MethodName.Default },
                        RetryPolicy = new()
                        {
                            MaxAttempts = 5,
                            InitialBackoff = TimeSpan.FromMilliseconds(100),
                            MaxBackoff = TimeSpan.FromSeconds(1),
                            BackoffMultiplier = 2,
                            RetryableStatusCodes = { StatusCode.Unavailable },
                        },
                    },
                },
            },
        });
        return channel.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {token}");
            return headers;
        });
    }

    // Registering opens an involvement in Sharing, and every service that asks who may see whom follows Sharing.
    private static async Task<bool> KnownEverywhereAsync(LocalRun run)
    {
        var (person, sharing) = (await ExamineAsync(run, "person"), await ExamineAsync(run, "sharing"));
        var followers = await Task.WhenAll(((string[])["person", "conversation", "plan", "review"])
            .Select(s => ExamineAsync(run, s)));
        return sharing.Copies.Single(c => c.Source == "person").Position == person.JournalPosition
            && followers.All(f => f.Copies.Single(c => c.Source == "sharing").Position == sharing.JournalPosition);
    }

    private static Metadata Once() => new() { { "po-request-id", Guid.NewGuid().ToString() } };
}
