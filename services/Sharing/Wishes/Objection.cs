using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>Where an objection stands; the numbers are those of the proto and of the table.</summary>
public enum ObjectionState
{
    /// <summary>It waits, and the agency sees nothing.</summary>
    Waiting = 1,
    /// <summary>It waits, and the agency sees the record by a duty.</summary>
    WaitingUnderADuty = 2,
    /// <summary>The agency sees nothing.</summary>
    Upheld = 3,
    /// <summary>The agency sees the record.</summary>
    NotUpheld = 4,
    /// <summary>The person took it back.</summary>
    Withdrawn = 5,
}

/// <summary>
/// A person does not want an agency to see their record, and the agency's answer. Each method returns the next state or
/// throws a <see cref="Problem"/>.
/// </summary>
public sealed record Objection
{
    /// <summary>How many days an agency has for its decision.</summary>
    public const int DaysToDecide = 28;

    /// <summary>The objection.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose record.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that wrote it down; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Written down by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>The agency.</summary>
    public Guid AgencyId { get; init; }
    /// <summary>Where it stands.</summary>
    public ObjectionState State { get; init; }
    /// <summary>What the person says to the agency.</summary>
    public string Words { get; init; } = "";
    /// <summary>The channels through which it came, all of them direct.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>The day on which it was made.</summary>
    public DateOnly MadeOn { get; init; }
    /// <summary>The day by which it is to be decided.</summary>
    public DateOnly DueOn { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>The duty by which the agency sees the record meanwhile.</summary>
    public string? Duty { get; init; }
    /// <summary>What the person was told.</summary>
    public string? Decision { get; init; }
    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
    /// <summary>The channels through which the person took it back.</summary>
    public string[]? WithdrawnHow { get; init; }

    /// <summary>Where it came from: the person, always.</summary>
    public Voice Voice => new(Speaker.Person, null, How, WrittenBy);

    /// <summary>Whether the record is kept from the agency.</summary>
    public bool Hides => State is ObjectionState.Waiting or ObjectionState.Upheld;

    /// <summary>Whether its day is over and it still waits.</summary>
    public bool IsOverdue(DateOnly today) => Waits && today > DueOn;

    /// <summary>The agency sees the record meanwhile. DUTY_RECORDED, or as <see cref="Decide"/>.</summary>
    public Objection UnderADuty(string duty) => Waiting().State == ObjectionState.Waiting
        ? this with { Version = Version + 1, State = ObjectionState.WaitingUnderADuty, Duty = duty }
        : throw Problem.Refused("DUTY_RECORDED", "A duty is recorded already.");

    /// <summary>The agency's decision. ALREADY_DECIDED, ALREADY_WITHDRAWN.</summary>
    public Objection Decide(bool upheld, string words, DateTimeOffset now) => Waiting() with
    {
        Version = Version + 1,
        State = upheld ? ObjectionState.Upheld : ObjectionState.NotUpheld,
        Decision = words,
        DecidedAt = now,
    };

    /// <summary>The person takes it back. ALREADY_WITHDRAWN; NOT_UPHELD when nothing is left to take back.</summary>
    public Objection Withdraw(Voice voice) => State switch
    {
        ObjectionState.Withdrawn => throw AlreadyWithdrawn(),
        ObjectionState.NotUpheld =>
            throw Problem.Refused("NOT_UPHELD", "It was decided against: there is nothing to take back."),
        _ => this with { Version = Version + 1, State = ObjectionState.Withdrawn, WithdrawnHow = voice.How },
    };

    /// <summary>It has been decided.</summary>
    public static Problem AlreadyDecided() => Problem.Refused("ALREADY_DECIDED", "It has been decided already.");

    private bool Waits => State is ObjectionState.Waiting or ObjectionState.WaitingUnderADuty;

    private Objection Waiting() => Waits
        ? this
        : throw (State == ObjectionState.Withdrawn ? AlreadyWithdrawn() : AlreadyDecided());

    private static Problem AlreadyWithdrawn() =>
        Problem.Refused("ALREADY_WITHDRAWN", "The person has taken it back.");
}
