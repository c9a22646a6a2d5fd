using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Sharing.V1;
using Xunit;

namespace PersonalOutcomes.Testing;

/// <summary>
/// A platform on which two agencies work side by side and a third is a stranger, all set up through the platform's own
/// rpcs: Fiona of stoma care registers people, Ruth of social work takes them up by referral, Nadia is of an agency that
/// has no part in it, and Callum reads his own record.
/// </summary>
public sealed class Neighbours : IAsyncLifetime
{
    private readonly Lazy<Task<string>> _callums;

    /// <summary>Starts it.</summary>
    public Neighbours() => _callums = new(BindAsync);

    /// <summary>The platform.</summary>
    public Platform Platform { get; } =
        Platform.Only("person", "sharing", "conversation", "plan", "review");

    /// <summary>A nurse of the health board.</summary>
    public Caller Fiona { get; private set; } = null!;

    /// <summary>A social worker of the council.</summary>
    public Caller Ruth { get; private set; } = null!;

    /// <summary>A practitioner of an agency that is not involved with anybody.</summary>
    public Caller Nadia { get; private set; } = null!;

    /// <summary>A person, by his own sign-in.</summary>
    public Caller Callum { get; private set; } = null!;

    /// <summary>Fiona's team.</summary>
    public string StomaCare { get; private set; } = "";

    /// <summary>Ruth's team.</summary>
    public string SocialWork { get; private set; } = "";

    /// <summary>Nadia's team.</summary>
    public string Strangers { get; private set; } = "";

    /// <summary>
    /// Metadata of a caller that has seen the newest of Sharing: a list refuses nobody, so it waits for no copy unless
    /// the caller says what it has seen.
    /// </summary>
    public static Metadata Newest => new() { { "po-access-position", long.MaxValue.ToString() } };

    /// <summary>Today, as the services see it.</summary>
    public string Today => Platform.Time.GetUtcNow().ToString("yyyy-MM-dd");

    /// <summary>Agencies, teams and staff are entered, and the agreements signed.</summary>
    public async Task InitializeAsync()
    {
        var teams = await Platform.SetUpAsync();
        (StomaCare, SocialWork, Strangers) = (teams["stoma"], teams["adult"], teams["homecare"]);
        (Fiona, Ruth, Nadia, Callum) = (await Platform.SignInAsync("fiona"), await Platform.SignInAsync("ruth"),
            await Platform.SignInAsync("nadia"), await Platform.SignInAsync("callum"));
    }

    /// <summary>Somebody whom only Fiona's team is involved with.</summary>
    public async Task<string> RegisterAsync()
    {
        var personId = await Platform.RegisterPersonAsync(Fiona, "stoma");
        Later();
        return personId;
    }

    /// <summary>Somebody whom both teams are involved with.</summary>
    public async Task<string> SharedAsync()
    {
        var personId = await RegisterAsync();
        await ReferAsync(personId);
        return personId;
    }

    /// <summary>The record that Callum's sign-in is bound to, shared by both teams; one for all tests.</summary>
    public Task<string> CallumsAsync() => _callums.Value;

    /// <summary>That somebody died is recorded, and the service has been told; the day is today unless given.</summary>
    public async Task DiesAsync(string personId, string service, string? diedOn = null)
    {
        await Fiona.Person.RecordDeathAsync(
            new() { PersonId = personId, DiedOn = diedOn ?? Today, HowKnown = "His wife rang us." });
        Later();
        await LevelAsync(service, "person");
    }

    /// <summary>That somebody died was a mistake, and the service may not have been told yet.</summary>
    public async Task ReverseDeathAsync(string personId)
    {
        await (await Platform.SignInAsync("douglas")).Person.ReverseDeathAsync(
            new() { PersonId = personId, Reason = "It was his brother." });
        Later();
    }

    /// <summary>Catriona, who speaks for somebody by a sign-in of her own.</summary>
    public async Task<Caller> RepresentedAsync(string personId)
    {
        var named = await Fiona.Representatives.NameRepresentativeAsync(new()
        {
            PersonId = personId,
            Name = "Catriona Dalgleish",
            Role = RepresentativeRole.Carer,
            Scope = RepresentativeScope.Speaks,
            WithThePersonsSay = new PersonsSay
            {
                Voice = new Voice { SaidBy = Speaker.Person, How = { "spoken" } },
                Said = "She knows how I like things.",
            },
        });
        var printed = await Fiona.Representatives.PrintRepresentativeCodeAsync(
            new() { PersonId = personId, RepresentativeId = named.Representative.RepresentativeId });
        var catriona = await Platform.SignInAsync("catriona");
        await catriona.Representatives.BindRepresentativeAsync(new() { Code = printed.Code });
        Later();
        return catriona;
    }

    /// <summary>A service has followed a source to its head; reading by itself waits for no copy.</summary>
    public async Task LevelAsync(string service, string source)
    {
        var copies = Platform.Services(service).GetRequiredService<Copies>();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await copies.LevelAsync(source, Call.Own("Asked", Platform.Time));
                return;
            }
            catch (Problem problem) when (problem.RetryAfter is not null && tries < 50)
            {
            }
        }
    }

    /// <summary>What a service's journal holds about somebody, oldest first.</summary>
    public async Task<List<string>> JournalAsync(string service, string personId)
    {
        var database = Platform.Services(service).GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", Platform.Time));
        return await work.ManyAsync<string>(
            "SELECT Type FROM Journal WHERE Stream = @stream ORDER BY Position", new { stream = Guid.Parse(personId) });
    }

    /// <summary>Time passes, so that what comes next is recorded later.</summary>
    public void Later() => Platform.Time.Advance(TimeSpan.FromSeconds(1));

    /// <summary>Stops the platform.</summary>
    public async Task DisposeAsync() => await Platform.DisposeAsync();

    private async Task<string> BindAsync()
    {
        var personId = await SharedAsync();
        var printed = await Fiona.Sharing.PrintLoginCodeAsync(new PrintLoginCodeRequest { PersonId = personId });
        await Callum.Sharing.BindLoginAsync(new BindLoginRequest { Code = printed.Code });
        Later();
        return personId;
    }

    private async Task ReferAsync(string personId)
    {
        var made = await Fiona.Sharing.MakeReferralAsync(new MakeReferralRequest
        {
            PersonId = personId,
            ToTeamId = SocialWork,
            ReasonWhatMatters = "Enough each week for the three of us",
            HappenedOn = Today,
            WithThePersonsSay = new PersonsSay
            {
                Voice = new Voice { SaidBy = Speaker.Person, How = { "spoken" } },
                Said = "Aye, ask them.",
            },
        });
        await Ruth.Sharing.AcceptReferralAsync(new AcceptReferralRequest
        {
            PersonId = personId,
            ReferralId = made.Referral.ReferralId,
            Practitioners = { new Practitioner { Role = "social worker", Offer = "works on the money with him" } },
        });
        Later();
    }
}
