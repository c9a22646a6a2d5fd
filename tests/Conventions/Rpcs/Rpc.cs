using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>One rpc of the contracts, called by its descriptor, so that no rpc can be left out.</summary>
public sealed record Rpc(MethodDescriptor Method)
{
    /// <summary>Every rpc of every proto, by <c>PlanService.AgreeOutcome</c>.</summary>
    public static IReadOnlyDictionary<string, Rpc> All { get; } =
        (from type in Assembly.Load("PersonalOutcomes.Protos").GetTypes()
         where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
         let file = type.GetProperty("Descriptor")?.GetValue(null) as FileDescriptor
         where file is not null
         from service in file.Services
         from method in service.Methods
         select new Rpc(method)).ToDictionary(r => r.Name);

    /// <summary><c>PlanService.AgreeOutcome</c>.</summary>
    public string Name => $"{Method.Service.Name}.{Method.Name}";

    /// <summary>As gRPC and the journal call it.</summary>
    public string Path => $"/{Method.Service.FullName}/{Method.Name}";

    /// <summary>The service that serves it; Plan stands for all where every service does.</summary>
    public string Service => Method.File.Package.Split('.')[1] switch
    {
        "record" => "gateway",
        "journal" or "operations" or "access" => "plan",
        var own => own,
    };

    /// <summary>A request from JSON.</summary>
    public IMessage Request(string json) => JsonParser.Default.Parse(json, Method.InputType);

    /// <summary>Calls it.</summary>
    public AsyncUnaryCall<IMessage> Call(CallInvoker invoker, IMessage request, Metadata headers) =>
        invoker.AsyncUnaryCall(
            new Method<IMessage, IMessage>(MethodType.Unary, Method.Service.FullName, Method.Name,
                Marshallers.Create(m => m.ToByteArray(), Method.InputType.Parser.ParseFrom),
                Marshallers.Create(m => m.ToByteArray(), Method.OutputType.Parser.ParseFrom)),
            null, new CallOptions(headers, DateTime.UtcNow.AddSeconds(30)), request);
}
