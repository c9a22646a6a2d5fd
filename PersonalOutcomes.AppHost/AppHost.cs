var builder = DistributedApplication.CreateBuilder(args);

if (builder.ExecutionContext.IsPublishMode)
{
    builder.AddDockerComposeEnvironment("compose");
}

// Events travel by RabbitMQ. Nothing waits for it to start: journals make up for whatever it misses.
var rabbitmq = builder.AddRabbitMQ("rabbitmq")
    .WithManagementPlugin()
    .WithDataVolume("personal-outcomes-rabbitmq")
    .WithLifetime(ContainerLifetime.Persistent);

// One database per service; no service reads another's.
var sql = builder.AddSqlServer("sql")
    .WithDataVolume("personal-outcomes-sql")
    .WithLifetime(ContainerLifetime.Persistent);
var personDb = sql.AddDatabase("persondb");
var sharingDb = sql.AddDatabase("sharingdb");
var conversationDb = sql.AddDatabase("conversationdb");
var planDb = sql.AddDatabase("plandb");
var reviewDb = sql.AddDatabase("reviewdb");
var insightDb = sql.AddDatabase("insightdb");
var identityDb = sql.AddDatabase("identitydb");

// What each service shows Identity to be given a token of its own. Made once, then kept.
var generated = new GenerateParameterDefault { MinLength = 32 };
var personSecret = builder.AddParameter("person-secret", generated, secret: true, persist: true);
var sharingSecret = builder.AddParameter("sharing-secret", generated, secret: true, persist: true);
var conversationSecret = builder.AddParameter("conversation-secret", generated, secret: true, persist: true);
var planSecret = builder.AddParameter("plan-secret", generated, secret: true, persist: true);
var reviewSecret = builder.AddParameter("review-secret", generated, secret: true, persist: true);
var insightSecret = builder.AddParameter("insight-secret", generated, secret: true, persist: true);
var gatewaySecret = builder.AddParameter("gateway-secret", generated, secret: true, persist: true);

var identity = builder.AddProject<Projects.Identity>("identity")
    .WithReference(identityDb).WaitFor(identityDb)
    .WithEnvironment("ServiceClients__person", personSecret)
    .WithEnvironment("ServiceClients__sharing", sharingSecret)
    .WithEnvironment("ServiceClients__conversation", conversationSecret)
    .WithEnvironment("ServiceClients__plan", planSecret)
    .WithEnvironment("ServiceClients__review", reviewSecret)
    .WithEnvironment("ServiceClients__insight", insightSecret)
    .WithEnvironment("ServiceClients__gateway", gatewaySecret)
    .WithUrlForEndpoint("http", url => url.DisplayText = "signing in; the one issuer of tokens")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

// Sharing and Person read each other's journals, Plan and Review too: all are declared first, then told of each other.
var person = builder.AddProject<Projects.Person>("person")
    .WithReference(personDb).WaitFor(personDb)
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "who the person is, and who is around them");
var sharing = builder.AddProject<Projects.Sharing>("sharing")
    .WithReference(sharingDb).WaitFor(sharingDb)
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "which team may see the record, and what the person wishes");
var conversation = builder.AddProject<Projects.Conversation>("conversation")
    .WithReference(conversationDb).WaitFor(conversationDb)
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "what matters and why, in the person's words");
var plan = builder.AddProject<Projects.Plan>("plan")
    .WithReference(planDb).WaitFor(planDb)
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "what everyone, the person included, will do about it");
var review = builder.AddProject<Projects.Review>("review")
    .WithReference(reviewDb).WaitFor(reviewDb)
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "how it went, by story and, where wanted, by number");
var insight = builder.AddProject<Projects.Insight>("insight")
    .WithReference(insightDb).WaitFor(insightDb)
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "what a whole area learns from it");
var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithUrlForEndpoint("grpc", url => url.DisplayText = "the whole record in one call");

person
    .WithReference(rabbitmq)
    .WithReference(identity)
    .WithReference(sharing.GetEndpoint("grpc"))
    .WithEnvironment("ServiceCredentials__Secret", personSecret)
    .WithHttpHealthCheck("/health", endpointName: "health");

sharing
    .WithReference(rabbitmq)
    .WithReference(identity)
    .WithReference(person.GetEndpoint("grpc"))
    .WithEnvironment("ServiceCredentials__Secret", sharingSecret)
    .WithHttpHealthCheck("/health", endpointName: "health");

conversation
    .WithReference(rabbitmq)
    .WithReference(identity)
    .WithReference(sharing.GetEndpoint("grpc"))
    .WithReference(person.GetEndpoint("grpc"))
    .WithEnvironment("ServiceCredentials__Secret", conversationSecret)
    .WithHttpHealthCheck("/health", endpointName: "health");

plan
    .WithReference(rabbitmq)
    .WithReference(identity)
    .WithReference(sharing.GetEndpoint("grpc"))
    .WithReference(person.GetEndpoint("grpc"))
    .WithReference(conversation.GetEndpoint("grpc"))
    .WithReference(review.GetEndpoint("grpc"))
    .WithEnvironment("ServiceCredentials__Secret", planSecret)
    .WithHttpHealthCheck("/health", endpointName: "health");

review
    .WithReference(rabbitmq)
    .WithReference(identity)
    .WithReference(sharing.GetEndpoint("grpc"))
    .WithReference(person.GetEndpoint("grpc"))
    .WithReference(plan.GetEndpoint("grpc"))
    .WithEnvironment("ServiceCredentials__Secret", reviewSecret)
    .WithHttpHealthCheck("/health", endpointName: "health");

insight
    .WithReference(rabbitmq)
    .WithReference(identity)
    .WithReference(person.GetEndpoint("grpc"))
    .WithReference(sharing.GetEndpoint("grpc"))
    .WithReference(conversation.GetEndpoint("grpc"))
    .WithReference(plan.GetEndpoint("grpc"))
    .WithReference(review.GetEndpoint("grpc"))
    .WithEnvironment("ServiceCredentials__Secret", insightSecret)
    .WithHttpHealthCheck("/health", endpointName: "health");

// The gateway keeps nothing and hears no events: it asks, with the caller's own token.
gateway
    .WithReference(identity)
    .WithReference(person.GetEndpoint("grpc"))
    .WithReference(sharing.GetEndpoint("grpc"))
    .WithReference(conversation.GetEndpoint("grpc"))
    .WithReference(plan.GetEndpoint("grpc"))
    .WithReference(review.GetEndpoint("grpc"))
    .WithReference(insight.GetEndpoint("grpc"))
    .WithEnvironment("ServiceCredentials__Secret", gatewaySecret)
    .WithHttpHealthCheck("/health", endpointName: "health");

builder.Build().Run();
