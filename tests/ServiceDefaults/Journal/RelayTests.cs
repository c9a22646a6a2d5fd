using System.Text.Json;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Tests.Relaying;

/// <summary>What travels in one message.</summary>
public sealed class RelayTests
{
    [Fact]
    public void A_message_holds_up_to_a_hundred_entries_and_stays_under_512_KB_as_it_travels()
    {
        // Every sort of length, and of what JSON within JSON is spelt longest for.
        var entries = Enumerable.Range(1, 1000)
            .Select(i => Of(i, i % 20 == 0 ? new string('"', 20_000) : new string('"', i % 97))).ToList();

        var messages = Relay.Split("plan", [7], entries).ToList();

        Assert.Equal(entries, messages.SelectMany(m => m.Entries));
        Assert.All(messages, m => Assert.InRange(m.Entries.Count, 1, 100));
        Assert.All(messages, m => Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(m).Length, 1, 510 * 1024));
        Assert.Equal([7], messages[0].PreviousChainHash);
        Assert.All(messages.Zip(messages.Skip(1)),
            next => Assert.Equal(next.First.Entries[^1].ChainHash, next.Second.PreviousChainHash));
    }

    [Fact]
    public void A_hundred_ordinary_events_go_together()
    {
        var messages = Relay.Split("plan", [], [.. Enumerable.Range(1, 250).Select(i => Of(i, new string('x', 400)))]);

        Assert.Equal([100, 100, 50], messages.Select(m => m.Entries.Count));
    }

    [Fact]
    public void One_that_is_larger_by_itself_goes_alone_and_holds_nothing_up()
    {
        var messages = Relay.Split("plan", [], [Of(1, "{}"), Of(2, new string('x', 600_000)), Of(3, "{}")]);

        Assert.Equal([1, 2, 3], messages.Select(m => Assert.Single(m.Entries).Position));
    }

    private static Entry Of(long position, string json) => new()
    {
        Position = position,
        ChainHash = [.. BitConverter.GetBytes(position), .. new byte[24]],
        Stream = Guid.NewGuid(),
        EventId = Guid.NewGuid(),
        Type = "OutcomeProposed",
        TraceParent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
        EventJson = json,
    };
}
