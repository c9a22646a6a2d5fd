using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.People;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("person", follow => follow
    .From("sharing", Grants.Follow)
    .From("sharing", on => on
        .On<PersonMerged>(PersonService.OnPersonMergedAsync)
        .On<PersonUnmerged>(PersonService.OnPersonUnmergedAsync)));
builder.Services.AddSingleton(new OwnEntries(
    PersonService.SelectEntries, PersonService.SelectDeath, PersonService.Remove, PersonService.MoveAsync)
{
    Hanging = PersonService.SelectSameSection,
});

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapEntries();
app.MapGrpcService<PersonService>();
app.Run();
