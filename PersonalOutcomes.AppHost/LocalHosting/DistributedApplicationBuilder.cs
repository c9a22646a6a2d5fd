namespace PersonalOutcomes.LocalHosting;

/// <summary>Where a description of the application begins.</summary>
public static class DistributedApplication
{
    /// <summary>Begins a description; <paramref name="args"/> are the command line (--help lists it).</summary>
    public static DistributedApplicationBuilder CreateBuilder(string[] args) => new(args);
}

/// <summary>
/// Collects the resources that AppHost.cs names. It touches no file: --topology and --help leave nothing behind.
/// </summary>
public sealed class DistributedApplicationBuilder
{
    private readonly Ports _ports;

    internal DistributedApplicationBuilder(string[] args)
    {
        Options = Options.Parse(args);
        Data = new DataDirectory(Options.Data);
        _ports = new Ports(Options.RandomPorts, Options.Data);
    }

    /// <summary>Whether the application is being run or published.</summary>
    public ExecutionContext ExecutionContext { get; } = new(IsPublishMode: false);

    internal Options Options { get; }

    internal DataDirectory Data { get; }

    internal List<Resource> Resources { get; } = [];

    /// <summary>A Compose file is written by Aspire only.</summary>
    public IResourceBuilder<ComputeEnvironmentResource> AddDockerComposeEnvironment(string name) =>
        Add(new ComputeEnvironmentResource(name));

    /// <summary>The broker that ConnectionStrings__NAME names, or a private one.</summary>
    public IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(string name)
    {
        var given = ConnectionStringFor(name);
        if (given is not null)
        {
            return Add(new RabbitMQServerResource(name, given, "", 0, 0, portMapper: null));
        }

        var portMapper = Add(new PortMapperResource("epmd", _ports.Take(7192, "epmd, the broker's port mapper")));
        return Add(new RabbitMQServerResource(
            name,
            given: null,
            Path.Combine(Data.Folder, "rabbitmq"),
            _ports.Take(7190, $"{name}, amqp"),
            _ports.Take(7191, $"{name}, its node"),
            portMapper.Resource));
    }

    /// <summary>The databases' server.</summary>
    public IResourceBuilder<SqlServerServerResource> AddSqlServer(string name) =>
        Add(new SqlServerServerResource(name));

    /// <summary>A secret: Parameters__NAME of the environment, else made once and kept with the data.</summary>
    public IResourceBuilder<ParameterResource> AddParameter(
        string name, GenerateParameterDefault value, bool secret = false, bool persist = false)
    {
        if (!secret || !persist)
        {
            throw new NotSupportedException("Only parameters that are secret and kept are known here.");
        }

        var given = Environment.GetEnvironmentVariable("Parameters__" + name.Replace('-', '_'));
        return Add(new ParameterResource(name, () => given ?? Data.Secret(name, value.MinLength)));
    }

    /// <summary>A project of this solution.</summary>
    public IResourceBuilder<ProjectResource> AddProject<TProject>(string name)
        where TProject : IProjectMetadata, new() => Add(new ProjectResource(name, new TProject(), _ports));

    /// <summary>Ends the description.</summary>
    public LocalApplication Build() => new(Options, Data, _ports, Resources);

    internal IResourceBuilder<T> Add<T>(T resource)
        where T : Resource
    {
        if (Resources.Any(r => r.Name == resource.Name))
        {
            throw new InvalidOperationException($"Two resources are named '{resource.Name}'.");
        }

        Resources.Add(resource);
        return new ResourceBuilder<T>(resource, this);
    }

    internal static string? ConnectionStringFor(string name) =>
        Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") is { Length: > 0 } given ? given : null;
}
