using System.Diagnostics;

namespace PersonalOutcomes.LocalHosting;

// The part of the Aspire app model that AppHost.cs uses, for machines where Aspire itself cannot be restored: the same
// method names and the same injected environment variables. A resource here is a local process or a file.

/// <summary>Where a referenced project and its built program are; the build writes one per project.</summary>
public interface IProjectMetadata
{
    /// <summary>The project file.</summary>
    string ProjectPath { get; }

    /// <summary>The built program.</summary>
    string AssemblyPath { get; }
}

/// <summary>How long a container lives, in Aspire; local processes live as long as the run.</summary>
public enum ContainerLifetime
{
    /// <summary>As long as the run.</summary>
    Session,

    /// <summary>Until it is removed.</summary>
    Persistent,
}

/// <summary>One address of a resource.</summary>
public sealed record EndpointReference(
    string ResourceName, string Name, string Scheme, string Host, int Port, bool Http2)
{
    /// <summary>The address that other processes use.</summary>
    public string Url => $"{Scheme}://{Host}:{Port}";
}

/// <summary>How an address is shown to people.</summary>
public sealed class ResourceUrlAnnotation
{
    /// <summary>What is behind the address, in a few words.</summary>
    public string? DisplayText { get; set; }
}

/// <summary>A part of the application: a process, a database, a broker, a secret.</summary>
public abstract class Resource(string name)
{
    /// <summary>The name by which others refer to it.</summary>
    public string Name { get; } = name;

    /// <summary>What it is, in the words of the topology.</summary>
    public abstract string Type { get; }

    internal List<EndpointReference> Endpoints { get; } = [];

    internal Dictionary<string, ResourceUrlAnnotation> Urls { get; } = [];

    /// <summary>Variables given to the process; computed when it starts, since secrets are made only then.</summary>
    internal Dictionary<string, Func<string>> Environment { get; } = [];

    internal List<Resource> WaitsFor { get; } = [];

    internal bool External { get; set; }

    /// <summary>How others connect to it, when that takes more than an address.</summary>
    internal virtual string? ConnectionString => null;

    /// <summary>The process that makes it run; null when there is none to start.</summary>
    internal virtual ProcessStartInfo? Command() => null;

    /// <summary>What people are shown of a line that the process wrote; null for nothing.</summary>
    internal virtual string? Shown(string line) => line;

    /// <summary>True when it can be used.</summary>
    internal virtual Task<bool> ProbeAsync() => Task.FromResult(true);
}

/// <summary>A value made when absent and then kept; here always a secret.</summary>
public sealed class ParameterResource(string name, Func<string> value) : Resource(name)
{
    /// <inheritdoc/>
    public override string Type => "parameter";

    internal string Value => value();
}

/// <summary>How a parameter's value is made when nobody gave one.</summary>
public sealed class GenerateParameterDefault
{
    /// <summary>The least number of characters.</summary>
    public required int MinLength { get; init; }
}

/// <summary>The databases' server: SQL Server in Aspire, a folder of SQLite files here.</summary>
public sealed class SqlServerServerResource(string name) : Resource(name)
{
    /// <inheritdoc/>
    public override string Type => "sqlserver";
}

/// <summary>One service's database: a SQLite file, or a server named by ConnectionStrings__NAME.</summary>
public sealed class SqlServerDatabaseResource(string name, string? given, string file) : Resource(name)
{
    /// <inheritdoc/>
    public override string Type => "database";

    internal override string ConnectionString => given ?? $"Data Source={file}";

    internal string Provider => given is null ? "Sqlite" : "SqlServer";
}

/// <summary>A place to publish to; nothing here.</summary>
public sealed class ComputeEnvironmentResource(string name) : Resource(name)
{
    /// <inheritdoc/>
    public override string Type => "environment";
}

/// <summary>A resource being described.</summary>
public interface IResourceBuilder<out T>
    where T : Resource
{
    /// <summary>The resource.</summary>
    T Resource { get; }

    /// <summary>The application that it is part of.</summary>
    DistributedApplicationBuilder ApplicationBuilder { get; }
}

internal sealed record ResourceBuilder<T>(T Resource, DistributedApplicationBuilder ApplicationBuilder)
    : IResourceBuilder<T>
    where T : Resource;

/// <summary>Whether the application is being run or published; here always run.</summary>
public sealed record ExecutionContext(bool IsPublishMode);
