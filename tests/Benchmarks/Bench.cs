using System.Diagnostics;
using System.Net.Sockets;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.LocalHosting;
using PersonalOutcomes.Testing.Processes;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Benchmarks;

/// <summary>The platform as real processes, a team at work in it, and the ceiling beside it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const string Propose = "/personal_outcomes.plan.v1.PlanService/ProposeOutcome";
    public const string Agree = "/personal_outcomes.plan.v1.PlanService/AgreeOutcome";
    public const int Callers = 16;

    private readonly LocalRun _run;
    private readonly Scene _scene;
    private Process? _ceiling;

    private Bench(LocalRun run, Scene scene) => (_run, _scene) = (run, scene);

    public LocalRun Run => _run;

    public Uri Plan => _run.Address("plan");

    public Uri Ceiling { get; } = new("http://127.0.0.1:" + FreePort());

    public int PlanProcess => _run.ProcessOf("plan")!.Value;

    public int CeilingProcess => _ceiling!.Id;

    /// <summary>Bytes of an answer of the service's, and of the ceiling's: they are to be alike.</summary>
    public (int Service, int Ceiling) AnswerBytes { get; private set; }

    public Task<string> TokenAsync() => _run.TokenAsync(Scene.Practitioner);

    public static async Task<Bench> StartAsync()
    {
        var run = await LocalRun.StartAsync();
        try
        {
            var bench = new Bench(run, await Scene.SetAsync(run, people: 20));
            await bench.WarmAsync();
            return bench;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Proposes so many outcomes; the messages that agree them.</summary>
    public async Task<List<byte[]>> ProposedAsync(int count)
    {
        var proposals = Enumerable.Range(0, count).Select(i => new Wire.ProposeOutcomeRequest
        {
            PersonId = _scene.People[i % _scene.People.Count],
            Statement = "To get out to the garden again by myself, and sit there in the mornings with the radio on.",
            Why = "It is where I feel like me.",
            Direction = Wire.Direction.GetBack,
            Voice = new() { SaidBy = Wire.Speaker.Person, How = { "spoken" } },
        }.ToByteArray()).ToList();
        var agreeing = new byte[count][];
        Load.Run(Callers, Plan, Propose, await TokenAsync(), PlanProcess, proposals, (i, answer) =>
        {
            var outcome = Wire.ProposeOutcomeResponse.Parser.ParseFrom(answer).Outcome;
            agreeing[i] = new Wire.AgreeOutcomeRequest
            {
                PersonId = outcome.PersonId,
                OutcomeId = outcome.OutcomeId,
                Etag = outcome.Etag,
                Agreement = new()
                {
                    AgreedBy = Wire.AgreedBy.Person,
                    AskedHow = "read back at the kitchen table",
                    How = { "spoken" },
                    AgreedOn = "2026-01-05",
                },
            }.ToByteArray();
        });
        return [.. agreeing];
    }

    /// <summary>A file with a copy of Plan's database, as it was when one outcome was agreed.</summary>
    public string Copy(string name)
    {
        var file = Path.Combine(_run.Folder, name + ".db");
        File.Copy(Path.Combine(_run.Folder, "sample.db"), file, overwrite: true);
        return file;
    }

    /// <summary>How a service is, as an operator sees it.</summary>
    public Task<Operations.V1.ExamineResponse> ExamineAsync(string service) => Scene.ExamineAsync(_run, service);

    /// <summary>How far relay and Insight are behind Plan's journal.</summary>
    public async Task<(long Relay, long Insight)> BehindAsync()
    {
        var (plan, insight) = (await ExamineAsync("plan"), await ExamineAsync("insight"));
        return (plan.RelayBehind,
            Math.Max(0, plan.JournalPosition - insight.Copies.Single(c => c.Source == "plan").Position));
    }

    /// <summary>Waits until relay and Insight are level; how long that took.</summary>
    public async Task<TimeSpan> DrainAsync()
    {
        var since = Stopwatch.StartNew();
        await Eventually.TrueAsync(async () => await BehindAsync() is (0, 0), TimeSpan.FromMinutes(2), () => "level");
        return since.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        _ceiling?.Kill();
        await _run.DisposeAsync();
    }

    // The first calls run code that is not compiled to the full yet; no round should pay for that.
    private async Task WarmAsync()
    {
        var token = await TokenAsync();
        var first = await ProposedAsync(1);
        Load.Run(1, Plan, Agree, token, PlanProcess, first, (_, a) => AnswerBytes = (a.Length, 0));
        using (var plan = new SqliteConnection($"Data Source={_run.DatabaseFile("plan")};Pooling=False"))
        using (var sample = new SqliteConnection($"Data Source={Path.Combine(_run.Folder, "sample.db")};Pooling=False"))
        {
            plan.Open();
            sample.Open();
            plan.BackupDatabase(sample);
        }
        await StartCeilingAsync();
        Load.Run(1, Ceiling, Agree, token, CeilingProcess, first,
            (_, a) => AnswerBytes = (AnswerBytes.Service, a.Length));
        var more = await ProposedAsync(3000);
        Load.Run(Callers, Plan, Agree, token, PlanProcess, more);
        Load.Run(Callers, Ceiling, Agree, token, CeilingProcess, more);
        await DrainAsync();
    }

    private async Task StartCeilingAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet", LocalRun.Built("tests/Benchmarks/Ceiling", "PersonalOutcomes.Ceiling"));
        start.Environment["Kestrel__Endpoints__grpc__Url"] = Ceiling.ToString().TrimEnd('/');
        start.Environment["Kestrel__Endpoints__grpc__Protocols"] = "Http2";
        start.Environment["ConnectionStrings__ceilingdb"] = $"Data Source={Copy("ceiling")}";
        start.Environment["services__identity__http__0"] = _run.Address("identity", "http").ToString();
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        _ceiling = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _ceiling.Kill();
        await Eventually.TrueAsync(() =>
        {
            try
            {
                using var socket = new TcpClient(Ceiling.Host, Ceiling.Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, TimeSpan.FromMinutes(1), () => "the ceiling");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
