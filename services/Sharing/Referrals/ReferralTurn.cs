using MassTransit;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>What was done about a referral; the numbers are those of the proto and of the table.</summary>
public enum ReferralTurnKind
{
    /// <summary>Whoever made it took it back.</summary>
    Withdrawn = 1,
    /// <summary>The receiving team asked for more.</summary>
    MoreAsked = 2,
    /// <summary>The referrer or the person told more.</summary>
    MoreAnswered = 3,
    /// <summary>The receiving team sent it on.</summary>
    Redirected = 4,
    /// <summary>The receiving team said what came of it.</summary>
    Completed = 5,
}

/// <summary>One thing done about a referral after it was made, with what was said; never changed.</summary>
public sealed record ReferralTurn
{
    /// <summary>The turn.</summary>
    public Guid Id { get; init; }
    /// <summary>Who is referred.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that did it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Said by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The referral.</summary>
    public Guid ReferralId { get; init; }
    /// <summary>The referral's version that came of it, which gives the order.</summary>
    public int Number { get; init; }
    /// <summary>What was done.</summary>
    public ReferralTurnKind Kind { get; init; }
    /// <summary>Reason, question, answer, or what came of it; null where the person gave no reason.</summary>
    public string? Words { get; init; }
    /// <summary>Who said so; null for the team's own words.</summary>
    public Speaker? SaidBy { get; init; }
    /// <summary>Their name or part, when not the person.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[]? How { get; init; }
    /// <summary>Who wrote it down.</summary>
    public Writer? WrittenBy { get; init; }
    /// <summary>The next team, where it was sent on.</summary>
    public Guid? ToTeamId { get; init; }
    /// <summary>The referral that waits with the next team; null in that referral itself.</summary>
    public Guid? ToReferralId { get; init; }
    /// <summary>When.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whose words they are; null for the team's own.</summary>
    public Voice? Voice =>
        SaidBy is { } by && WrittenBy is { } writer ? new Voice(by, SaidByName, How ?? [], writer) : null;
}

public sealed partial class SharingService
{
    private static ReferralTurn Turn(Work work, Guid personId, ReferralTurnKind kind, string? words,
        Voice? voice = null) => new()
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Kind = kind,
            Words = words,
            SaidBy = voice?.SaidBy,
            SaidByName = voice?.SaidByName,
            How = voice?.How,
            WrittenBy = voice?.WrittenBy,
            RecordedAt = work.Now,
        };

    // Without a voice the words are the team's own; the person's sign-in always speaks for the person.
    private static Voice? Whose(Wire.Voice? voice, Call call) => voice is null && call.Role != Role.Person
        ? null
        : Voice.Of(call, (int)(voice?.SaidBy ?? 0), voice?.SaidByName ?? "", voice?.How.ToArray() ?? [], "voice");

    private static async Task<ILookup<Guid, ReferralTurn>> TurnsAsync(Work work, IEnumerable<Guid> ids)
    {
        var turns = await work.ManyAsync<ReferralTurn>(SelectTurns, new { ids = Each.Of(ids) });
        return turns.ToLookup(t => t.ReferralId);
    }

    // Whoever reads a referral as a party to it reads all that was said about it.
    private const string SelectTurns = $"""
        SELECT t.Id, t.PersonId, t.TeamId, t.HealthAuthored, t.EnteredInError, t.ReferralId, t.Number, t.Kind, t.Words,
          t.SaidBy, t.SaidByName, t.How, t.WrittenBy, t.ToTeamId, t.ToReferralId, t.RecordedAt
        FROM ReferralTurn t INNER JOIN Referral r ON r.Id = t.ReferralId
        WHERE t.ReferralId IN (/*each:@ids*/) AND t.EnteredInError = 0
          AND ({Party} OR (/*access:r:referral_reason*/ AND /*access:t:referral*/))
        ORDER BY t.ReferralId, t.Number
        """;

    private const string InsertTurn = """
        INSERT INTO ReferralTurn (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ReferralId, Number, Kind, Words,
          SaidBy, SaidByName, How, WrittenBy, ToTeamId, ToReferralId, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @ReferralId, @Number, @Kind, @Words,
          @SaidBy, @SaidByName, @How, @WrittenBy, @ToTeamId, @ToReferralId, @RecordedAt)
        """;

    private static Wire.ReferralTurn Show(ReferralTurn turn, Dictionary<Guid, Wire.Team> teams) => new()
    {
        Kind = (Wire.ReferralTurnKind)(int)turn.Kind,
        ByTeam = Find(teams, turn.TeamId),
        Words = turn.Words ?? "",
        Voice = turn.Voice is { } voice ? Show(voice) : null,
        ToTeam = Find(teams, turn.ToTeamId),
        ToReferralId = turn.ToReferralId?.ToString("D") ?? "",
        RecordTime = Show(turn.RecordedAt),
    };
}
