using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>Where joining two records stands; the numbers are those of the proto and of the table.</summary>
public enum MergeState
{
    /// <summary>A second has to agree.</summary>
    Waiting = 1,
    /// <summary>The two are one person's.</summary>
    Joined = 2,
    /// <summary>They are two people's, or the question was taken back.</summary>
    Refused = 3,
    /// <summary>They were joined, and are so no more.</summary>
    Parted = 4,
}

/// <summary>With which of the two records an officer is concerned.</summary>
public sealed record Concern
{
    /// <summary>With the first.</summary>
    public bool WithPerson { get; init; }
    /// <summary>With the other.</summary>
    public bool WithOther { get; init; }
}

/// <summary>
/// That two records are of one person, from the question on. Each method returns the next state or throws a
/// <see cref="Problem"/>.
/// </summary>
public sealed record Merge
{
    /// <summary>The joining.</summary>
    public Guid Id { get; init; }
    /// <summary>One record's person.</summary>
    public Guid PersonId { get; init; }
    /// <summary>None: it is between privacy officers and the person.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Never: it says nothing of anybody's health.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Asked about the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The other record's person.</summary>
    public Guid OtherPersonId { get; init; }
    /// <summary>Where it stands.</summary>
    public MergeState State { get; init; }
    /// <summary>Why it was asked.</summary>
    public string Reason { get; init; } = "";
    /// <summary>The agency of whoever asked.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>The issuer of the sign-in of whoever asked.</summary>
    public string ProposedIssuer { get; init; } = "";
    /// <summary>Who they are to that issuer.</summary>
    public string ProposedSubject { get; init; } = "";
    /// <summary>Whoever asked is concerned with the first.</summary>
    public bool WithPerson { get; init; }
    /// <summary>Whoever asked is concerned with the other.</summary>
    public bool WithOther { get; init; }
    /// <summary>When it was asked.</summary>
    public DateTimeOffset ProposedAt { get; init; }
    /// <summary>The agency of the officer who agreed; null where the person did, or nobody has.</summary>
    public Guid? AgreedAgencyId { get; init; }
    /// <summary>When the sign-in of the first agreed.</summary>
    public DateTimeOffset? PersonAgreedAt { get; init; }
    /// <summary>When the sign-in of the other agreed.</summary>
    public DateTimeOffset? OtherAgreedAt { get; init; }
    /// <summary>When it was joined or refused.</summary>
    public DateTimeOffset? SettledAt { get; init; }
    /// <summary>Why it was refused or parted.</summary>
    public string? EndReason { get; init; }
    /// <summary>When the two were parted.</summary>
    public DateTimeOffset? PartedAt { get; init; }

    /// <summary>
    /// A second officer agrees. ANOTHER_MUST_AGREE to whoever asked; OTHER_OFFICER_NEEDED where one of the two records
    /// is no concern of either officer.
    /// </summary>
    public Merge Agree(string issuer, string subject, Guid agency, Concern concern, DateTimeOffset now) =>
        (issuer, subject) == (ProposedIssuer, ProposedSubject)
            ? throw Problem.Refused("ANOTHER_MUST_AGREE", "Another privacy officer has to agree.")
        : !((WithPerson || concern.WithPerson) && (WithOther || concern.WithOther))
            ? throw Problem.Refused("OTHER_OFFICER_NEEDED", "An officer for the other record has to agree.")
        : Waiting() with
        {
            Version = Version + 1,
            State = MergeState.Joined,
            AgreedAgencyId = agency,
            SettledAt = now,
        };

    /// <summary>The person agrees with the sign-in of one of the two; joined once both have. ALREADY_AGREED.</summary>
    public Merge AgreeAs(Guid own, DateTimeOffset now)
    {
        var agreed = Waiting() with
        {
            Version = Version + 1,
            PersonAgreedAt = own == PersonId ? now : PersonAgreedAt,
            OtherAgreedAt = own == OtherPersonId ? now : OtherAgreedAt,
        };
        if ((own == PersonId ? PersonAgreedAt : OtherAgreedAt) is not null)
        {
            throw Problem.Refused("ALREADY_AGREED", "You have agreed already.");
        }
        return agreed is { PersonAgreedAt: not null, OtherAgreedAt: not null }
            ? agreed with { State = MergeState.Joined, SettledAt = now }
            : agreed;
    }

    /// <summary>They are two people's. NOT_WAITING once it is settled.</summary>
    public Merge Refuse(string reason, DateTimeOffset now) => Waiting() with
    {
        Version = Version + 1,
        State = MergeState.Refused,
        SettledAt = now,
        EndReason = reason,
    };

    /// <summary>
    /// They are two records again. NOT_JOINED when they are so already; LATER_ONE_FIRST while a third is joined that
    /// came <paramref name="later"/>, because what holds for it holds through this one.
    /// </summary>
    public Merge Part(string reason, bool later, DateTimeOffset now) =>
        State != MergeState.Joined ? throw Problem.Refused("NOT_JOINED", "They are not joined.")
        : later ? throw Problem.Refused("LATER_ONE_FIRST", "Another record was joined later. Part that one first.")
        : this with { Version = Version + 1, State = MergeState.Parted, PartedAt = now, EndReason = reason };

    internal static Problem NotWaiting() => Problem.Refused("NOT_WAITING", "It is settled already.");

    private Merge Waiting() => State == MergeState.Waiting ? this : throw NotWaiting();
}
