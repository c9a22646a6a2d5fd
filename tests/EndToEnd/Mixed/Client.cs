using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>
/// Somebody's machine: reads, records, asks what it must not, and sends again, as a seed draws it; several calls at a
/// time, so that one service that is away does not hold up the others. What is not answered it sends again with the
/// same request id until it is.
/// </summary>
internal sealed class Client : IDisposable
{
    private const int Lanes = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50), Longest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> _channels = new();
    private readonly LocalRun _run;
    private readonly Doors _doors;
    private readonly Town _town;
    private readonly string _user, _team;
    private readonly string[] _others;
    private readonly ConcurrentQueue<Operation> _done;
    private readonly ConcurrentQueue<string> _wrong;

    public Client(LocalRun run, Doors doors, Town town, (string User, string Team) who,
        ConcurrentQueue<Operation> done, ConcurrentQueue<string> wrong)
    {
        (_run, _doors, _town, (_user, _team), _done, _wrong) = (run, doors, town, who, done, wrong);
        _others = [.. town.All.Except(town.SupportedBy(_team))];
    }

    /// <summary>Goes on while there is more to do.</summary>
    public Task RunAsync(int seed, Func<bool> more) => Task.WhenAll(
        Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => LaneAsync(new Random(seed + lane), more))));

    /// <summary>Closes its channels.</summary>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Value.Dispose();
        }
    }

    private async Task LaneAsync(Random random, Func<bool> more)
    {
        var written = new List<(Operation First, IMessage Request, IMessage Answer)>();
        while (more())
        {
            var (text, mine) = (random.Next().ToString("x8", null), _town.SupportedBy(_team));
            switch (random.Next(100))
            {
                case < 5:
                    await RefusedAsync(Any(random), Guid.NewGuid().ToString(), text, random);
                    break;
                case < 10:
                    await RefusedAsync(Any(random), _others[random.Next(_others.Length)], text, random);
                    break;
                case < 20 when written.Count > 0:
                    await RepeatedAsync(written[random.Next(written.Count)], random);
                    break;
                case < 22 when written.Count > 0:
                    await OtherBodyAsync(written[random.Next(written.Count)], text, random);
                    break;
                case < 50:
                    await WrittenAsync(
                        Kind.Drawn(Kind.Writes, random), mine[random.Next(mine.Count)], text, random, written);
                    break;
                default:
                    var kind = Kind.Drawn(Kind.Reads, random);
                    await ReadAsync(kind, kind.IsAboutOne ? mine[random.Next(mine.Count)] : null, random);
                    break;
            }
        }
    }

    private static Kind Any(Random random) =>
        Kind.Drawn([.. Kind.Reads.Where(k => k.IsAboutOne), .. Kind.Writes], random);

    private async Task ReadAsync(Kind kind, string? person, Random random)
    {
        var operation = Begun(kind, person);
        if (await SureAsync(operation, Filled(kind, person ?? "", "", random), random, "") is { } answer)
        {
            operation.Shown = person is null ? [.. Kind.PeopleIn(answer).Distinct()] : [person];
            if (Kind.PeopleIn(answer).Except(operation.Shown).Any())
            {
                _wrong.Enqueue($"{operation} shows somebody else");
            }
        }
    }

    private async Task WrittenAsync(Kind kind, string person, string text, Random random,
        List<(Operation, IMessage, IMessage)> written)
    {
        var (operation, request) = (Begun(kind, person), Filled(kind, person, text, random));
        if (await SureAsync(operation, request, random, "") is { } answer)
        {
            operation.Shown = [person];
            _town.Keep(kind, person, _team, answer);
            written.Add((operation, request, answer));
        }
    }

    private Task RefusedAsync(Kind kind, string person, string text, Random random) =>
        SureAsync(Begun(kind, person), Filled(kind, person, text, random), random, "NOT_FOUND");

    private async Task RepeatedAsync((Operation First, IMessage Request, IMessage Answer) written, Random random)
    {
        var operation = Begun(written.First.Kind, written.First.Person, written.First.RequestId);
        if (await SureAsync(operation, written.Request, random, "") is { } answer)
        {
            operation.Shown = [operation.Person!];
            if (!answer.Equals(written.Answer))
            {
                _wrong.Enqueue($"{operation} is answered {answer}, and was answered {written.Answer}");
            }
        }
    }

    private Task OtherBodyAsync((Operation First, IMessage, IMessage) written, string text, Random random)
    {
        var (kind, person) = (written.First.Kind, written.First.Person!);
        return SureAsync(Begun(kind, person, written.First.RequestId), Filled(kind, person, text + " more", random),
            random, "REQUEST_ID_USED");
    }

    private Operation Begun(Kind kind, string? person, string? requestId = null)
    {
        var operation = new Operation(kind, _user, person, requestId ?? Guid.NewGuid().ToString());
        _done.Enqueue(operation);
        return operation;
    }

    private IMessage Filled(Kind kind, string person, string text, Random random) =>
        JsonParser.Default.Parse(_town.Filled(kind, person, _team, text, random), kind.Method.InputType);

    // Sends until it is answered; null when it was refused, as it should be, or never answered.
    private async Task<IMessage?> SureAsync(Operation operation, IMessage request, Random random, string refused)
    {
        var (since, pause) = (Stopwatch.StartNew(), Shortest);
        while (since.Elapsed < Patience)
        {
            var trace = Guid.NewGuid().ToString("N");
            try
            {
                var answer = await SendAsync(operation, request, trace);
                operation.Attempts.Add(new(trace, Answered.Done));
                if (refused.Length > 0)
                {
                    _wrong.Enqueue($"{operation} was let in");
                }
                return answer;
            }
            catch (RpcException e)
            {
                // What the client made up itself, for want of an answer, holds what went wrong.
                var lost = e.StatusCode == StatusCode.Unavailable || e.Status.DebugException is not null;
                operation.Attempts.Add(new(trace, lost ? Answered.Lost : Answered.Refused));
                if (!lost)
                {
                    var reason = e.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? e.Status.ToString();
                    if (reason != refused)
                    {
                        _wrong.Enqueue($"{operation} was refused: {reason}\n{request}");
                    }
                    return null;
                }
            }
            catch (SignInException)
            {
                // Nobody was there to sign in at; nothing was sent.
            }
            await _doors.OpenAsync(operation.Kind.Service, Patience - since.Elapsed);
            await Task.Delay(pause + TimeSpan.FromMilliseconds(random.Next(50)));
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
        return null;
    }

    private async Task<IMessage> SendAsync(Operation operation, IMessage request, string trace)
    {
        var headers = new Metadata
        {
            { "authorization", $"Bearer {await _run.TokenAsync(_user)}" },
            { "po-request-id", operation.RequestId },
            { "traceparent", $"00-{trace}-{trace[..16]}-01" },
        };
        var channel = _channels.GetOrAdd(operation.Kind.Service,
            service => new(() => GrpcChannel.ForAddress(_run.Address(service)))).Value;
        return await channel.CreateCallInvoker().AsyncUnaryCall(
            operation.Kind.Grpc, null, new CallOptions(headers, DateTime.UtcNow.AddSeconds(20)), request);
    }
}
