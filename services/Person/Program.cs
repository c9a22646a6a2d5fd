using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.People;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("person", follow => follow.From("sharing", Grants.Follow));
builder.Services.AddSingleton(
    new Entries(PersonService.SelectEntries, PersonService.SelectDeath, PersonService.Remove));

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapGrpcService<PersonService>();
app.Run();
