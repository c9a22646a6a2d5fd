var builder = DistributedApplication.CreateBuilder(args);

var rabbitmq = builder.AddRabbitMQ("rabbitmq");
var database = builder.AddSqlServer("sql").AddDatabase("smalldb");
var secret = builder.AddParameter(
    "small-secret", new GenerateParameterDefault { MinLength = 32 }, secret: true, persist: true);

builder.AddProject<Projects.SmallService>("small")
    .WithReference(database).WaitFor(database)
    .WithReference(rabbitmq)
    .WithEnvironment("ServiceCredentials__Secret", secret)
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "one service, to try the runner")
    .WithHttpHealthCheck("/health", endpointName: "health");

builder.Build().Run();
