using System.Collections.Concurrent;
using System.Diagnostics;
using Addresses = PersonalOutcomes.Cli.Addresses;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.Conventions.Rpcs;
using PersonalOutcomes.Testing;
using Eventually = PersonalOutcomes.Testing.Processes.Eventually;

namespace PersonalOutcomes.Conventions.Sql;

/// <summary>What the services really issue, against what stands in their assemblies.</summary>
[Collection(nameof(Town))]
public sealed class IssuedTests(Town town, SqlRecording recording)
{
    [Fact]
    public async Task Every_statement_is_issued_and_SQL_Server_knows_it_with_the_types_that_it_gets()
    {
        // What others issue before, beside or after this test has traces of its own, so that it passes in any order.
        using var activity = new Activity("issued").SetIdFormat(ActivityIdFormat.W3C).Start();
        var issuedHere = new ConcurrentDictionary<string, bool>();
        void Hear(string sql, object? parameters)
        {
            if (Activity.Current?.TraceId == activity.TraceId)
            {
                issuedHere.TryAdd(sql, true);
            }
        }
        recording.Heard += Hear;
        try
        {
            await IssueAsync();
        }
        finally
        {
            recording.Heard -= Hear;
        }
        var constants = SqlConstants.Services.Select(s => s.Assembly).Concat(SqlConstants.Shared)
            .SelectMany(SqlConstants.Of).ToList();
        var excused = Repository.Reasons("unissued.tsv");
        // What is done in the background comes in its own time: following the journals, and a model built anew.
        var insight = (await town.Platform.SignInAsync("oona")).Insight;
        await insight.RebuildModelAsync(new());
        await Eventually.TrueAsync(async () =>
        {
            await insight.GetModelAsync(new());
            return recording.NeverIssued(constants).All(c => excused.ContainsKey(c.Name));
        }, TimeSpan.FromSeconds(30), () => "never issued: " + string.Join(", ",
            recording.NeverIssued(constants).Where(c => !excused.ContainsKey(c.Name)).Select(c => c.Name)));
        Repository.Nothing(excused.Keys.Except(constants.Select(c => c.Name)).Select(n => $"{n} is no statement")
            .Concat(constants.Where(c => excused.ContainsKey(c.Name) && issuedHere.ContainsKey(c.Text))
                .Select(c => $"{c.Name} is issued and needs no reason")));
        Repository.Nothing(recording.Composed(constants).Select(text => $"stands in no assembly: {text}"));
        foreach (var service in SqlConstants.Services)
        {
            using var model = new SqlServerModel(SqlConstants.Platform, service.Assembly);
            Repository.Nothing(model.Check(SqlConstants.Of(service.Assembly)
                .Concat(SqlConstants.Shared.SelectMany(SqlConstants.Of)).Where(c => c.By == ReadBy.Both)
                .Select(c => SqlServerTests.AsItGoesThere(c, model, recording))));
        }
    }

    private async Task IssueAsync()
    {
        using (var teller = new StoryTeller(
            new Addresses(Platform.Names.ToDictionary(n => n, town.Platform.Address)), Platform.Stories, _ => { }))
        {
            foreach (var shown in (await teller.TellAllAsync(CancellationToken.None)).SelectMany(s => s.Show))
            {
                await teller.ShowAsync(shown, CancellationToken.None);
            }
        }
        foreach (var (name, file) in RequestFile.All)
        {
            await using var scene = await Scene.MakeAsync(town, file);
            foreach (var with in file.Also.Select(a => RequestFile.Merged(file.With, a)).Prepend(file.With))
            {
                var request = await scene.FillAsync(Rpc.All[name], with);
                var id = Guid.NewGuid().ToString();
                await scene.AcceptedAsync(Rpc.All[name], file.As, request, id);
                await scene.AcceptedAsync(Rpc.All[name], file.As, request, id);
            }
            if (name == "SharingService.BindLogin")
            {
                await WrongCodesAsync(scene);
            }
        }
        await ElsewhereAsync();
        await ByOthersAsync();
    }

    // The request files speak with Plan where every service serves an rpc.
    private async Task ElsewhereAsync()
    {
        var scene = new Scene(town);
        await scene.TellAsync(
        [
            "a person", "an outcome", "a conversation", "a review", "themes given", "needs", "a wish", "another person",
        ]);
        await scene.TellAsync(Rpc.All["ConversationService.ReflectBack"], "eileen",
            RequestFile.All["ConversationService.ReflectBack"].With, new Dictionary<string, string>());
        var eileen = await town.Platform.SignInAsync("eileen");
        foreach (var (service, kept) in new[]
        {
            ("person", "needs"), ("conversation", "conversation"), ("review", "review"),
        })
        {
            var (personId, itemId) = (scene.Kept("person"), scene.Kept(kept));
            await eileen.Entries(service).WithholdItemAsync(
                new() { PersonId = personId, ItemId = itemId, WithheldFrom = { town.Teams["stoma"] } });
            await eileen.Entries(service).ShowItemAsync(
                new() { PersonId = personId, ItemId = itemId, ShowTo = { town.Teams["stoma"] } });
        }
        // In this order: a review is moved once the outcome that it tells of has been.
        var moved = new List<(string Service, string ItemId)>();
        foreach (var (service, kept) in new[]
        {
            ("person", "needs"), ("sharing", "wish"), ("conversation", "conversation"), ("plan", "outcome"),
            ("review", "review"),
        })
        {
            moved.Add((service, (await eileen.Entries(service).MoveItemAsync(new()
            {
                PersonId = scene.Kept("person"),
                ItemId = scene.Kept(kept),
                ToPersonId = scene.Kept("another-person"),
            })).ItemId));
        }
        foreach (var (service, itemId) in moved)
        {
            await eileen.Entries(service).EnterInErrorAsync(new()
            {
                PersonId = scene.Kept("another-person"),
                ItemId = itemId,
                Reason = Access.V1.MistakeReason.WrongRecord,
            });
        }
    }

    // Nor by an officer, or by the person's own sign-in, where somebody of their team may do the same.
    private async Task ByOthersAsync()
    {
        await using var scene = await Scene.MakeAsync(town, RequestFile.All["WishService.ListRestrictions"]);
        await scene.TellAsync(["carers involved", "a referral", "a move", "another person", "a merge that waits"]);
        foreach (var (user, name) in new[]
        {
            ("craig", "PersonService.TakeBackMove"), ("callum", "SharingService.ListPersonsReferrals"),
            ("callum", "MergeService.AgreeMerge"),
        })
        {
            var with = user == "callum"
                ? RequestFile.Merged(RequestFile.All[name].With, RequestFile.All[name].ByOwnSignIn)
                : RequestFile.All[name].With;
            await scene.AcceptedAsync(
                Rpc.All[name], user, await scene.FillAsync(Rpc.All[name], with), Guid.NewGuid().ToString());
        }
    }

    private static async Task WrongCodesAsync(Scene scene)
    {
        var callum = await scene.Platform.SignInAsync("callum");
        await callum.Sharing.BindLoginAsync(new() { Code = "AAAA-AAAA-AAAA-AAAA-AAAA" }).NotFoundAsync();
        await callum.Sharing.BindLoginAsync(new() { Code = "AAAA-AAAA-AAAA-AAAA-AAAA" }).NotFoundAsync();
    }
}
