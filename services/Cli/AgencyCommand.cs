using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Cli;

/// <summary><c>po agency add</c>: enters an agency, and says what its own administrator does next.</summary>
public static class AgencyCommand
{
    private static readonly Dictionary<string, AgencyType> Types = new()
    {
        ["health"] = AgencyType.Health,
        ["social-work"] = AgencyType.SocialWork,
        ["housing"] = AgencyType.Housing,
        ["voluntary"] = AgencyType.Voluntary,
        ["care-provider"] = AgencyType.CareProvider,
    };

    public static Command Create()
    {
        var id = new Option<string>("--id")
        {
            Description = "Its id, a UUID: the one that Identity gives its staff as their agency. Left out: a new one.",
        };
        var name = new Option<string>("--name") { Description = "What people call it.", Required = true };
        var type = new Option<string>("--type") { Description = "What it is for.", Required = true };
        type.AcceptOnlyFromAmong([.. Types.Keys]);
        var data = new Option<string>("--data")
        {
            Description = "The data directory of the run; left out: the standard ports.",
        };
        var user = new Option<string>("--user")
        {
            Description = "The operator who enters it.",
            DefaultValueFactory = _ => "oona",
        };
        var add = new Command("add",
            "Enters an agency. It has access to nothing until its own administrator has signed the sharing agreement.")
        {
            id, name, type, data, user,
        };
        add.SetAction(async (parsed, cancellation) =>
        {
            var addresses = Addresses.Of(parsed.GetValue(data));
            try
            {
                using var rpc = new Rpc(addresses);
                using var teller = new StoryTeller(addresses, "", _ => { });
                var request = new RegisterAgencyRequest
                {
                    AgencyId = parsed.GetValue(id) ?? Guid.NewGuid().ToString("D"),
                    Name = parsed.GetValue(name)!,
                    Type = Types[parsed.GetValue(type)!],
                };
                var token = await teller.TokenAsync(parsed.GetValue(user)!, cancellation);
                var answer = await new SharingService.SharingServiceClient(rpc.Channel("sharing")).RegisterAgencyAsync(
                    request, new CallOptions(
                        new Metadata { { "authorization", $"Bearer {token}" }, { "po-request-id", Once(request) } },
                        DateTime.UtcNow.AddSeconds(30), cancellation));
                Console.WriteLine(Next(answer.Agency));
                return 0;
            }
            catch (Exception problem) when (problem is SignInException or RpcException)
            {
                await Console.Error.WriteLineAsync(
                    problem is RpcException refusal ? refusal.Status.Detail : problem.Message);
                return 1;
            }
        });
        return new Command("agency", "The agencies that share records.") { add };
    }

    // The same agency entered again, after an answer that was lost, is entered once.
    private static string Once(RegisterAgencyRequest request) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{request.AgencyId}/{request.Type}/{request.Name}")));

    private static string Next(Agency agency) => $"""
        {agency.Name} is entered, with the id {agency.AgencyId}. It has access to nothing yet.

        Identity must know somebody with the role agency_administrator and this agency. Signed in, they
          1. sign the sharing agreement:  SharingService/SignAgreement, with the version of the terms and the day;
          2. add a team:                  SharingService/AddTeam, with its name;
          3. add the team's staff:        SharingService/AddStaff, each by the issuer and subject of their sign-in.
        """;
}
