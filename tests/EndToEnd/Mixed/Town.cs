using System.Collections.Concurrent;
using PersonalOutcomes.Cli;
using PersonalOutcomes.Cli.Stories;
using PersonalOutcomes.People.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing.Processes;

namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>Thirty people whom three agencies support, most of them by more than one of their teams.</summary>
internal sealed class Town
{
    private const int People = 30;
    private static readonly (string Team, string User)[] Teams =
        [("stoma", "fiona"), ("adult", "eileen"), ("tenancy", "graeme")];

    private readonly ConcurrentDictionary<(string Person, string Of), ConcurrentQueue<string>> _kept = new();
    private readonly Dictionary<string, string> _teams = [];
    private readonly Dictionary<string, List<string>> _involved = Teams.ToDictionary(t => t.Team, _ => new List<string>());

    private Town()
    {
    }

    /// <summary>Everybody.</summary>
    public IEnumerable<string> All => _involved.Values.SelectMany(p => p).Distinct();

    /// <summary>Who signs in, and for which team: sixteen, of three agencies; some of them on two machines.</summary>
    public static IReadOnlyList<(string User, string Team)> Clients { get; } =
    [
        ("fiona", "stoma"), ("fiona", "stoma"), ("fiona", "stoma"), ("isla", "stoma"), ("isla", "stoma"),
        ("eileen", "adult"), ("eileen", "adult"), ("ruth", "adult"), ("ruth", "adult"), ("sandy", "adult"),
        ("sandy", "adult"), ("gillian", "adult"), ("gillian", "adult"),
        ("graeme", "tenancy"), ("graeme", "tenancy"), ("graeme", "tenancy"),
    ];

    /// <summary>The people whom a team supports.</summary>
    public IReadOnlyList<string> SupportedBy(string team) => _involved[team];

    /// <summary>A team's id.</summary>
    public string IdOf(string team) => _teams[team];

    /// <summary>Keeps an id of something in a person's record.</summary>
    public void Keep(string person, string what, string id) =>
        _kept.GetOrAdd((person, what), _ => new()).Enqueue(id);

    /// <summary>One of the first that were kept; an unknown id where there is none.</summary>
    public string One(string person, string what, Random random) =>
        _kept.TryGetValue((person, what), out var kept) && !kept.IsEmpty
            ? kept.ElementAt(random.Next(Math.Min(kept.Count, 8))) : Guid.NewGuid().ToString();

    /// <summary>Enters agencies, people and involvements as their own users would.</summary>
    public static async Task<Town> SetAsync(LocalRun run)
    {
        var town = new Town();
        var addresses = Addresses.Of(run.Folder);
        using (var teller = new StoryTeller(addresses, Scene.Stories, _ => { }))
        {
            await teller.SetUpAsync(CancellationToken.None);
            foreach (var (team, _) in Teams)
            {
                town._teams[team] = teller.Kept[team];
            }
        }
        using var rpc = new Rpc(addresses);
        for (var i = 0; i < People; i++)
        {
            var (team, user) = Teams[i % Teams.Length];
            var person = ((RegisterPersonResponse)await CallAsync(user, "PersonService/RegisterPerson", $$"""
                {"teamId":"{{town._teams[team]}}","fullName":"Morag Person {{i}}","preferredName":"Morag"}
                """)).Person.PersonId;
            town._involved[team].Add(person);
        }
        // Referrals are made once Sharing knows of all of them.
        await Scene.KnownEverywhereAsync(run);
        for (var i = 0; i < People; i++)
        {
            var (from, user) = Teams[i % Teams.Length];
            var person = town._involved[from][i / Teams.Length];
            for (var more = 1; more <= i % Teams.Length; more++)
            {
                var (to, receiver) = Teams[(i + more) % Teams.Length];
                await InvolveAsync(person, user, to, receiver);
            }
        }
        await Scene.KnownEverywhereAsync(run);
        foreach (var (team, user) in Teams)
        {
            foreach (var person in town._involved[team])
            {
                foreach (var kind in Kind.Writes.Where(k => k.Keeps != default))
                {
                    var answer = await CallAsync(user, $"{kind.Method.Service.Name}/{kind.Method.Name}",
                        kind.With.Replace("{person}", person, StringComparison.Ordinal));
                    town.Keep(kind, person, team, answer);
                }
            }
        }
        return town;

        async Task<Google.Protobuf.IMessage> CallAsync(string user, string name, string json) =>
            await rpc.CallAsync(name, json, await run.TokenAsync(user), Guid.NewGuid().ToString(), default);

        async Task InvolveAsync(string person, string user, string to, string receiver)
        {
            var referral = (MakeReferralResponse)await CallAsync(user, "SharingService/MakeReferral", $$"""
                {"personId":"{{person}}","toTeamId":"{{town._teams[to]}}","reasonWhatMatters":"To sing.",
                 "urgency":"URGENCY_SOON","happenedOn":"2026-01-06","legalBasis":"LEGAL_BASIS_PUBLIC_TASK",
                 "withThePersonsSay":{"voice":{"saidBy":"SPEAKER_PERSON","how":["spoken"]},"said":"Aye, ask them."} }
                """);
            await CallAsync(receiver, "SharingService/AcceptReferral", $$"""
                {"personId":"{{person}}","referralId":"{{referral.Referral.ReferralId}}",
                 "practitioners":[{"role":"nurse","offer":"A visit each week."}],
                 "legalBasis":"LEGAL_BASIS_PUBLIC_TASK","evidence":"Her letter."}
                """);
            town._involved[to].Add(person);
        }
    }

    /// <summary>Keeps the id in an answer, if the call makes what others then name.</summary>
    public void Keep(Kind kind, string person, string team, Google.Protobuf.IMessage answer)
    {
        if (kind.Keeps is (var what, var place) && what is not null)
        {
            object at = answer;
            foreach (var name in place.Split('.'))
            {
                var message = (Google.Protobuf.IMessage)at;
                at = message.Descriptor.Fields.InDeclarationOrder().Single(f => f.JsonName == name)
                    .Accessor.GetValue(message);
            }
            // All involved teams read an outcome; a conversation those who took part.
            Keep(person, what == "outcome" ? what : $"{what} of {team}", (string)at);
        }
    }

    /// <summary>A request's JSON about this person.</summary>
    public string Filled(Kind kind, string person, string team, string text, Random random) => kind.With
        .Replace("{person}", person, StringComparison.Ordinal)
        .Replace("{team}", _teams[team], StringComparison.Ordinal)
        .Replace("{text}", text, StringComparison.Ordinal)
        .Replace("{outcome}", One(person, "outcome", random), StringComparison.Ordinal)
        .Replace("{conversation}", One(person, $"conversation of {team}", random), StringComparison.Ordinal);
}
