using PersonalOutcomes;
using PersonalOutcomes.Access;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.Sharing;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddPersonalOutcomes("sharing", follow => follow
    .From("person", OnPersonRegistered.Follow)
    .From("person", on => on
        .On<PersonDied>(OnPersonDied.ApplyAsync)
        .On<DeathReversed>(OnDeathReversed.ApplyAsync)
        .On<PersonMovedAway>(OnPersonMovedAway.ApplyAsync)
        .On<MoveTakenBack>(OnMoveTakenBack.ApplyAsync)));
builder.Services.AddGrpc()
    .AddServiceOptions<SharingService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<KinService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<RepresentativeService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<LeadService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<ProtectionService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<NoticeService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<EmergencyService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<MergeService>(o => o.Interceptors.Add<AccessPosition>())
    .AddServiceOptions<WishService>(o => o.Interceptors.Add<AccessPosition>());
builder.Services.AddSingleton(new OwnEntries(
    SharingService.SelectEntries, OnPersonDied.SelectDeath, SharingService.Remove, WishService.MoveAsync)
{
    With = SharingService.SelectMadeWith,
});

var app = builder.Build();
app.MapPersonalOutcomes();
app.MapEntries();
app.MapGrpcService<SharingService>();
app.MapGrpcService<KinService>();
app.MapGrpcService<RepresentativeService>();
app.MapGrpcService<LeadService>();
app.MapGrpcService<ProtectionService>();
app.MapGrpcService<NoticeService>();
app.MapGrpcService<EmergencyService>();
app.MapGrpcService<WishService>();
app.MapGrpcService<MergeService>();
app.Run();
