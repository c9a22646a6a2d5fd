using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace PersonalOutcomes.Cli;

/// <summary>
/// Any rpc of the platform by its name, with its request as JSON: what the stories and the operators' commands are made
/// of. UNAVAILABLE is tried again with the same request id, as every caller should.
/// </summary>
public sealed class Rpc(Addresses addresses) : IDisposable
{
    private static readonly Dictionary<string, (string Service, MethodDescriptor Method)> Methods = Find();
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);
    private readonly Dictionary<string, GrpcChannel> _channels = [];

    /// <summary>
    /// Calls <c>PlanService/AgreeOutcome</c> and the like. Throws <see cref="RpcException"/> when refused.
    /// </summary>
    public async Task<IMessage> CallAsync(
        string name, string json, string token, string requestId, CancellationToken cancellation)
    {
        if (!Methods.TryGetValue(name, out var found))
        {
            throw new ArgumentException($"There is no rpc {name}.");
        }
        var method = found.Method;
        var request = Parser.Parse(json, method.InputType);
        var headers = new Metadata
        {
            { "authorization", $"Bearer {token}" },
            { "po-request-id", requestId },
        };
        return await Channel(found.Service).CreateCallInvoker().AsyncUnaryCall(
            new Method<IMessage, IMessage>(MethodType.Unary, method.Service.FullName, method.Name,
                Marshallers.Create(m => m.ToByteArray(), method.InputType.Parser.ParseFrom),
                Marshallers.Create(m => m.ToByteArray(), method.OutputType.Parser.ParseFrom)),
            null, new CallOptions(headers, DateTime.UtcNow.AddSeconds(30), cancellation), request);
    }

    /// <summary>A channel to a service that tries UNAVAILABLE again.</summary>
    public GrpcChannel Channel(string service)
    {
        if (!_channels.TryGetValue(service, out var channel))
        {
            _channels[service] = channel = GrpcChannel.ForAddress(addresses[service], new GrpcChannelOptions
            {
                ServiceConfig = new ServiceConfig
                {
                    MethodConfigs =
                    {
                        new MethodConfig
                        {
                            Names = { MethodName.Default },
                            RetryPolicy = new RetryPolicy
                            {
                                MaxAttempts = 5,
                                InitialBackoff = TimeSpan.FromMilliseconds(300),
                                MaxBackoff = TimeSpan.FromSeconds(3),
                                BackoffMultiplier = 2,
                                RetryableStatusCodes = { StatusCode.Unavailable },
                            },
                        },
                    },
                },
            });
        }
        return channel;
    }

    /// <summary>Closes the channels.</summary>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    // Every service of protos/personal_outcomes; the folder names the process, but for the record, which the gateway
    // is.
    private static Dictionary<string, (string, MethodDescriptor)> Find() =>
        (from type in Assembly.Load("PersonalOutcomes.Protos").GetTypes()
         where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
         let file = type.GetProperty("Descriptor")?.GetValue(null) as FileDescriptor
         where file is not null
         from service in file.Services
         let folder = file.Package.Split('.')[1]
         from method in service.Methods
         where folder is not ("journal" or "operations")
         select ($"{service.Name}/{method.Name}", (folder == "record" ? "gateway" : folder, method)))
        .ToDictionary(x => x.Item1, x => x.Item2);
}
