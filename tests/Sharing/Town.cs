using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Database;
using PersonalOutcomes.Testing;

// One test counts how often a source was asked, over the whole process: no other town may ask meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PersonalOutcomes.Sharing;

/// <summary>
/// One platform for all tests of this project, which run one after another: no broker, so that only the journals carry
/// facts from service to service.
/// </summary>
public sealed class Town : IAsyncLifetime
{
    public Platform Platform { get; } = Platform.Only("person", "sharing", "plan");

    public Setting Setting { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Setting = new Setting(Platform);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Platform.DisposeAsync();

    /// <summary>Somebody signed in; staff are entered in their team first.</summary>
    public async Task<Caller> SignInAsync(string user)
    {
        if (Accounts.All.Single(a => a.User == user).Role is "practitioner" or "team_lead")
        {
            await Setting.TeamOfAsync(user);
        }
        return await Platform.SignInAsync(user);
    }

    /// <summary>Somebody whom Fiona registered and Ruth's team took up.</summary>
    public async Task<(Caller Fiona, Caller Ruth, string PersonId)> SharedAsync()
    {
        var (fiona, ruth) = (await SignInAsync("fiona"), await SignInAsync("ruth"));
        var personId = await Setting.RegisterPersonAsync(fiona);
        var made = await fiona.Sharing.MakeReferralAsync(Referral(personId, await Setting.TeamOfAsync("ruth")));
        await ruth.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.Referral.ReferralId,
            Practitioners = { new V1.Practitioner { Offer = "Looks at the benefits" } },
        });
        return (fiona, ruth, personId);
    }

    /// <summary>A referral that is accepted as it stands.</summary>
    public V1.MakeReferralRequest Referral(string personId, string toTeamId) => new()
    {
        PersonId = personId,
        ToTeamId = toTeamId,
        ReasonWhatMatters = "Money first.",
        HappenedOn = Today,
        WithThePersonsSay = new()
        {
            Voice = new() { SaidBy = V1.Speaker.Person, How = { "spoken" } },
            Said = "Yes.",
        },
    };

    public string Today => Platform.Time.GetUtcNow().ToString("yyyy-MM-dd", null);

    /// <summary>Metadata by which another service's copy is as new as Sharing is now.</summary>
    public async Task<Metadata> NewestAsync()
    {
        var (journal, _) = await Platform.Services("sharing").GetRequiredService<IDatabase>().HeadsAsync();
        return new() { { "po-access-position", journal.Position.ToString(CultureInfo.InvariantCulture) } };
    }

    /// <summary>Metadata with a request id of the test's choosing.</summary>
    public static Metadata Request(string id) => new() { { "po-request-id", id } };

    public static string NewRequest() => Guid.NewGuid().ToString();

    /// <summary>Metadata of a caller who is not answered from an older copy.</summary>
    public static Metadata Newest => new() { { "po-access-position", long.MaxValue.ToString((IFormatProvider?)null) } };
}

/// <summary>
/// Another town, with its own clock and everybody's sign-in still free, for tests that move time by months or need a
/// person's own hand.
/// </summary>
public sealed class Apart : IAsyncLifetime
{
    public Town Town { get; } = new();

    public Task InitializeAsync() => Town.InitializeAsync();

    public Task DisposeAsync() => Town.DisposeAsync();
}

[CollectionDefinition(nameof(Town))]
public sealed class InTown : ICollectionFixture<Town>, ICollectionFixture<Apart>;
