using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Entries;
using PersonalOutcomes.People;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("person", follow => follow.From("sharing", Grants.Follow));
builder.Services.AddSingleton(new OwnEntries(
    PersonService.SelectEntries, PersonService.SelectDeath, PersonService.Remove, PersonService.MoveAsync));

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapEntries();
app.MapGrpcService<PersonService>();
app.Run();
