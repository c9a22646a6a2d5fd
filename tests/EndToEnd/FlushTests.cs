using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalOutcomes.Testing.Processes;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.EndToEnd;

/// <summary>
/// Ending a process proves no flush, since the system still writes what it holds. So the service's system calls are
/// watched: between a request and its reply the write-ahead log is written, and then synced.
/// </summary>
[Collection(nameof(Processes))]
public sealed partial class FlushTests(Processes processes)
{
    private const int Calls = 12;

    [Fact]
    public async Task Every_write_is_synced_before_it_is_answered()
    {
        var log = Path.Combine(processes.Run.Folder, "strace.log");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var channel = GrpcChannel.ForAddress(processes.Run.Address("plan"), new()
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (to, cancellation) =>
                {
                    await socket.ConnectAsync(to.DnsEndPoint, cancellation);
                    return new NetworkStream(socket, ownsSocket: false);
                },
            },
        });
        var plan = new Wire.PlanService.PlanServiceClient(channel);
        var token = await processes.Run.TokenAsync(Scene.Practitioner);
        await ProposeAsync(plan, token);
        await processes.InsightLevelAsync();

        using var strace = Process.Start(new ProcessStartInfo("strace",
        [
            "-f", "-yy", "-s", "0", "-o", log,
            "-p", processes.Run.ProcessOf("plan")!.Value.ToString(CultureInfo.InvariantCulture),
            "-e", "trace=pwrite64,write,fsync,fdatasync,recvmsg,recvfrom,read,sendmsg,sendto",
        ])
        { RedirectStandardError = true })!;
        Assert.Contains("attached", await strace.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        for (var call = 0; call < Calls; call++)
        {
            // With the relay at rest, the first write after the request is the request's own.
            await Eventually.TrueAsync(async () => (await processes.ExamineAsync("plan")).RelayBehind == 0,
                TimeSpan.FromSeconds(30), () => "the relay is at rest");
            await ProposeAsync(plan, token);
        }
        Process.Start("kill", ["-INT", strace.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        await strace.WaitForExitAsync();

        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var answered = Answered(File.ReadLines(log), port);
        Assert.True(answered.Count >= Calls, $"{answered.Count} replies after a write, of {Calls}");
        // The relay may note its place between the sync and the reply, so a write may follow the sync.
        Assert.All(answered, before => Assert.Contains("WS", before, StringComparison.Ordinal));
    }

    // What happened to the log before each reply on that connection, since the request: W a write of it, S a sync.
    private static List<string> Answered(IEnumerable<string> lines, int port)
    {
        var (answered, begun, since) = (new List<string>(), new Dictionary<string, string>(), "");
        foreach (var line in lines)
        {
            var thread = line.Split(' ', 2)[0];
            var starts = !Resumed().IsMatch(line);
            var call = starts ? line : begun.GetValueOrDefault(thread, "");
            var ends = !line.EndsWith("<unfinished ...>", StringComparison.Ordinal);
            begun[thread] = call;
            if (call.Contains("-wal>", StringComparison.Ordinal))
            {
                since += starts && call.Contains("pwrite64(", StringComparison.Ordinal) ? "W"
                    : ends && call.Contains("sync(", StringComparison.Ordinal) ? "S" : "";
            }
            else if (call.Contains($":{port}]", StringComparison.Ordinal))
            {
                if (ends && Receives().IsMatch(call) && !line.Contains("= -1", StringComparison.Ordinal))
                {
                    // Nothing is written for a request that has not come in whole: this was somebody else's.
                    since = "";
                }
                else if (starts && Sends().IsMatch(call) && !Acknowledges().IsMatch(call)
                    && since.Contains('W', StringComparison.Ordinal))
                {
                    answered.Add(since);
                    since = "";
                }
            }
        }
        return answered;
    }

    private async Task ProposeAsync(Wire.PlanService.PlanServiceClient plan, string token) =>
        await plan.ProposeOutcomeAsync(new()
        {
            PersonId = processes.Scene.People[1],
            Statement = "To sleep through the night.",
            Voice = new() { SaidBy = Wire.Speaker.Person, How = { "spoken" } },
        }, new Metadata
        {
            { "po-request-id", Guid.NewGuid().ToString() }, { "authorization", $"Bearer {token}" },
        });

    [GeneratedRegex(@"<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@" (recvmsg|recvfrom|read)\(")]
    private static partial Regex Receives();

    [GeneratedRegex(@" (sendmsg|sendto|write)\(")]
    private static partial Regex Sends();

    // A frame of the connection's own, at most 30 bytes: the answer to a ping, which the client sends after each reply,
    // and which may go out while the relay notes its place.
    [GeneratedRegex(@"\.\.\., ([12]?\d|30), ")]
    private static partial Regex Acknowledges();
}
