using System.Net;
using System.Net.Sockets;
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

    // Asked twice, Identity may be away the first time and back the second, and a good sign-in is then called forged.
    [Fact]
    public async Task For_one_call_Identity_is_asked_for_its_keys_once()
    {
        await using var platform = Platform.Only("gateway");
        var headers = new Metadata { { "authorization", $"Bearer {await platform.TokenAsync("eileen")}" } };
        await platform.StopAsync("identity");
        // Whatever holds its port meanwhile.
        using var another = new TcpListener(IPAddress.Loopback, platform.Address("identity").Port);
        another.Start();
        using var ends = new CancellationTokenSource();
        var asking = CountAsync(another, ends.Token);

        using var once = Channels.Once(platform.Address("gateway"));
        await Refusal.ExpectAsync(StatusCode.Unavailable, "IDENTITY_AWAY",
            new Records.V1.RecordService.RecordServiceClient(once).GetRecordAsync(
                new() { PersonId = Guid.NewGuid().ToString() }, headers));

        await ends.CancelAsync();
        Assert.Equal(1, await asking);
    }

    private static ReadOnlyMemory<byte> Refused { get; } =
        "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private static async Task<int> CountAsync(TcpListener another, CancellationToken ends)
    {
        var asked = 0;
        try
        {
            while (true)
            {
                using var caller = await another.AcceptTcpClientAsync(ends);
                asked++;
                // Hung up on before its question was read, it would ask again.
                Assert.NotEqual(0, await caller.GetStream().ReadAsync(new byte[4096], ends));
                await caller.GetStream().WriteAsync(Refused, ends);
            }
        }
        catch (OperationCanceledException)
        {
            return asked;
        }
    }
}
