using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans.Recording;

[Collection(nameof(Together))]
public sealed class CheckTests(Neighbours neighbours)
{
    [Fact]
    public async Task A_draft_is_answered_with_the_words_that_decided_it_and_where_they_stand()
    {
        const string text = "POC to commence Monday, “so I can see ma grandweans”, QDS visits.";
        var answer = await CheckAsync(new() { Text = text, Sort = V1.DraftSort.Outcome });

        Assert.Equal(12, answer.Findings.Select(f => f.Aspect).Distinct().Count());
        var places = answer.Findings.SelectMany(f => f.Deciding).Concat(answer.Jargon.Select(j => j.Place)).ToList();
        Assert.NotEmpty(places);
        Assert.All(places, p => Assert.Equal(text.Substring(p.Start, p.Length), p.Words));
        Assert.Equal(["POC", "QDS"], answer.Jargon.Select(j => j.Term));
    }

    [Fact]
    public async Task The_persons_own_words_are_only_that() =>
        Assert.Equal(new CheckResponse { OwnWords = true },
            await CheckAsync(new() { Text = "I want a POC.", WordsOf = Speaker.Person }));

    [Fact]
    public async Task A_listening_note_owes_nothing() =>
        Assert.DoesNotContain(
            (await CheckAsync(new() { Text = string.Concat(Enumerable.Repeat("We sat. ", 100)), Listening = true })).Findings,
            f => f.Standing == V1.Standing.Missing);

    [Theory]
    [InlineData("", "WORDS_MISSING")]
    [InlineData("\u0007", "WORDS_UNREADABLE")]
    public async Task What_is_no_text_is_refused(string text, string reason) =>
        Assert.Equal((StatusCode.InvalidArgument, reason, "text"), await RefusalAsync(new() { Text = text }));

    [Fact]
    public async Task Drafts_have_a_length()
    {
        Assert.NotNull(await CheckAsync(new() { Text = string.Concat(Enumerable.Repeat("word ", 4000)) }));
        Assert.Equal((StatusCode.InvalidArgument, "WORDS_TOO_LONG", "text"),
            await RefusalAsync(new() { Text = new string('x', 20_001) }));
    }

    // What is shown to the lens is in no file, no log and no span afterwards, whatever becomes of the call.
    [Fact]
    public async Task Nothing_of_a_draft_is_kept_anywhere()
    {
        const string canary = "Zwaluwstaartje";
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => seen.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects)} " +
                string.Join(' ', span.Events.SelectMany(e => e.Tags)) + string.Join(' ', span.Baggage)),
        };
        ActivitySource.AddActivityListener(listener);
        neighbours.Platform.Services("plan").GetRequiredService<ILoggerFactory>().AddProvider(new Kept(seen));

        await CheckAsync(new() { Text = $"Her {canary} matters to her." });
        await CheckAsync(new() { Text = $"My {canary}.", WordsOf = Speaker.Person });
        await RefusalAsync(new() { Text = $"{canary} \u0007" });
        await RefusalAsync(new() { Text = canary, Sort = (V1.DraftSort)99 });
        // Something else is written after it, which would bring along what was waiting.
        await neighbours.ProposeAsync(await neighbours.RegisterAsync());

        Assert.NotEmpty(seen);
        Assert.DoesNotContain(seen, s => s.Contains(canary, StringComparison.OrdinalIgnoreCase));
        var database = neighbours.Platform.DatabaseFile("plan");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database)!))
        {
            Assert.False(Holds(file, canary), file);
        }
    }

    [Fact]
    public async Task It_leaves_no_entry_and_no_row()
    {
        var before = await RowsAsync();
        await CheckAsync(new() { Text = "She misses the choir." });
        Assert.Equal(before, await RowsAsync());
    }

    private async Task<(long, long)> RowsAsync()
    {
        var database = neighbours.Platform.Services("plan").GetRequiredService<Database.IDatabase>();
        await using var work = await database.ReadAsync(Callers.Call.Own("Asked", neighbours.Platform.Time));
        return (await work.OneAsync<long>("SELECT COUNT(*) FROM Journal /* of nobody */"),
            await work.OneAsync<long>("SELECT COUNT(*) FROM ReadEntry /* of nobody */"));
    }

    private async Task<CheckResponse> CheckAsync(CheckRequest request) =>
        await neighbours.Fiona.Recording.CheckAsync(request);

    private async Task<(StatusCode, string?, string?)> RefusalAsync(CheckRequest request)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(request));
        var details = refused.GetRpcStatus();
        return (refused.StatusCode, details?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason,
            details?.GetDetail<Google.Rpc.BadRequest>()?.FieldViolations[0].Field);
    }

    private static bool Holds(string file, string words)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) >= 0;
    }

    private sealed class Kept(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            lines.Enqueue(state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
