using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.Reviews;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("review", follow => follow
    .From("sharing", Grants.Follow)
    .From("sharing", on => on.On<AgreementSigned>(OnAgreementSigned.ApplyAsync))
    .From("person", on => on
        .On<PersonDied>(OnPersonDied.ApplyAsync)
        .On<DeathReversed>(OnDeathReversed.ApplyAsync))
    .From("plan", on => on
        .On<OutcomeProposed>(OnOutcomeProposed.ApplyAsync)
        .On<OutcomeRevised>(OnOutcomeRevised.ApplyAsync)
        .On<EnteredInError>(OnEnteredInError.ApplyAsync))
    .From("plan", Withholding.Follow));
builder.Services.AddSingleton(new OwnEntries(
    ReviewService.SelectEntries, OnPersonDied.SelectDeath, ReviewService.Remove, ReviewService.MoveAsync)
{
    With = ReviewService.SelectMadeWith,
});
builder.Services.AddSingleton(ThemeList.Of(builder.Configuration));
builder.Services.AddSingleton(PlanRules.Of(builder.Configuration));

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapEntries();
app.MapGrpcService<ReviewService>();
app.MapGrpcService<ScaleService>();
app.MapGrpcService<PlanOwnerService>();
app.Run();
