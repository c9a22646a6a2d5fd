using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace PersonalOutcomes.Identity.Tests;

public sealed class RegistrationTests
{
    private static readonly Guid Agency = new("3d1f0b52-8c1e-4b7a-9a0d-5b7e6c2f1a01");
    private static readonly Guid Other = new("7b64c9de-2f05-4c38-8e11-d0a93f5b7c02");

    private static readonly string[] Roles =
    [
        "person", "representative", "practitioner", "team_lead", "privacy_officer", "service_manager",
        "agency_administrator", "integration_administrator", "system", "service", "operator",
    ];

    public static TheoryData<IssuerClass, string> EveryClassAndRole()
    {
        var all = new TheoryData<IssuerClass, string>();
        foreach (var issuerClass in Enum.GetValues<IssuerClass>())
        {
            foreach (var role in Roles)
            {
                all.Add(issuerClass, role);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(EveryClassAndRole))]
    public void A_role_belongs_to_one_class_of_issuers_whatever_the_registration_lists(
        IssuerClass issuerClass, string role)
    {
        var everything = new Registration
        {
            Name = "all", Class = issuerClass, Agencies = [Agency], Roles = [.. Roles],
        };

        IssuerClass? owner = role switch
        {
            "person" or "representative" => IssuerClass.People,
            "system" => IssuerClass.Systems,
            "service" => null,
            _ => IssuerClass.Staff,
        };
        var hasNoAgency = role is "person" or "representative" or "operator";
        Assert.Equal(owner == issuerClass && !hasNoAgency, everything.MayAssert(role, Agency));
        Assert.Equal(owner == issuerClass && hasNoAgency, everything.MayAssert(role, null));
        Assert.False(everything.MayAssert(role, Other));
    }

    [Fact]
    public void A_role_that_is_not_listed_can_not_be_asserted()
    {
        var few = new Registration
        {
            Name = "few", Class = IssuerClass.Staff, Agencies = [Agency], Roles = ["practitioner"],
        };

        Assert.True(few.MayAssert("practitioner", Agency));
        Assert.False(few.MayAssert("privacy_officer", Agency));
    }

    [Fact]
    public async Task An_account_that_asks_for_more_than_its_registration_gives_gets_no_code()
    {
        await using var identity = new RunningIdentity().Started();
        await SetRoleAsync(identity, "fiona", "person");
        using var sign = new Authorization(identity);

        var returned = await sign.SignInAsync("fiona");

        Assert.Equal("access_denied", returned["error"]);
        Assert.False(returned.ContainsKey("code"));
    }

    [Fact]
    public async Task What_an_account_may_have_is_asked_anew_at_every_token()
    {
        await using var identity = new RunningIdentity().Started();
        using var sign = new Authorization(identity);
        sign.Request["scope"] = "openid offline_access";
        var returned = await sign.SignInAsync("fiona");
        var (_, first) = await sign.ExchangeAsync(returned["code"], sign.Verifier);
        await SetRoleAsync(identity, "fiona", "system");

        var (status, answer) = await sign.RefreshAsync((string)first["refresh_token"]!);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", (string)answer["error"]!);
    }

    private static async Task SetRoleAsync(RunningIdentity identity, string userName, string role)
    {
        await using var scope = identity.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>();
        Assert.Equal(1, await database.Accounts.Where(a => a.UserName == userName)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Role, role)));
    }
}
