using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Conversations;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("conversation", follow => follow.From("sharing", Grants.Follow));

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapGrpcService<ConversationService>();
app.Run();
