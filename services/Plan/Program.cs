using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.Plans;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("plan", follow => follow
    .From("sharing", Grants.Follow)
    .From("person", on => on
        .On<PersonDied>(OnPersonDied.ApplyAsync)
        .On<DeathReversed>(OnDeathReversed.ApplyAsync))
    .From("conversation", on => on
        .On<ConversationRecorded>(OnConversationRecorded.ApplyAsync)
        .On<ViewRecorded>(OnViewRecorded.ApplyAsync)
        .On<ViewSaidAnew>(OnViewSaidAnew.ApplyAsync)
        .On<StrengthRecorded>(OnStrengthRecorded.ApplyAsync)
        .On<EnteredInError>(OnEnteredInError.ApplyAsync))
    .From("conversation", Withholding.Follow)
    .From("review", on => on.On<ReviewRecorded>(OnReviewRecorded.ApplyAsync))
    .From("review", Withholding.Follow)
    .From("review", on => on
        .On<ItemWithheld>(OnReviewWithheld.ApplyAsync)
        .On<ItemShown>(OnReviewShown.ApplyAsync)
        .On<EnteredInError>(OnEnteredInError.ApplyAsync)));
builder.Services.AddSingleton(new OwnEntries(
    PlanService.SelectEntries, OnPersonDied.SelectDeath, PlanService.Remove, PlanService.MoveAsync)
{
    With = PlanService.SelectMadeWith,
    Hanging = PlanService.SelectHanging,
});
builder.Services.AddSingleton(RecordingService.LensOf(builder.Configuration));

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapEntries();
app.MapGrpcService<PlanService>();
app.MapGrpcService<RiskService>();
app.MapGrpcService<RecordingService>();
app.Run();
