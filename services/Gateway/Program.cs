using PersonalOutcomes;
using PersonalOutcomes.Gateway;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddCalls("gateway");
builder.AddParts();

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapGrpcService<RecordService>();
app.Run();
