using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Operations.V1;
using OperationsClient = PersonalOutcomes.Operations.V1.OperationsService.OperationsServiceClient;
using PersonClient = PersonalOutcomes.People.V1.PersonService.PersonServiceClient;

namespace PersonalOutcomes.Testing.Processes;

/// <summary>The demo agencies, and people whom Eileen of Strathmore Council supports.</summary>
public sealed class Scene
{
    private Scene(IReadOnlyList<string> people, IReadOnlyDictionary<string, string> teams) =>
        (People, Teams) = (people, teams);

    /// <summary>Who works with them.</summary>
    public const string Practitioner = "eileen";

    /// <summary>The people's ids.</summary>
    public IReadOnlyList<string> People { get; }

    /// <summary>The ids of the teams, by their names in the stories.</summary>
    public IReadOnlyDictionary<string, string> Teams { get; }

    /// <summary>Where the stories' data lies.</summary>
    public static string Stories { get; } = Path.Combine(LocalRun.Root, "deploy", "stories");

    /// <summary>Enters agencies, teams and staff, and registers so many people, as their own users would.</summary>
    public static async Task<Scene> SetAsync(LocalRun run, int people)
    {
        using var teller = new StoryTeller(Addresses.Of(run.Folder), Stories, _ => { });
        await teller.SetUpAsync(CancellationToken.None);
        var register = new PersonClient(await ToAsync(run, "person", Practitioner));
        var registered = new List<string>();
        for (var i = 0; i < people; i++)
        {
            var answer = await register.RegisterPersonAsync(new()
            {
                TeamId = teller.Kept["adult"],
                FullName = $"Morag Person {i}",
                PreferredName = "Morag",
                BirthDate = "1950-05-01",
            }, Once());
            registered.Add(answer.Person.PersonId);
        }
        await KnownEverywhereAsync(run);
        return new Scene(registered, teller.Kept);
    }

    /// <summary>How a service is, as an operator sees it.</summary>
    public static async Task<ExamineResponse> ExamineAsync(LocalRun run, string service) =>
        await new OperationsClient(await ToAsync(run, service, "oona")).ExamineAsync(new());

    /// <summary>The first position at which one of a service's two chains does not hold; 0 when both are whole.</summary>
    public static async Task<long> BrokenAtAsync(LocalRun run, string service)
    {
        var operations = new OperationsClient(await ToAsync(run, service, "oona"));
        foreach (var chain in (Chain[])[Chain.Journal, Chain.Reads])
        {
            for (var found = new VerifyResponse { Reached = new Place() }; !found.AtEnd;)
            {
                found = await operations.VerifyAsync(new() { Chain = chain, After = found.Reached });
                if (found.BrokenAt > 0)
                {
                    return found.BrokenAt;
                }
            }
        }
        return 0;
    }

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

    /// <summary>
    /// Waits until who may see whom is known everywhere: registering opens an involvement in Sharing, and every service
    /// that asks follows Sharing.
    /// </summary>
    public static Task KnownEverywhereAsync(LocalRun run) => Eventually.TrueAsync(
        () => AreKnownEverywhereAsync(run), TimeSpan.FromMinutes(1), () => "they are known");

    private static async Task<bool> AreKnownEverywhereAsync(LocalRun run)
    {
        var (person, sharing) = (await ExamineAsync(run, "person"), await ExamineAsync(run, "sharing"));
        var followers = await Task.WhenAll(((string[])["person", "conversation", "plan", "review"])
            .Select(s => ExamineAsync(run, s)));
        return sharing.Copies.Single(c => c.Source == "person").Position == person.JournalPosition
            && followers.All(f => f.Copies.Single(c => c.Source == "sharing").Position == sharing.JournalPosition);
    }

    private static Metadata Once() => new() { { "po-request-id", Guid.NewGuid().ToString() } };
}
