using System.Diagnostics;
using System.Text.RegularExpressions;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd;

/// <summary>
/// What README.md gives a newcomer to paste does what it says: the lines as they stand there, but for this run's ports.
/// </summary>
[Collection(nameof(Processes))]
public sealed partial class ReadmeTests(Processes processes, ReadmeTests.Told told) : IClassFixture<ReadmeTests.Told>
{
    private const string BetweenAnswers = "--- what the next call answers ---";

    private static readonly string Block = Pasted().Match(
        File.ReadAllText(Path.Combine(LocalRun.Root, "README.md"))).Groups["block"].Value;

    [Fact]
    public async Task The_eight_calls_answer_what_stands_behind_them()
    {
        var calls = Calls(Block);
        Assert.Equal(8, calls.Count);
        Assert.Equal(8, Call().Count(Block));
        Assert.All(calls, call => Assert.NotEmpty(Claims(call)));

        var (code, answers, errors) = await PasteAsync(Block);

        Assert.True(code == 0, $"Exit code {code} at call {answers.Count}:\n{string.Join('\n', answers)}\n{errors}");
        foreach (var (call, answer) in calls.Zip(answers))
        {
            Assert.All(Claims(call), claim => Assert.Contains(claim, answer, StringComparison.Ordinal));
        }
        Assert.All(answers, answer => Assert.Contains(told.Callum, answer, StringComparison.Ordinal));
        var proposed = OutcomeId().Match(answers[4]).Value;
        Assert.Equal(proposed, OutcomeId().Match(answers[5]).Value);
        Assert.DoesNotContain(proposed, answers[6], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ListPeople", "/ListPeoples")]
    [InlineData(":7130/", ":7140/")]
    [InlineData("--user callum", "--user callun")]
    [InlineData("\"etag\": \"'$etag'\"", "\"etag\": \"'$id'\"")]
    [InlineData("-H \"$ruth\" -H \"$once\"", "-H \"$ruth\"")]
    [InlineData("field personId", "field person")]
    public async Task A_call_that_is_wrong_is_no_success(string right, string wrong)
    {
        Assert.Contains(right, Block, StringComparison.Ordinal);

        var (code, _, _) = await PasteAsync(Block.Replace(right, wrong, StringComparison.Ordinal));

        Assert.NotEqual(0, code);
    }

    // The paragraphs in which something is called; the first one only prepares.
    private static List<string> Calls(string block) => [.. Paragraphs(block).Where(p => Call().IsMatch(p))];

    private static string[] Paragraphs(string block) => block.Split("\n\n");

    private static List<string> Claims(string call) =>
        [.. call.Split('\n').Where(l => l.StartsWith("#> ", StringComparison.Ordinal)).Select(l => l[3..])];

    // As bash takes it from somebody's hand, except that the first thing to go wrong ends it.
    private async Task<(int Code, IReadOnlyList<string> Answers, string Errors)> PasteAsync(string block)
    {
        var standard = Addresses.Of(null).Services;
        var script = Address().Replace(
            string.Join($"\necho '{BetweenAnswers}'\n", [.. Paragraphs(block).Take(1), .. Calls(block)]),
            port => processes.Run.Address(standard.Single(s => s.Value.ToString() == port.Value + "/").Key)
                .ToString().TrimEnd('/'));
        var start = new ProcessStartInfo("bash", ["-e", "-u", "-o", "pipefail", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = LocalRun.Root,
        };
        start.Environment["PO_IDENTITY"] = processes.Run.Address("identity", "http").ToString();
        using var bash = Process.Start(start)!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        try
        {
            await bash.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        }
        catch (TimeoutException)
        {
            bash.Kill(entireProcessTree: true);
            throw;
        }
        return (bash.ExitCode, (await output).Split(BetweenAnswers + "\n")[1..], await errors);
    }

    [GeneratedRegex("```bash\n(?<block>[^`]*buf curl.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Pasted();

    [GeneratedRegex(@"\bbuf curl\b")]
    private static partial Regex Call();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("(?<=\"outcomeId\": \")[^\"]+")]
    private static partial Regex OutcomeId();

    /// <summary>The stories, told in the run as <c>deploy/run --with-stories</c> tells them.</summary>
    public sealed class Told(Processes processes) : IAsyncLifetime
    {
        /// <summary>The young father's record.</summary>
        public string Callum { get; private set; } = "";

        /// <summary>Tells them, and waits until every service knows who may see whom.</summary>
        public async Task InitializeAsync()
        {
            using var teller = new StoryTeller(Addresses.Of(processes.Run.Folder), Scene.Stories, _ => { });
            await teller.TellAllAsync(CancellationToken.None);
            Callum = teller.Kept["callum"];
            await Scene.KnownEverywhereAsync(processes.Run);
        }

        /// <summary>They stay told.</summary>
        public Task DisposeAsync() => Task.CompletedTask;
    }
}
