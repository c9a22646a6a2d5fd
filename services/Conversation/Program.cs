using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Conversations;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("conversation", follow => follow
    .From("sharing", Grants.Follow)
    .From("person", on => on
        .On<PersonDied>(OnPersonDied.ApplyAsync)
        .On<DeathReversed>(OnDeathReversed.ApplyAsync)));
builder.Services.AddSingleton(new OwnEntries(
    ConversationService.SelectEntries, OnPersonDied.SelectDeath, ConversationService.Remove,
    ConversationService.MoveAsync)
{
    Hanging = ConversationService.SelectHanging,
    With = ConversationService.SelectMadeWith,
});
builder.Services.AddSingleton(Prompts.Of(builder.Configuration));
builder.Services.AddSingleton(OwedRule.Of(builder.Configuration));

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapEntries();
app.MapGrpcService<ConversationService>();
app.Run();
