using System.CommandLine;
using Grpc.Core;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Operations.V1;

namespace PersonalOutcomes.Cli;

/// <summary><c>po doctor</c>: one line per service, as an operator sees it; exit code 1 when one is ill.</summary>
public static class DoctorCommand
{
    private const long LittleRoom = 1L << 30;

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
        var command = new Command("doctor",
            "How each service is: version, schema, journal, relay, copies, parked streams, disk and hash chain.")
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
                var token = await teller.TokenAsync(parsed.GetValue(user)!, cancellation);
                var well = true;
                foreach (var service in Addresses.WithJournal)
                {
                    well &= await ExamineAsync(rpc, service, token, cancellation);
                }
                Console.WriteLine(well ? "All is well." : "Something needs looking at.");
                return well ? 0 : 1;
            }
            catch (SignInException problem)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task<bool> ExamineAsync(
        Rpc rpc, string service, string token, CancellationToken cancellation)
    {
        try
        {
            var operations = new OperationsService.OperationsServiceClient(rpc.Channel(service));
            var found = await operations.ExamineAsync(new(), Options());
            var brokenAt = await BrokenAtAsync(Chain.Journal) is > 0 and var at ? at : await BrokenAtAsync(Chain.Reads);
            var ills = Ills(found, brokenAt).ToList();
            Console.WriteLine($"{service,-13} {(ills.Count == 0 ? "well" : "ILL "),-5} {found.Version}, "
                + $"schema {found.Schema}, journal {found.JournalPosition}, reads {found.AccessPosition}, "
                + $"relay {(found.RelayBehind < 0 ? "off" : $"{found.RelayBehind} behind")}, "
                + $"copies {Copies(found)}, parked {found.Copies.Sum(c => c.Parked)}, "
                + $"disk {(found.FreeBytes < 0 ? "on a server" : $"{found.FreeBytes >> 30} GiB free")}, "
                + $"chain {(brokenAt == 0 ? "whole" : $"BROKEN at {brokenAt}")}");
            ills.ForEach(ill => Console.WriteLine($"              {ill}"));
            return ills.Count == 0;

            async Task<long> BrokenAtAsync(Chain chain)
            {
                var run = new VerifyResponse { Reached = new Place() };
                while (run is { AtEnd: false, BrokenAt: 0 })
                {
                    run = await operations.VerifyAsync(new() { Chain = chain, After = run.Reached }, Options());
                }
                return run.BrokenAt;
            }
        }
        catch (RpcException problem)
        {
            Console.WriteLine($"{service,-13} AWAY  {problem.StatusCode}: {problem.Status.Detail}");
            return false;
        }

        CallOptions Options() => new(new Metadata { { "authorization", $"Bearer {token}" } },
            DateTime.UtcNow.AddSeconds(30), cancellation);
    }

    private static string Copies(ExamineResponse found) => found.Copies.Count == 0
        ? "none"
        : string.Join(" ", found.Copies.Select(c => $"{c.Source}:{(c.Behind == 0 ? "level" : $"-{c.Behind}")}"));

    private static IEnumerable<string> Ills(ExamineResponse found, long brokenAt)
    {
        if (brokenAt > 0)
        {
            yield return $"The hash chain does not hold at position {brokenAt}: a row was changed.";
        }
        foreach (var copy in found.Copies)
        {
            if (copy.Refused)
            {
                yield return $"{copy.Source} is not the journal that was followed: it was restored, or is another one.";
            }
            if (copy.Parked > 0)
            {
                yield return $"{copy.Parked} of {copy.Source}'s streams are parked: an entry could not be applied. "
                    + "Started again once that is mended, the service takes them up.";
            }
            if (copy.SecondsSinceLevel is < 0 or > 45)
            {
                yield return $"The copy of {copy.Source} was not found level for 45 seconds.";
            }
        }
        if (found.RelayBehind > 1000)
        {
            yield return "The broker is far behind; the journals make up for it meanwhile.";
        }
        if (found.FreeBytes is >= 0 and < LittleRoom)
        {
            yield return "Less than 1 GiB is free on the disk.";
        }
    }
}
