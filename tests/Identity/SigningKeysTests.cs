using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PersonalOutcomes.Cli;

namespace PersonalOutcomes.Identity.Tests;

public sealed class SigningKeysTests
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Two_keys_are_published_and_the_newest_signs()
    {
        await using var identity = new RunningIdentity().Started();

        var published = await PublishedAsync(identity);

        var live = identity.Services.GetRequiredService<SigningKeys>().Live;
        Assert.Equal(2, published.Count);
        Assert.Equal(live.Select(k => k.Key.KeyId).Order(), published.Order());
        Assert.True(live[0].CreatedAt > live[1].CreatedAt);
        Assert.Equal(live[0].Key.KeyId, new JsonWebToken(await TokenAsync(identity)).Kid);
    }

    [Fact]
    public async Task After_thirty_days_the_daily_round_changes_the_key_and_tokens_from_before_still_hold()
    {
        await using var identity = new RunningIdentity().Started();
        var keys = identity.Services.GetRequiredService<SigningKeys>();
        var changed = new TaskCompletionSource();
        using var watch = ChangeToken.OnChange(keys.GetChangeToken, () => changed.TrySetResult());
        identity.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        var before = await TokenAsync(identity);

        identity.Clock.Advance(TimeSpan.FromMinutes(2));
        await changed.Task.WaitAsync(TimeSpan.FromMinutes(2));

        var after = await TokenAsync(identity);
        Assert.NotEqual(new JsonWebToken(before).Kid, new JsonWebToken(after).Kid);
        Assert.Equal(2, (await PublishedAsync(identity)).Count);
        Assert.True((await identity.ValidateAsync(after)).IsValid);
        Assert.True((await identity.ValidateAsync(before)).IsValid);
    }

    [Fact]
    public void A_restart_finds_the_same_keys()
    {
        using var folder = new Folder();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var first = Keys(folder, clock);
        clock.Advance(TimeSpan.FromDays(29));

        var second = Keys(folder, clock);

        Assert.Equal(first.Live.Select(k => k.Key.KeyId), second.Live.Select(k => k.Key.KeyId));
    }

    [Fact]
    public void A_replaced_key_stays_until_nothing_it_signed_can_be_valid()
    {
        using var folder = new Folder();
        // A whole second, since that is kept in the name of a key's file to the millisecond.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
        var keys = Keys(folder, clock, lifetime: TimeSpan.FromMinutes(1));
        var first = keys.Live[0].Key.KeyId;
        string[] Live() => [.. keys.Live.Select(k => k.Key.KeyId)];

        // Changed twice within the life of one token: three keys.
        for (var change = 0; change < 2; change++)
        {
            clock.Advance(TimeSpan.FromMinutes(2));
            keys.Renew();
        }

        Assert.Equal(2, Array.IndexOf(Live(), first));
        // Replaced two minutes after it was made, and kept for two token lifetimes from then.
        clock.Advance((2 * TokenLifetime) - TimeSpan.FromMinutes(2));
        keys.Renew();
        Assert.Contains(first, Live());
        clock.Advance(TimeSpan.FromSeconds(1));
        keys.Renew();
        Assert.DoesNotContain(first, Live());
        Assert.Equal(keys.Live.Length, Directory.GetFiles(folder.Path, "*.pem").Length);
    }

    [Fact]
    public void Key_files_are_for_their_owner_alone()
    {
        using var folder = new Folder();
        Keys(folder, new FakeTimeProvider(DateTimeOffset.UtcNow));

        var files = Directory.GetFiles(folder.Path, "*.pem");
        Assert.Equal(2, files.Length);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(folder.Path));
        }
    }

    [Fact]
    public async Task Starts_at_once_on_one_directory_agree_on_the_keys()
    {
        using var folder = new Folder();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Keys(folder, clock))));

        Assert.Single(all.Select(k => string.Join(' ', k.Live.Select(one => one.Key.KeyId))).Distinct());
    }

    private static SigningKeys Keys(Folder folder, TimeProvider clock, TimeSpan? lifetime = null)
    {
        var keys = new SigningKeys(folder.Path, lifetime ?? TimeSpan.FromDays(30), TokenLifetime, clock);
        keys.Renew();
        return keys;
    }

    private static Task<string> TokenAsync(RunningIdentity identity) => SignIn.WithPasswordAsync(
        identity.Address, "fiona", Authorization.Password, CancellationToken.None);

    private static async Task<List<string>> PublishedAsync(RunningIdentity identity)
    {
        using var agent = identity.Agent();
        var keys = JsonNode.Parse(await agent.GetStringAsync("/.well-known/jwks"))!["keys"]!.AsArray();
        Assert.All(keys, key => Assert.Null(key!["d"]));
        return [.. keys.Select(key => (string)key!["kid"]!)];
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = System.IO.Path.Combine(
            Directory.CreateTempSubdirectory("keys-").FullName, "keys");

        public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }
}
