using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Gateway;

// Person stands for every service: what reads a token is the same in all of them.
public sealed class IdentityAwayTests
{
    [Fact]
    public async Task A_service_that_starts_while_sign_ins_cannot_be_checked_says_so_and_then_serves()
    {
        await using var platform = Platform.Only("person", "sharing");
        var eileen = await platform.SignInAsync("eileen");
        var personId = await new Setting(platform).RegisterPersonAsync(eileen);
        var headers = new Metadata { { "authorization", $"Bearer {await platform.TokenAsync("eileen")}" } };

        await platform.StopAsync("person");
        await platform.StopAsync("identity");
        platform.Start("person");
        using var once = Channels.Once(platform.Address("person"));
        var person = new People.V1.PersonService.PersonServiceClient(once);
        await Refusal.ExpectAsync(StatusCode.Unavailable, "IDENTITY_AWAY",
            person.GetPersonAsync(new() { PersonId = personId }, headers));

        platform.Start("identity");
        Assert.Equal(personId, (await eileen.Person.GetPersonAsync(new() { PersonId = personId })).Person.PersonId);
    }
}
