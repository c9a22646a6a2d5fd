using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Insights.V1;
using PersonalOutcomes.Operations.V1;
using Spectre.Console;

namespace PersonalOutcomes.Cli;

/// <summary>
/// <c>po verify</c>: every row of every journal and log of reads, and what the other services saw of them. One line for
/// each chain; exit code 1 when one does not hold, or could not be asked.
/// </summary>
public static class VerifyCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The data directory of the run; left out: the standard ports.",
        };
        var user = new Option<string>("--user")
        {
            Description = "The operator who asks.",
            DefaultValueFactory = _ => "oona",
        };
        var command = new Command("verify",
            "Recomputes both hash chains of every service and compares them with what the other services saw of them.")
        {
            data, user,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var addresses = Addresses.Of(parsed.GetValue(data));
            try
            {
                using var rpc = new Rpc(addresses);
                using var teller = new StoryTeller(addresses, "", _ => { });
                var verification = new Verification(
                    rpc, () => teller.TokenAsync(parsed.GetValue(user)!, cancellation), cancellation);
                var found = await ShowingProgressAsync(verification.AllAsync);
                found.ForEach(f => Console.WriteLine(f.Line));
                var whole = found.TrueForAll(f => f.Holds);
                Console.WriteLine(whole ? "Every chain is whole." : "Something needs looking at.");
                return whole ? 0 : 1;
            }
            catch (Exception problem) when (problem is SignInException or RpcException)
            {
                await Console.Error.WriteLineAsync(
                    problem is RpcException refusal ? refusal.Status.Detail : problem.Message);
                return 1;
            }
        });
        return command;
    }

    // A bar for each chain while somebody looks on; into a file or a pipe go the lines alone.
    private static async Task<List<Found>> ShowingProgressAsync(
        Func<Func<string, long, Action<long>>, Task<List<Found>>> run)
    {
        if (Console.IsOutputRedirected)
        {
            return await run((_, _) => _ => { });
        }
        return await AnsiConsole.Progress().AutoClear(true).StartAsync(bars => run((name, rows) =>
        {
            var bar = bars.AddTask(name, maxValue: Math.Max(1, rows));
            return done => bar.Value = rows == 0 ? 1 : done;
        }));
    }

    /// <summary>What was found of one chain, as a line.</summary>
    private sealed record Found(string Line, bool Holds);

    private sealed class Verification(Rpc rpc, Func<Task<string>> token, CancellationToken cancellation)
    {
        public async Task<List<Found>> AllAsync(Func<string, long, Action<long>> progress)
        {
            var found = new List<Found>();
            var examined = new Dictionary<string, ExamineResponse>();
            foreach (var service in Addresses.WithJournal)
            {
                try
                {
                    examined[service] = await Operations(service).ExamineAsync(new(), await OptionsAsync());
                }
                catch (RpcException problem) when (IsAway(problem))
                {
                    found.Add(Away(service, problem));
                }
            }
            foreach (var (service, state) in examined)
            {
                try
                {
                    var bar = progress($"{service} journal", state.JournalPosition);
                    found.Add(await JournalAsync(service, examined.Values, bar));
                    bar = progress($"{service} reads", state.AccessPosition);
                    found.Add(await ReadsAsync(service, examined.ContainsKey("insight"), bar));
                }
                catch (RpcException problem) when (IsAway(problem))
                {
                    found.Add(Away(service, problem));
                }
            }
            return found;
        }

        // The anchors of a journal are the cursors of those who follow it.
        private Task<Found> JournalAsync(string service, IEnumerable<ExamineResponse> all, Action<long> progress)
        {
            var followers = (from other in all
                             from copy in other.Copies
                             where copy.Source == service && copy.Position > 0
                             select (By: other.Service, At: new Place
                             {
                                 Position = copy.Position,
                                 ChainHash = copy.ChainHash,
                             })).ToList();
            return ChainAsync(service, Chain.Journal, string.Join(", ", followers.Select(f => f.By)),
                _ => Task.FromResult(followers.Select(f => f.At)), progress);
        }

        // Those of a log of reads are what Insight saw of it, second by second.
        private Task<Found> ReadsAsync(string service, bool insightAnswers, Action<long> progress) =>
            ChainAsync(service, Chain.Reads, "insight", async after =>
            {
                if (!insightAnswers)
                {
                    return [];
                }
                var insight = new InsightService.InsightServiceClient(rpc.Channel("insight"));
                var read = await insight.ReadAnchorsAsync(
                    new() { Source = service, AfterPosition = after.Position }, await OptionsAsync());
                return read.Anchors.Select(a => new Place { Position = a.Position, ChainHash = a.ChainHash });
            }, progress);

        private async Task<Found> ChainAsync(string service, Chain chain, string by,
            Func<Place, Task<IEnumerable<Place>>> anchorsAsync, Action<long> progress)
        {
            var name = $"{service,-13} {(chain == Chain.Journal ? "journal" : "reads"),-8}";
            var (at, anchored, emptied) = (new Place { ChainHash = ByteString.Empty }, 0L, 0);
            while (true)
            {
                var anchors = (await anchorsAsync(at)).ToList();
                anchored = anchors.Select(a => a.Position).Append(anchored).Max();
                var found = await Operations(service).VerifyAsync(
                    new() { Chain = chain, After = at, Anchors = { anchors } }, await OptionsAsync());
                (at, emptied) = (found.Reached, emptied + found.Emptied);
                progress(at.Position);
                if (found.BrokenAt > 0)
                {
                    return new Found($"{name} BROKEN at {found.BrokenAt}: {(found.DiffersFromAnchor
                        ? $"it is not the one that {by} saw; rows were cut off or made anew."
                        : "a row was changed, removed, added or moved.")}", false);
                }
                if (found.AtEnd)
                {
                    break;
                }
            }
            var line = $"{name} whole, {Rows(at.Position)}";
            line += at.Position > anchored
                ? $", {Rows(at.Position - anchored)} not yet anchored"
                : at.Position > 0 ? $", anchored by {by}" : "";
            return new Found(emptied > 0 ? $"{line}; the content of {Rows(emptied)} was disposed of" : line, true);
        }

        private OperationsService.OperationsServiceClient Operations(string service) => new(rpc.Channel(service));

        // A token lasts ten minutes, and a long chain longer.
        private async Task<CallOptions> OptionsAsync() =>
            new(new Metadata { { "authorization", $"Bearer {await token()}" } }, DateTime.UtcNow.AddSeconds(30),
                cancellation);

        private static string Rows(long count) => count == 1 ? "1 row" : $"{count} rows";

        private static bool IsAway(RpcException problem) =>
            problem.StatusCode is not (StatusCode.PermissionDenied or StatusCode.Unauthenticated);

        private static Found Away(string service, RpcException problem) =>
            new($"{service,-13} AWAY: {problem.StatusCode}: {problem.Status.Detail}", false);
    }
}
