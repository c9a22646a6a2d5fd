using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Conversations;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("conversation", follow => follow.From("sharing", Grants.Follow));
builder.Services.AddSingleton(new Hanging(ConversationService.SelectHanging));
builder.Services.AddSingleton(new Entries(ConversationService.SelectEntries));

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapGrpcService<ConversationService>();
app.Run();
