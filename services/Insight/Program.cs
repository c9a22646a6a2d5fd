using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Insights;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("insight", follow =>
{
    Model.FollowLive(follow.From("sharing", Grants.Follow));
    follow.ReadsSeen = OnReadsSeen.ApplyAsync;
});
builder.Services.AddSingleton(p => new Sources(p.GetRequiredService<Inboxes>(), p.GetRequiredService<IDatabase>(),
    p.GetRequiredService<JournalClients>(), p.GetRequiredService<ServiceToken>(),
    p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<Inboxes>>()));
builder.Services.AddSingleton<Rebuilder>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<Rebuilder>());

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapGrpcService<InsightService>();
app.Run();
