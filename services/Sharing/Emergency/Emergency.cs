using System.Globalization;
using System.Text;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>Where an emergency access stands; the numbers are those of the proto.</summary>
public enum EmergencyState
{
    /// <summary>A second person has to agree first.</summary>
    Waiting = 1,
    /// <summary>The practitioner may read.</summary>
    Open = 2,
    /// <summary>The time is over, or it was given back.</summary>
    Over = 3,
    /// <summary>It waited too long or was taken back, and was never open.</summary>
    Lapsed = 4,
}

/// <summary>What the check found; the numbers are those of the proto and of the table.</summary>
public enum EmergencyFinding
{
    /// <summary>It was right.</summary>
    Right = 1,
    /// <summary>It was meant well, and another way would have done.</summary>
    NotNeeded = 2,
    /// <summary>It was wrong.</summary>
    Wrong = 3,
}

/// <summary>
/// A record opened to one practitioner in an emergency, from the asking to the check. Each method returns the next
/// state or throws a <see cref="Problem"/>.
/// </summary>
/// <remarks>
/// Two times come in: now is what the clock says, and is what is recorded; latest is the highest time ever seen, by
/// which it is decided whether something has run out. A clock that is set back parts the two, and what is open then
/// ends sooner, and never later.
/// </remarks>
public sealed record Emergency
{
    /// <summary>How long a record is open.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    /// <summary>How long a request waits for a second person: what can wait for longer is no emergency.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromMinutes(30);

    /// <summary>How many a practitioner opens in a day before a second person has to agree.</summary>
    public const int AloneInADay = 3;

    /// <summary>How many working days there are for the check.</summary>
    public const int ReviewDays = 3;

    /// <summary>How many characters besides blanks an explanation has at least.</summary>
    public const int ShortestExplanation = 20;

    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The opening, or the request for it.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The practitioner's team.</summary>
    public Guid TeamId { get; init; }
    /// <summary>A health body's.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Asked for in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The team's agency.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>The issuer of the practitioner's sign-in.</summary>
    public string Issuer { get; init; } = "";
    /// <summary>Who they are to that issuer.</summary>
    public string Subject { get; init; } = "";
    /// <summary>A code of <c>emergency_reasons.tsv</c>.</summary>
    public string ReasonCode { get; init; } = "";
    /// <summary>Why, in words that the person can read.</summary>
    public string Explanation { get; init; } = "";
    /// <summary>When it was asked for.</summary>
    public DateTimeOffset AskedAt { get; init; }
    /// <summary>The team of the second person who agreed; null where none had to, or none has.</summary>
    public Guid? AgreedTeamId { get; init; }
    /// <summary>The issuer of the second person's sign-in.</summary>
    public string? AgreedIssuer { get; init; }
    /// <summary>Who they are to that issuer.</summary>
    public string? AgreedSubject { get; init; }
    /// <summary>When it was opened; null while nothing is.</summary>
    public DateTimeOffset? OpenedAt { get; init; }
    /// <summary>The day in Scotland that it counts for.</summary>
    public DateOnly? OpenedOn { get; init; }
    /// <summary>Until when it was opened.</summary>
    public DateTimeOffset? UntilTime { get; init; }
    /// <summary>When it was given or taken back.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
    /// <summary>The day by which it has to be checked.</summary>
    public DateOnly? ReviewDueOn { get; init; }
    /// <summary>When it was checked.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }
    /// <summary>The issuer of the sign-in of whoever checked it.</summary>
    public string? ReviewedIssuer { get; init; }
    /// <summary>Who they are to that issuer.</summary>
    public string? ReviewedSubject { get; init; }
    /// <summary>What the check found.</summary>
    public EmergencyFinding? Finding { get; init; }
    /// <summary>What was said to it, in words that the person can read.</summary>
    public string? ReviewWords { get; init; }
    /// <summary>The practitioner's name, as their team gives it.</summary>
    public string? Practitioner { get; init; }
    /// <summary>The second person's name.</summary>
    public string? AgreedBy { get; init; }
    /// <summary>The name of whoever checked it; null for a privacy officer, who is in no team.</summary>
    public string? ReviewedBy { get; init; }

    /// <summary>
    /// Whether a second person has to agree: never simply refused, however many it were or whatever is overdue.
    /// </summary>
    public static bool NeedsSecond(int openedToday, int overdueOfTeam) =>
        openedToday >= AloneInADay || overdueOfTeam > 0;

    /// <summary>Why, in words that say something. EXPLANATION_TOO_SHORT.</summary>
    public static string Explained(string words)
    {
        var seen = words.EnumerateRunes()
            .Count(r => !Rune.IsWhiteSpace(r) && Rune.GetUnicodeCategory(r) != UnicodeCategory.Format);
        return seen >= ShortestExplanation
            ? words.Trim()
            : throw Problem.Invalid("explanation", "EXPLANATION_TOO_SHORT",
                $"Say why in at least {ShortestExplanation} characters; the person can read it.");
    }

    /// <summary>Where it stands at the highest time that was ever seen.</summary>
    public EmergencyState State(DateTimeOffset latest) => OpenedAt is null
        ? ClosedAt is null && latest < AskedAt + Waits ? EmergencyState.Waiting : EmergencyState.Lapsed
        : ClosedAt is null && latest < UntilTime ? EmergencyState.Open : EmergencyState.Over;

    /// <summary>Nobody has checked it, and the day for that has passed.</summary>
    public bool IsOverdue(DateOnly today) => ReviewedAt is null && ReviewDueOn < today;

    /// <summary>When the check becomes overdue: at midnight after the last day for it.</summary>
    public DateTimeOffset OverdueAt()
    {
        var midnight = ReviewDueOn!.Value.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, London.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>It opens, and a check is owed.</summary>
    /// <param name="now">What the clock says: it is open from here, and no longer than it lasts.</param>
    /// <param name="today">The day in Scotland, by the highest time ever seen.</param>
    /// <param name="days">The working days for the check.</param>
    public Emergency Open(DateTimeOffset now, DateOnly today, WorkingDays days) => this with
    {
        Version = Version + 1,
        OpenedAt = now,
        OpenedOn = today,
        UntilTime = now + Lasts,
        ReviewDueOn = days.After(today, ReviewDays),
    };

    /// <summary>
    /// A second person agrees, before it opens. ANOTHER_MUST_AGREE for whoever asked; NOT_WAITING once it was opened or
    /// taken back, or has waited too long.
    /// </summary>
    public Emergency Agree(Guid team, string issuer, string subject, string? name, DateTimeOffset latest)
    {
        if (State(latest) != EmergencyState.Waiting)
        {
            throw NotWaiting();
        }
        return IsBy(issuer, subject)
            ? throw Problem.Refused("ANOTHER_MUST_AGREE", "Somebody else of your agency has to sign in and agree.")
            : this with { AgreedTeamId = team, AgreedIssuer = issuer, AgreedSubject = subject, AgreedBy = name };
    }

    /// <summary>It is given back, or a request taken back. NOT_OPEN once it is over.</summary>
    public Emergency Close(DateTimeOffset now, DateTimeOffset latest) =>
        State(latest) is EmergencyState.Open or EmergencyState.Waiting
            ? this with { Version = Version + 1, ClosedAt = now }
            : throw NotOpen();

    /// <summary>
    /// Whoever answers for it says whether it was right. NOT_YOUR_OWN for whoever opened it or agreed; NEVER_OPENED;
    /// STILL_OPEN; ALREADY_REVIEWED.
    /// </summary>
    public Emergency Review(string issuer, string subject, string? name, EmergencyFinding finding, string words,
        DateTimeOffset now, DateTimeOffset latest)
    {
        if (IsBy(issuer, subject) || (AgreedIssuer, AgreedSubject) == (issuer, subject))
        {
            throw Problem.Refused("NOT_YOUR_OWN", "Somebody else checks what you opened or agreed to.");
        }
        return State(latest) switch
        {
            EmergencyState.Waiting or EmergencyState.Lapsed =>
                throw Problem.Refused("NEVER_OPENED", "Nothing was opened that could be checked."),
            EmergencyState.Open => throw Problem.Refused("STILL_OPEN", "It is open still. Check it when it is over."),
            _ when ReviewedAt is not null => throw AlreadyReviewed(),
            _ => this with
            {
                Version = Version + 1,
                ReviewedAt = now,
                ReviewedIssuer = issuer,
                ReviewedSubject = subject,
                ReviewedBy = name,
                Finding = finding,
                ReviewWords = words,
            },
        };
    }

    /// <summary>Whether this sign-in asked for it.</summary>
    public bool IsBy(string issuer, string subject) => (Issuer, Subject) == (issuer, subject);

    /// <summary>It no longer waits for a second person.</summary>
    public static Problem NotWaiting() =>
        Problem.Refused("NOT_WAITING", "It is open, was taken back, or has waited too long: ask again.");

    /// <summary>It is not open any more.</summary>
    public static Problem NotOpen() => Problem.Refused("NOT_OPEN", "It is over already.");

    /// <summary>Somebody has checked it.</summary>
    public static Problem AlreadyReviewed() => Problem.Refused("ALREADY_REVIEWED", "It has been checked already.");
}
