using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>For whom a notice waits; the numbers are those of the proto and of the table.</summary>
public enum NoticeRecipient
{
    /// <summary>The person themselves.</summary>
    Person = 1,
    /// <summary>A team that is involved.</summary>
    Team = 2,
    /// <summary>Those who lead a team.</summary>
    TeamLeads = 3,
    /// <summary>The privacy officers of an agency.</summary>
    PrivacyOfficers = 4,
}

/// <summary>
/// Something that somebody has to be told about a person: a coded fact, and never anybody's words. Each method returns
/// the next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Notice
{
    private static readonly Vocabulary Kinds = Vocabulary.Of(typeof(Notice).Assembly, "notices");

    /// <summary>The notice.</summary>
    public Guid Id { get; init; }
    /// <summary>About whom.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that did what it tells of; null when none did.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Never: that somebody has to be told is nothing about anybody's health.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Given about the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>A code of <c>notices.tsv</c>.</summary>
    public string Kind { get; init; } = "";
    /// <summary>What happened.</summary>
    public Guid AboutId { get; init; }
    /// <summary>For whom it waits.</summary>
    public NoticeRecipient Recipient { get; init; }
    /// <summary>The team to which, or to whose leads, it goes.</summary>
    public Guid? ToTeamId { get; init; }
    /// <summary>The agency to whose privacy officers it goes.</summary>
    public Guid? ToAgencyId { get; init; }
    /// <summary>From when it waits, which may lie ahead.</summary>
    public DateTimeOffset SinceTime { get; init; }
    /// <summary>When it no longer mattered; null while it does.</summary>
    public DateTimeOffset? UntilTime { get; init; }
    /// <summary>When it was seen.</summary>
    public DateTimeOffset? SeenAt { get; init; }
    /// <summary>The issuer of the sign-in of whoever saw it.</summary>
    public string? SeenIssuer { get; init; }
    /// <summary>Who they are to that issuer.</summary>
    public string? SeenSubject { get; init; }
    /// <summary>When the person was brought it.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }
    /// <summary>The name of whoever saw it, as their team gives it.</summary>
    public string? SeenName { get; init; }

    /// <summary>The plain sentence for whoever reads it.</summary>
    public string Words => Kinds[Kind]![Recipient == NoticeRecipient.Person ? "to_person" : "to_others"];

    /// <summary>Somebody for whom it is has seen it. ALREADY_SEEN.</summary>
    public Notice See(string issuer, string subject, string? name, DateTimeOffset now) => SeenAt is null
        ? this with { Version = Version + 1, SeenAt = now, SeenIssuer = issuer, SeenSubject = subject, SeenName = name }
        : throw Problem.Refused("ALREADY_SEEN", "It has been seen already.");

    /// <summary>A try to bring it to the person. ALREADY_DELIVERED when they have it, or have seen it.</summary>
    public Notice Deliver(NoticeDelivery delivery) => DeliveredAt is not null || SeenAt is not null
        ? throw Problem.Refused("ALREADY_DELIVERED", "The person has it already.")
        : delivery.Done ? this with { Version = Version + 1, DeliveredAt = delivery.RecordedAt } : this;
}

/// <summary>How a notice was brought to the person; the numbers are those of the proto and of the table.</summary>
public enum DeliveryWay
{
    /// <summary>A letter that is safe to send.</summary>
    Letter = 1,
    /// <summary>A call.</summary>
    Telephone = 2,
    /// <summary>Face to face.</summary>
    InPerson = 3,
    /// <summary>Somebody whom the person named.</summary>
    SafePerson = 4,
}

/// <summary>One try to bring a notice to the person outside the platform; never changed.</summary>
public sealed record NoticeDelivery
{
    /// <summary>The try.</summary>
    public Guid Id { get; init; }
    /// <summary>To whom.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that tried.</summary>
    public Guid TeamId { get; init; }
    /// <summary>A health body's.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Recorded for the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The notice.</summary>
    public Guid NoticeId { get; init; }
    /// <summary>The person has it.</summary>
    public bool Done { get; init; }
    /// <summary>How they got it; null where they did not.</summary>
    public DeliveryWay? Way { get; init; }
    /// <summary>Why they did not; null where they did.</summary>
    public string? Reason { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
