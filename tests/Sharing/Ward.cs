using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// A platform on which days count: each test begins on a Monday at ten, in a week without holidays, with nothing owed
/// from before and somebody new. Fiona's team at the health board supports the person; Ruth, Sandy and Gillian, who
/// leads them, are of the council, which does not.
/// </summary>
public sealed class Ward : IAsyncLifetime, IAsyncDisposable
{
    public const string Everywhere = "sharing person plan", Nowhere = "";

    public const string Why = "She was found on the stairs and does not answer.";

    public Platform Platform { get; } = Platform.Only("person", "sharing", "plan");

    public Setting Setting { get; private set; } = null!;

    public string PersonId { get; private set; } = "";

    public string OutcomeId { get; private set; } = "";

    public Caller Fiona { get; private set; } = null!;

    public Caller Ruth { get; private set; } = null!;

    public Caller Sandy { get; private set; } = null!;

    public Caller Gillian { get; private set; } = null!;

    public Caller Craig { get; private set; } = null!;

    public string Council { get; private set; } = "";

    public Clock Time => Platform.Time;

    public static Metadata InEmergency => new() { { "po-purpose", "emergency" } };

    public async Task InitializeAsync()
    {
        Time.SetUtcNow(Monday(Time.GetUtcNow()));
        Setting = new Setting(Platform);
        Fiona = await SignInAsync("fiona");
        (Ruth, Sandy, Gillian) = (await SignInAsync("ruth"), await SignInAsync("sandy"), await SignInAsync("gillian"));
        Craig = await Platform.SignInAsync("craig");
        Council = await Setting.TeamOfAsync("ruth");
        await BeginAsync();
    }

    /// <summary>One of its own, for a test that sets the clock back or stops a service.</summary>
    public static async Task<Ward> OfItsOwnAsync()
    {
        var ward = new Ward();
        await ward.InitializeAsync();
        return ward;
    }

    /// <summary>Another Monday, everything of before checked, and somebody new.</summary>
    public async Task OnMondayAsync()
    {
        Time.Advance(Monday(Time.GetUtcNow()) - Time.GetUtcNow());
        foreach (var emergency in (await Craig.Emergency.ListEmergenciesAsync(new() { PageSize = 200 })).Emergencies
            .Where(e => e.OpenTime.Length > 0 && e.ReviewTime.Length == 0))
        {
            await ReviewAsync(Craig, emergency, V1.EmergencyFinding.Right);
        }
        await BeginAsync();
    }

    private async Task BeginAsync()
    {
        PersonId = await SomebodyAsync();
        OutcomeId = (await Fiona.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = PersonId,
            Statement = "Back at the choir",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        })).Outcome.OutcomeId;
    }

    public async Task<Caller> SignInAsync(string user)
    {
        await Setting.TeamOfAsync(user);
        return await Platform.SignInAsync(user);
    }

    /// <summary>Somebody whom Fiona's team supports.</summary>
    public Task<string> SomebodyAsync() => Setting.RegisterPersonAsync(Fiona);

    public OpenEmergencyRequest Asking(string? personId = null) => new()
    {
        PersonId = personId ?? PersonId,
        TeamId = Council,
        Reason = "life_at_risk",
        Explanation = Why,
    };

    public async Task<V1.Emergency> OpenAsync(Caller caller, string? personId = null) =>
        (await caller.Emergency.OpenEmergencyAsync(Asking(personId))).Emergency;

    /// <summary>Three in a day, about three people, each given back.</summary>
    public async Task ThreeAsync(Caller caller)
    {
        for (var i = 0; i < 3; i++)
        {
            var opened = await OpenAsync(caller, await SomebodyAsync());
            Assert.Equal(V1.EmergencyState.Open, opened.State);
            await caller.Emergency.CloseEmergencyAsync(Named<CloseEmergencyRequest>(opened));
        }
    }

    public async Task ReviewAsync(Caller by, V1.Emergency emergency, V1.EmergencyFinding finding)
    {
        var request = Named<ReviewEmergencyRequest>(emergency);
        (request.Finding, request.Words) = (finding, "The ambulance crew asked.");
        await by.Emergency.ReviewEmergencyAsync(request);
    }

    /// <summary>A request about one emergency.</summary>
    public static T Named<T>(V1.Emergency emergency) where T : Google.Protobuf.IMessage, new()
    {
        var request = new T();
        request.Descriptor.FindFieldByName("person_id").Accessor.SetValue(request, emergency.PersonId);
        request.Descriptor.FindFieldByName("emergency_id").Accessor.SetValue(request, emergency.EmergencyId);
        return request;
    }

    /// <summary>The services in which somebody reads the record in an emergency.</summary>
    public async Task<string> ReadsAsync(Caller caller, string? personId = null)
    {
        var id = personId ?? PersonId;
        var reads = new List<string>();
        if (await GoesAsync(caller.Sharing.ListInvolvementsAsync(new() { PersonId = id }, InEmergency)))
        {
            reads.Add("sharing");
        }
        if (await GoesAsync(caller.Person.GetPersonAsync(new() { PersonId = id }, InEmergency)))
        {
            reads.Add("person");
        }
        if (await GoesAsync(caller.Plan.GetPlanAsync(new() { PersonId = id }, InEmergency)))
        {
            reads.Add("plan");
        }
        return string.Join(' ', reads);
    }

    /// <summary>The other services have caught up with Sharing: a refusal makes them.</summary>
    public async Task LevelAsync()
    {
        var nobody = Guid.NewGuid().ToString();
        await Sandy.Person.GetPersonAsync(new() { PersonId = nobody }).NotFoundAsync();
        await Sandy.Plan.GetPlanAsync(new() { PersonId = nobody }).NotFoundAsync();
    }

    /// <summary>True when it is answered, false when the person is not known to the caller.</summary>
    public static async Task<bool> GoesAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>A fact about a person that another of Sharing's slices writes.</summary>
    public async Task TellAsync<T>(T happened, Func<T, Work, Task> apply, string? about = null) where T : class
    {
        var database = Platform.Services("sharing").GetRequiredService<IDatabase>();
        var personId = Guid.Parse(about ?? PersonId);
        await using var work = await database.BeginAsync(On.Person(personId), Call.Own("Told", Time));
        await apply(happened, work);
        work.Record(personId, Guid.NewGuid(), happened);
        await work.CommitAsync();
        await LevelAsync();
    }

    public async Task RestrictAsync(string grantee, string? about = null) => await TellAsync(new RestrictionSet(
        Guid.NewGuid(), Guid.Parse(about ?? PersonId), Guid.Parse(grantee), null), Grants.ApplyAsync, about);

    public async Task KinAsync(Caller caller, string? about = null) => await TellAsync(new KinDeclared(
        Guid.Parse(about ?? PersonId), await IssuerAsync(caller), await caller.SubjectAsync()),
        Grants.ApplyAsync, about);

    public async Task NoKinAsync(Caller caller) => await TellAsync(
        new KinWithdrawn(Guid.Parse(PersonId), await IssuerAsync(caller), await caller.SubjectAsync()),
        Grants.ApplyAsync);

    public async Task<string> IssuerAsync(Caller caller) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(
        await Platform.TokenAsync(caller.User)).Issuer;

    public async Task RestartAsync(params string[] services)
    {
        foreach (var service in services)
        {
            await Platform.StopAsync(service);
            Platform.Start(service);
        }
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private static DateTimeOffset Monday(DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(2);
        while (day.DayOfWeek != DayOfWeek.Monday
            || Enumerable.Range(0, 12).Any(i => !WorkingDays.Scotland.Includes(day.AddDays(i))
                && day.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
        {
            day = day.AddDays(1);
        }
        return new DateTimeOffset(day.ToDateTime(new TimeOnly(10, 0)), TimeSpan.Zero);
    }
}

[CollectionDefinition(nameof(Ward))]
public sealed class InWard : ICollectionFixture<Ward>;
