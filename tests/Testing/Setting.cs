using System.Collections.Concurrent;
using PersonalOutcomes.People.V1;
using PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Testing;

/// <summary>
/// The agencies of the accounts as a platform finds them in use: entered by the operator, agreements signed, one team
/// each, and whoever is asked for a member of it. Everything through the rpcs, each thing once.
/// </summary>
public sealed class Setting(Platform platform)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _teams = new(), _members = new();

    /// <summary>The team of a member of staff, who is entered in it when they are not yet.</summary>
    public Task<string> TeamOfAsync(string user) =>
        _members.GetOrAdd(user, u => new(async () =>
        {
            var account = Accounts.All.Single(a => a.User == u);
            var team = await _teams.GetOrAdd(account.AgencyId, _ => new(() => AgencyAsync(account))).Value;
            await AddStaffAsync(team, u);
            return team;
        })).Value;

    /// <summary>Enters somebody in a team.</summary>
    public async Task AddStaffAsync(string team, string user)
    {
        var account = Accounts.All.Single(a => a.User == user);
        await (await AdministratorAsync(account.AgencyId)).Sharing.AddStaffAsync(new()
        {
            TeamId = team,
            Subject = await (await platform.SignInAsync(user)).SubjectAsync(),
            Name = account.Name,
            Role = account.Role.Replace('_', ' '),
        });
    }

    /// <summary>The administrator of an agency, signed in.</summary>
    public Task<Caller> AdministratorAsync(string agencyId) => platform.SignInAsync(
        Accounts.All.Single(a => a.AgencyId == agencyId && a.Role == "agency_administrator").User);

    /// <summary>Registers somebody new through the caller's team; the id of their record.</summary>
    public async Task<string> RegisterPersonAsync(Caller caller, string fullName = "Somebody New")
    {
        var registered = await caller.Person.RegisterPersonAsync(new RegisterPersonRequest
        {
            TeamId = await TeamOfAsync(caller.User),
            FullName = fullName,
        });
        return registered.Person.PersonId;
    }

    /// <summary>Binds a person's sign-in to a record, by a code that the practitioner prints.</summary>
    public async Task<Caller> BindAsync(Caller practitioner, string personId, string user)
    {
        var printed = await practitioner.Sharing.PrintLoginCodeAsync(new() { PersonId = personId });
        var person = await platform.SignInAsync(user);
        await person.Sharing.BindLoginAsync(new() { Code = printed.Code });
        return person;
    }

    private async Task<string> AgencyAsync(Account account)
    {
        await (await platform.SignInAsync("oona")).Sharing.RegisterAgencyAsync(new()
        {
            AgencyId = account.AgencyId,
            Name = account.Agency,
            Type = account.Agency switch
            {
                var name when name.Contains("Health", StringComparison.Ordinal) => AgencyType.Health,
                var name when name.Contains("Social Work", StringComparison.Ordinal) => AgencyType.SocialWork,
                var name when name.Contains("Housing", StringComparison.Ordinal) => AgencyType.Housing,
                var name when name.Contains("Care Group", StringComparison.Ordinal) => AgencyType.CareProvider,
                _ => AgencyType.Voluntary,
            },
        });
        var administrator = (await AdministratorAsync(account.AgencyId)).Sharing;
        await administrator.SignAgreementAsync(new()
        {
            AgencyId = account.AgencyId,
            TermsVersion = "1",
            SignedOn = platform.Time.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", null),
        });
        return (await administrator.AddTeamAsync(new()
        {
            AgencyId = account.AgencyId,
            Name = $"{account.Agency}: the team",
        })).TeamId;
    }
}
