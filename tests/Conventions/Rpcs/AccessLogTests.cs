using System.Globalization;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Conventions.Words;
using PersonalOutcomes.Gateway;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// Whatever anybody does about a person by any rpc stands in that person's log, once, and in plain words; and no rpc
/// leaves an entry for which there are none.
/// </summary>
[Collection(nameof(Town))]
public sealed class AccessLogTests(Town town)
{
    private static readonly Dictionary<string, string> Officers = Accounts.All
        .Where(a => a.Role == "privacy_officer").ToDictionary(a => a.AgencyId, a => a.User);

    // Its request finds nobody; it has a test of its own.
    private const string Asking = "PersonService.CheckBeforeRegister";

    public static TheoryData<string> Files => [.. RequestFile.All
        .Where(f => Rpc.All[f.Key].Service != "gateway" && f.Key != Asking && !IsForThem(f.Value)).Select(f => f.Key)];

    public static TheoryData<string> FilesOfRepresentatives =>
        [.. RequestFile.All.Where(f => IsForThem(f.Value)).Select(f => f.Key)];

    [Theory, MemberData(nameof(Files))]
    public async Task A_call_is_one_entry_in_the_log_of_each_person_it_is_about(string name)
    {
        var (rpc, file) = (Rpc.All[name], RequestFile.All[name]);
        await using var scene = await Scene.MakeAsync(town, file);
        await IsEnteredAsync(scene, rpc, file, ReaderFor(file.As));
    }

    // No agency did it, so nobody but the person reads of it: a demo person is one person in a town.
    [Theory, MemberData(nameof(FilesOfRepresentatives))]
    public async Task What_is_done_by_whoever_acts_for_a_person_is_an_entry_that_the_person_reads(string name)
    {
        var (rpc, file) = (Rpc.All[name], RequestFile.All[name]);
        var own = new Town();
        await own.InitializeAsync();
        try
        {
            var scene = new Scene(own);
            await scene.TellAsync([.. file.First, "a login code", "the code used"]);
            await IsEnteredAsync(scene, rpc, file, "callum");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private static async Task IsEnteredAsync(Scene scene, Rpc rpc, RequestFile file, string reader)
    {
        var request = await scene.FillAsync(rpc, file.With);
        var id = Guid.NewGuid().ToString();
        var first = await EnteredAsync(scene, rpc, reader, () => scene.AcceptedAsync(rpc, file.As, request, id));

        var line = SentencesTests.For(rpc.Path);
        Assert.True(first.Count == 0 == line is null, $"{rpc.Path}: entries {first.Count}, sentence {line}");
        foreach (var (person, entries) in first)
        {
            var entry = Assert.Single(entries);
            Assert.Equal(line!.Value.Kind == "write", entry.Wrote);
            Assert.DoesNotContain("{", Sentences.Of(entry, Names.Of([])));
            Assert.Contains(line.Value.Sentence.Replace("{who}", ""), Sentences.Of(entry, Names.Of([])));
            Assert.True(entry.ItemIds.Count > 0 || !entry.Wrote, $"{person}: nothing that changed is named");
        }

        if (file.HasEffect)
        {
            var again = await EnteredAsync(scene, rpc, reader, () => scene.AcceptedAsync(rpc, file.As, request, id));
            Assert.Equal(first.Keys.Order(), again.Keys.Order());
            Assert.All(again.Values, entries => Assert.False(Assert.Single(entries).Wrote));
        }
    }

    [Fact]
    public async Task Whoever_is_asked_about_reads_of_it_also_where_nothing_is_told_of_them()
    {
        var (rpc, scene) = (Rpc.All[Asking], new Scene(town));
        var eileen = await town.Platform.SignInAsync("eileen");
        var fullName = $"Asked About {Guid.NewGuid():N}";
        var registered = await eileen.Person.RegisterPersonAsync(new()
        {
            TeamId = town.Teams["adult"],
            FullName = fullName,
            BirthDate = "1944-02-29",
            Postcode = "DD1 2AB",
        });

        var entered = await EnteredAsync(scene, rpc, "craig", () => eileen.Person.CheckBeforeRegisterAsync(new()
        {
            TeamId = town.Teams["adult"],
            FullName = fullName,
            BirthDate = "1944-02-29",
            Postcode = "DD1 2AB",
        }).ResponseAsync);

        var (person, entries) = Assert.Single(entered);
        Assert.Equal(registered.Person.PersonId, person.ToString("D"));
        Assert.False(Assert.Single(entries).Wrote);
        Assert.Contains("asked if you have a record.", Sentences.Of(entries[0], Names.Of([])));
    }

    [Fact]
    public void No_sentence_is_kept_for_an_rpc_that_has_no_request()
    {
        Repository.Nothing(SentencesTests.OfRpcs.Where(r => r[0] == '/')
            .Except(RequestFile.All.Keys.Select(k => Rpc.All[k].Path)));
    }

    private static bool IsForThem(RequestFile file) =>
        Accounts.All.Any(a => a.User == file.As && a.Role == "representative");

    // The caller's privacy officer; the person themselves where the caller has none.
    private static string ReaderFor(string user) =>
        Officers.GetValueOrDefault(Accounts.All.FirstOrDefault(a => a.User == user)?.AgencyId ?? "", user);

    // What the log of everybody about whom the call left a row says of it.
    private static async Task<Dictionary<Guid, List<Entry>>> EnteredAsync(
        Scene scene, Rpc rpc, string user, Func<Task> call)
    {
        scene.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var at = scene.Platform.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var before = Rows(scene, rpc);
        await call();
        var people = Rows(scene, rpc).Except(before).Select(r => r.Person).Distinct().ToList();
        var reader = await scene.Platform.SignInAsync(user);
        var entered = new Dictionary<Guid, List<Entry>>();
        foreach (var person in people)
        {
            var log = await reader.Log(rpc.Service).ListEntriesAsync(
                new() { PersonId = person.ToString("D"), PageSize = 200 });
            entered[person] = [.. log.Entries.Where(e => e.Rpc == rpc.Path
                && e.RecordTime.StartsWith(at, StringComparison.Ordinal))];
        }
        return entered;
    }

    // The rows that this rpc has left about people.
    private static List<(string Row, Guid Person)> Rows(Scene scene, Rpc rpc)
    {
        var people = Rows("person", "SELECT 'p', Stream FROM Journal WHERE Type = 'PersonRegistered'")
            // Staff may say of anybody that they are close to them, known here or not.
            .Concat(Rows("sharing", "SELECT Id, PersonId FROM Kinship")).Select(r => r.Person).ToHashSet();
        return [.. Rows(rpc.Service, """
            SELECT 'w' || Position, Stream FROM Journal WHERE Rpc = $rpc
            UNION ALL SELECT 'r' || Position, PersonId FROM ReadEntry WHERE Rpc = $rpc
            """).Where(r => people.Contains(r.Person))];

        List<(string Row, Guid Person)> Rows(string service, string sql)
        {
            using var connection =
                new SqliteConnection($"Data Source={scene.Platform.DatabaseFile(service)};Pooling=False");
            connection.Open();
            using var command = new SqliteCommand(sql, connection);
            command.Parameters.AddWithValue("$rpc", rpc.Path);
            using var reader = command.ExecuteReader();
            var rows = new List<(string, Guid)>();
            while (reader.Read())
            {
                rows.Add((reader.GetString(0), Guid.Parse(reader.GetString(1))));
            }
            return rows;
        }
    }
}
