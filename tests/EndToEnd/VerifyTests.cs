using Dapper;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database.Sqlite;
using PersonalOutcomes.Journal;
using PersonalOutcomes.Operations.V1;
using PersonalOutcomes.Testing;
using PersonalOutcomes.Testing.Processes;
using Xunit.Abstractions;
using Chain = PersonalOutcomes.Operations.V1.Chain;

namespace PersonalOutcomes.EndToEnd;

/// <summary>Whoever changes what was recorded, or who read it, is found out by <c>po verify</c>.</summary>
public sealed class VerifyTests(VerifyTests.Watched watched, ITestOutputHelper output)
    : IClassFixture<VerifyTests.Watched>
{
    [Fact]
    public async Task A_thousand_tamperings_are_each_found()
    {
        const int seed = 20261125;
        var random = new Random(seed);
        var anchors = new Dictionary<bool, ILookup<long, byte[]>>
        {
            [false] = await watched.AnchorsAsync(Chain.Journal),
            [true] = await watched.AnchorsAsync(Chain.Reads),
        };
        var copy = watched.Copy();
        using var database = new SqliteDatabase($"Data Source={copy}", NullLogger.Instance);
        using var tampering = new Tampering(copy, random);
        Assert.Equal((0L, 0L), (await BrokenAtAsync(false), await BrokenAtAsync(true)));

        var (missed, misplaced, kinds) = (new List<string>(), new List<string>(), new HashSet<(bool, Touch, bool)>());
        for (var i = 0; i < 1000; i++)
        {
            var (reads, touch, anew) = (random.Next(2) == 0, (Touch)(i % 4), random.Next(3) == 0);
            kinds.Add((reads, touch, anew));
            var (first, what) = tampering.Apply(reads, touch, anew);
            var found = await BrokenAtAsync(reads);
            if (found == 0)
            {
                missed.Add(what);
            }
            // A chain made anew is whole as far as the next place that somebody saw.
            else if (anew ? found < first : found != first)
            {
                misplaced.Add($"{what}: found at {found}");
            }
            tampering.Undo();
        }
        output.WriteLine($"tamperings: 1000 of {kinds.Count} kinds, {missed.Count} missed, seed {seed}");
        Assert.Equal(16, kinds.Count);
        Assert.Empty(missed);
        Assert.Empty(misplaced);
        Assert.Equal((0L, 0L), (await BrokenAtAsync(false), await BrokenAtAsync(true)));

        async Task<long> BrokenAtAsync(bool reads)
        {
            var (found, call) = (new Verified(Head.Start, 0, false, false, 0), Call.Own("Verify", TimeProvider.System));
            while (found is { AtEnd: false, BrokenAt: 0 })
            {
                found = await Verification.RunAsync(database, call, reads, found.Reached, anchors[reads],
                    random.Next(1, 30));
            }
            return found.BrokenAt;
        }
    }

    [Fact]
    public async Task Content_that_went_with_its_salt_is_counted_and_what_stands_there_without_one_is_found()
    {
        var anchors = Array.Empty<byte[]>().ToLookup(_ => 0L);
        var copy = watched.Copy();
        using var database = new SqliteDatabase($"Data Source={copy}", NullLogger.Instance);
        await using var file = new SqliteConnection($"Data Source={copy};Pooling=False");

        await file.ExecuteAsync(
            "UPDATE Journal SET Salt = NULL, EventJson = NULL, SnapshotJson = NULL WHERE Position = 3");
        var found = await VerifyAsync();
        Assert.Equal((0L, 1, true), (found.BrokenAt, found.Emptied, found.AtEnd));

        await file.ExecuteAsync("UPDATE Journal SET EventJson = '{}' WHERE Position = 3");
        found = await VerifyAsync();
        Assert.Equal((3L, 0, false), (found.BrokenAt, found.Emptied, found.AtEnd));

        Task<Verified> VerifyAsync() => Verification.RunAsync(
            database, Call.Own("Verify", TimeProvider.System), false, Head.Start, anchors);
    }

    [Fact]
    public async Task A_place_that_cannot_be_and_too_many_of_them_are_refused()
    {
        var oona = await watched.Platform.SignInAsync("oona");
        var person = new OperationsService.OperationsServiceClient(oona.To("person"));

        await person.VerifyAsync(new() { Chain = Chain.Reads, After = new() { Position = -1 } })
            .RefusedAsync(StatusCode.InvalidArgument, "OUT_OF_RANGE", "after.position");
        await person.VerifyAsync(new() { Chain = Chain.Reads, Anchors = { Places(5001) } })
            .RefusedAsync(StatusCode.InvalidArgument, "TOO_MANY", "anchors");
        await oona.Insight.ReadAnchorsAsync(new() { Source = "person", AfterPosition = -1 })
            .RefusedAsync(StatusCode.InvalidArgument, "OUT_OF_RANGE", "after_position");
        var all = await oona.Insight.ReadAnchorsAsync(new() { Source = "person" });
        var last = await oona.Insight.ReadAnchorsAsync(
            new() { Source = "person", AfterPosition = all.Anchors[^1].Position - 1, PageSize = 1 });
        Assert.Equal(all.Anchors[^1], Assert.Single(last.Anchors));
        Assert.Empty((await oona.Insight.ReadAnchorsAsync(new() { Source = "nobody" })).Anchors);

        static IEnumerable<Place> Places(int count) =>
            Enumerable.Range(1, count).Select(p => new Place { Position = p });
    }

    [Fact]
    public async Task The_command_names_the_first_bad_row_and_all_is_whole_again_when_it_is_put_back()
    {
        var (code, lines) = await PoVerifyAsync();
        Assert.Equal((0, "Every chain is whole."), (code, lines[^1]));
        Assert.Equal(13, lines.Length);
        Assert.Matches(@"^person +journal +whole, \d+ rows, anchored by .*insight", lines[0]);
        Assert.Matches(@"^person +reads +whole, \d+ rows, anchored by insight$", lines[1]);

        using var tampering = new Tampering(watched.Platform.DatabaseFile("person"), new Random(7));
        foreach (var (reads, touch, anew) in new[]
        {
            (false, Touch.Change, false), (true, Touch.Delete, false), (true, Touch.Change, true),
            (false, Touch.Reorder, true), (true, Touch.Truncate, false),
        })
        {
            var (first, what) = tampering.Apply(reads, touch, anew);
            (code, lines) = await PoVerifyAsync();
            tampering.Undo();
            Assert.Equal((1, "Something needs looking at."), (code, lines[^1]));
            var broken = Assert.Single(lines, l => l.Contains("BROKEN"));
            Assert.StartsWith("person", broken);
            Assert.Contains(reads ? " reads " : " journal ", broken);
            Assert.Contains(anew || touch == Touch.Truncate ? "cut off or made anew" : "changed, removed", broken);
            Assert.True(anew || broken.Contains($"BROKEN at {first}:"), $"{what}: {broken}");
        }
        Assert.Equal(0, (await PoVerifyAsync()).Code);
    }

    [Fact]
    public async Task Rows_younger_than_the_last_look_are_said_to_be_not_yet_anchored()
    {
        await using var insight = new SqliteConnection(
            $"Data Source={watched.Platform.DatabaseFile("insight")};Pooling=False");
        var places = (await insight.QueryAsync<long>(
            "SELECT Position FROM AccessAnchor WHERE Source = 'sharing' ORDER BY Position")).ToList();
        Assert.NotEmpty(places);
        var rows = places[^1];
        await insight.ExecuteAsync("UPDATE AccessAnchor SET Source = 'hidden' WHERE Source = 'sharing'");

        var (code, lines) = await PoVerifyAsync();
        await insight.ExecuteAsync("UPDATE AccessAnchor SET Source = 'sharing' WHERE Source = 'hidden'");

        Assert.Equal(0, code);
        Assert.Contains(lines, l => l.StartsWith("sharing") && l.Contains(" reads ")
            && l.EndsWith($"{rows} row{(rows == 1 ? "" : "s")} not yet anchored"));
    }

    [Fact]
    public async Task Nobody_but_an_operator_verifies()
    {
        var (code, lines) = await PoVerifyAsync("--user", "eileen");

        Assert.Equal((1, "Your role does not include this."), (code, Assert.Single(lines)));
    }

    private Task<(int Code, string[] Lines)> PoVerifyAsync(params string[] arguments) =>
        watched.Po.RunAsync(["verify", .. arguments]);

    /// <summary>A platform with something to tamper with in Person, all of it seen by the other services.</summary>
    public sealed class Watched : IAsyncLifetime
    {
        private readonly string _copies = Directory.CreateTempSubdirectory("verify-").FullName;

        /// <summary>The services.</summary>
        public Platform Platform { get; } = new();

        /// <summary>The command line.</summary>
        public Po Po { get; private set; } = null!;

        /// <summary>Registers people, and reads their records.</summary>
        public async Task InitializeAsync()
        {
            var eileen = await Platform.SignInAsync("eileen");
            for (var i = 0; i < 25; i++)
            {
                var person = await Platform.RegisterPersonAsync(eileen, "adult");
                await eileen.Person.GetPersonAsync(new() { PersonId = person });
                await eileen.Person.GetPersonAsync(new() { PersonId = person });
                await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = person });
            }
            Po = new(Platform);
            await Eventually.TrueAsync(IsSeenAsync, TimeSpan.FromSeconds(30), () => "every row has been seen");
        }

        /// <summary>What the others saw of one of Person's chains.</summary>
        public async Task<ILookup<long, byte[]>> AnchorsAsync(Chain chain)
        {
            if (chain == Chain.Journal)
            {
                var services = await Task.WhenAll(((string[])["sharing", "conversation", "plan", "review", "insight"])
                    .Select(ExamineAsync));
                return services.SelectMany(s => s.Copies).Where(c => c.Source == "person")
                    .ToLookup(c => c.Position, c => c.ChainHash.ToByteArray());
            }
            var insight = (await Platform.SignInAsync("oona")).Insight;
            return (await insight.ReadAnchorsAsync(new() { Source = "person" })).Anchors
                .ToLookup(a => a.Position, a => a.ChainHash.ToByteArray());
        }

        /// <summary>Person's database as it is now, in another file.</summary>
        public string Copy()
        {
            var file = Path.Combine(_copies, $"{Guid.NewGuid():N}.db");
            using var person = new SqliteConnection($"Data Source={Platform.DatabaseFile("person")};Pooling=False");
            using var copy = new SqliteConnection($"Data Source={file};Pooling=False");
            person.Open();
            copy.Open();
            person.BackupDatabase(copy);
            return file;
        }

        private async Task<bool> IsSeenAsync()
        {
            var person = await ExamineAsync("person");
            var sharing = await ExamineAsync("sharing");
            var insight = (await Platform.SignInAsync("oona")).Insight;
            var seen = await insight.ReadAnchorsAsync(new() { Source = "sharing" });
            return (await AnchorsAsync(Chain.Journal)).All(p => p.Key == person.JournalPosition)
                && (await AnchorsAsync(Chain.Reads)).Contains(person.AccessPosition)
                && seen.Anchors.Any(a => a.Position == sharing.AccessPosition);
        }

        private async Task<ExamineResponse> ExamineAsync(string service) =>
            await new OperationsService.OperationsServiceClient((await Platform.SignInAsync("oona")).To(service))
                .ExamineAsync(new());

        /// <summary>Stops everything; nothing is left.</summary>
        public async Task DisposeAsync()
        {
            Po.Dispose();
            await Platform.DisposeAsync();
            Directory.Delete(_copies, recursive: true);
        }
    }
}
