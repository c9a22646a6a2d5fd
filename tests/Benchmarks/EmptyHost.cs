using PersonalOutcomes.LocalHosting;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.Benchmarks;

/// <summary>A broker and as many empty services as the platform has, started by the platform's own runner.</summary>
internal static class EmptyHost
{
    public static void Run(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        var rabbitmq = builder.AddRabbitMQ("rabbitmq");
        foreach (var name in new[]
        {
            "identity", "person", "sharing", "conversation", "plan", "review", "insight", "gateway",
        })
        {
            builder.AddProject<Empty>(name).WithReference(rabbitmq)
                .WithHttpHealthCheck("/health", endpointName: "health");
        }
        builder.Build().Run();
    }

    private sealed class Empty : IProjectMetadata
    {
        public string ProjectPath => Path.Combine(LocalRun.Root, "tests", "Benchmarks", "Empty", "Empty.csproj");

        public string AssemblyPath => LocalRun.Built("tests/Benchmarks/Empty", "PersonalOutcomes.Empty");
    }
}
