using Grpc.Core;
using Microsoft.Data.Sqlite;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

// One test writes down which statements run, over the whole process: nobody in another street may ask meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PersonalOutcomes.People;

/// <summary>
/// One platform for the tests of this project: Eileen of social work, Fiona of the health board, and Nadia of an agency
/// that has no part in anything.
/// </summary>
public sealed class Street : IAsyncLifetime
{
    private Dictionary<string, string> _teams = [];
    private int _registered;

    public Platform Platform { get; } = Platform.Only("person", "sharing");

    public Caller Eileen { get; private set; } = null!;

    public Caller Fiona { get; private set; } = null!;

    public Caller Nadia { get; private set; } = null!;

    /// <summary>Metadata of a caller who has seen the newest of who may see whom.</summary>
    public static Metadata Newest => new() { { "po-access-position", long.MaxValue.ToString() } };

    public DateOnly Today => DateOnly.FromDateTime(Platform.Time.GetUtcNow().UtcDateTime);

    public async Task InitializeAsync()
    {
        _teams = await Platform.SetUpAsync();
        (Eileen, Fiona, Nadia) = (await Platform.SignInAsync("eileen"), await Platform.SignInAsync("fiona"),
            await Platform.SignInAsync("nadia"));
    }

    public async Task DisposeAsync() => await Platform.DisposeAsync();

    /// <summary>The team of a member of staff.</summary>
    public string Team(Caller caller) => _teams[caller.User switch
    {
        "fiona" => "stoma",
        "nadia" => "homecare",
        _ => "adult",
    }];

    /// <summary>A request that is accepted as it stands; a test changes what it is about.</summary>
    public Wire.RegisterPersonRequest Valid(Caller caller) => new()
    {
        TeamId = Team(caller),
        FullName = Unique("Morag"),
        PreferredName = "Mo",
        // A day of their own, so that nobody is like another by chance.
        BirthDate = new DateOnly(1930, 1, 1).AddDays(Interlocked.Increment(ref _registered)).ToString("O"),
        Address = "2 Kirk Wynd",
        Postcode = "KY4 9XX",
    };

    /// <summary>Somebody whom Eileen's team registered.</summary>
    public async Task<string> RegisterAsync(Action<Wire.RegisterPersonRequest>? change = null)
    {
        var request = Valid(Eileen);
        change?.Invoke(request);
        return (await Eileen.Person.RegisterPersonAsync(request)).Person.PersonId;
    }

    /// <summary>Somebody whom Eileen's team registered and Fiona's took up by referral.</summary>
    public async Task<string> SharedAsync(Action<Wire.RegisterPersonRequest>? change = null)
    {
        var personId = await RegisterAsync(change);
        await InvolveAsync(Fiona, personId);
        return personId;
    }

    /// <summary>Eileen refers somebody to another team, which takes them up.</summary>
    public async Task InvolveAsync(Caller caller, string personId)
    {
        var made = await Eileen.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = Team(caller),
            ReasonWhatMatters = "To sleep through",
            Urgency = Urgency.Soon,
            HappenedOn = Today.ToString("O"),
            WithThePersonsSay = new()
            {
                Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
                Said = "Aye, ask her.",
            },
        });
        await caller.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.Referral.ReferralId,
            Practitioners = { new Practitioner { Offer = "looks in on Tuesdays" } },
        });
    }

    /// <summary>The person's own sign-in, bound to their record; each user once.</summary>
    public async Task<Caller> BindAsync(string personId, string user)
    {
        var printed = await Eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId });
        var person = await Platform.SignInAsync(user);
        await person.Sharing.BindLoginAsync(new() { Code = printed.Code });
        return person;
    }

    public async Task<Wire.Person> GetAsync(Caller caller, string personId) =>
        (await caller.Person.GetPersonAsync(new() { PersonId = personId }, Newest)).Person;

    /// <summary>What the log of reads holds about a person, oldest first: subject, rpc, what was shown.</summary>
    public List<(string Subject, string Rpc, string Shown)> ReadsOf(string personId) => Query(
        "SELECT Subject, Rpc, Shown FROM ReadEntry WHERE PersonId = @id ORDER BY Position",
        r => (r.GetString(0), r.GetString(1).Split('/')[^1], r.GetString(2)), personId);

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, string? personId = null)
    {
        using var connection = new SqliteConnection($"Data Source={Platform.DatabaseFile("person")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@id", personId?.ToUpperInvariant() ?? "");
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    /// <summary>Letters that no other test used.</summary>
    public static string Unique(string name) =>
        $"{name} {string.Concat(Guid.NewGuid().ToString("N").Select(c => (char)('a' + Convert.ToInt32($"{c}", 16))))}";

    public static Metadata Request(string id) => new() { { "po-request-id", id } };

    public static Wire.GivenIdentifier Local(string value) =>
        new() { Kind = Wire.IdentifierKind.Local, System = "tenancies", Value = value };
}

[CollectionDefinition(nameof(Street))]
public sealed class OnTheStreet : ICollectionFixture<Street>;
