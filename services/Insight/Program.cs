using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Insights;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("insight", follow =>
{
    Model.FollowLive(follow.From("sharing", Grants.Follow));
    follow.ReadsSeen = OnReadsSeen.ApplyAsync;
});
builder.Services.AddSingleton<Rebuilder>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<Rebuilder>());

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapGrpcService<InsightService>();
app.Run();
