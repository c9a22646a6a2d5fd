using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Cli.Stories;

namespace PersonalOutcomes.Cli;

/// <summary><c>po insight publish MONTH</c>: counts a month that is over, and holds back what would tell.</summary>
public static class InsightCommand
{
    public static Command Create()
    {
        var month = new Argument<string>("month") { Description = "The month, like 2026-10; it must be over." };
        var data = new Option<string>("--data")
        {
            Description = "The data directory of the run; left out: the standard ports.",
        };
        var publish = new Command("publish", "Publishes a month's figures, once; a published month never changes.")
        {
            month, data,
        };
        publish.SetAction(async (parsed, cancellation) =>
        {
            var addresses = Addresses.Of(parsed.GetValue(data));
            try
            {
                using var rpc = new Rpc(addresses);
                using var teller = new StoryTeller(addresses, "", _ => { });
                var given = parsed.GetValue(month)!;
                var answer = await rpc.CallAsync("InsightService/PublishPeriod",
                    new System.Text.Json.Nodes.JsonObject { ["month"] = given }.ToJsonString(),
                    await teller.TokenAsync("oona", cancellation), $"publish/{given}", cancellation);
                Console.WriteLine(JsonFormatter.Default.Format(answer));
                return 0;
            }
            catch (Exception problem) when (problem is SignInException or RpcException)
            {
                await Console.Error.WriteLineAsync(
                    problem is RpcException refusal ? refusal.Status.Detail : problem.Message);
                return 1;
            }
        });
        return new Command("insight", "What a whole area learns.") { publish };
    }
}
