namespace PersonalOutcomes.LocalHosting;

/// <summary>What AppHost.cs says of its resources. A call that is missing here does not compile.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>One service's database.</summary>
    public static IResourceBuilder<SqlServerDatabaseResource> AddDatabase(
        this IResourceBuilder<SqlServerServerResource> server, string name)
    {
        var application = server.ApplicationBuilder;
        return application.Add(new SqlServerDatabaseResource(
            name,
            DistributedApplicationBuilder.ConnectionStringFor(name),
            Path.Combine(application.Data.Folder, name + ".db")));
    }

    /// <summary>Containers only.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(
        this IResourceBuilder<RabbitMQServerResource> builder) => builder;

    /// <summary>Containers only: here everything lies in the data directory.</summary>
    public static IResourceBuilder<T> WithDataVolume<T>(this IResourceBuilder<T> builder, string name)
        where T : Resource => builder;

    /// <summary>Containers only.</summary>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime)
        where T : Resource => builder;

    /// <summary>An address of a project, to refer to it alone.</summary>
    public static EndpointReference GetEndpoint(this IResourceBuilder<ProjectResource> builder, string name) =>
        builder.Resource.Endpoints.FirstOrDefault(e => e.Name == name)
        ?? throw new Refusal($"{builder.Resource.Name} has no endpoint named {name}; see its appsettings.json.");

    /// <summary>What people read beside an address.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : Resource
    {
        var url = new ResourceUrlAnnotation();
        callback(url);
        builder.Resource.Urls[endpointName] = url;
        return builder;
    }

    /// <summary>Meant to be reached from outside.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : Resource
    {
        builder.Resource.External = true;
        return builder;
    }

    /// <summary>Healthy when a GET of the path answers 2xx, on the named endpoint or the first.</summary>
    public static IResourceBuilder<ProjectResource> WithHttpHealthCheck(
        this IResourceBuilder<ProjectResource> builder, string path, string? endpointName = null)
    {
        builder.Resource.HealthCheck = (path, endpointName);
        return builder;
    }

    /// <summary>Starts only when the other is healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<Resource> dependency)
        where T : Resource
    {
        builder.Resource.WaitsFor.Add(dependency.Resource);
        return builder;
    }

    /// <summary>A variable whose value is a parameter's.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : Resource
    {
        builder.Resource.Environment[name] = () => parameter.Resource.Value;
        return builder;
    }

    /// <summary>Tells a project how to reach another resource: ConnectionStrings__NAME, or all its addresses.</summary>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<Resource> source)
        where T : Resource
    {
        if (source.Resource is RabbitMQServerResource or SqlServerDatabaseResource)
        {
            builder.Resource.Environment[$"ConnectionStrings__{source.Resource.Name}"] =
                () => source.Resource.ConnectionString!;
        }

        if (source.Resource is SqlServerDatabaseResource database)
        {
            builder.Resource.Environment["Database__Provider"] = () => database.Provider;
        }

        return source.Resource.Endpoints.Aggregate(builder, (b, endpoint) => b.WithReference(endpoint));
    }

    /// <summary>Tells a project one address of another: services__NAME__ENDPOINT__0.</summary>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, EndpointReference endpoint)
        where T : Resource
    {
        builder.Resource.Environment[$"services__{endpoint.ResourceName}__{endpoint.Name}__0"] = () => endpoint.Url;
        return builder;
    }
}
