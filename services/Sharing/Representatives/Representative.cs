using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>By what right somebody acts for a person; the numbers are those of the proto and of the table.</summary>
public enum RepresentativeRole
{
    /// <summary>Welfare guardian: Adults with Incapacity (Scotland) Act 2000, part 6.</summary>
    WelfareGuardian = 1,
    /// <summary>Welfare attorney: the same act, part 2.</summary>
    Attorney = 2,
    /// <summary>A carer whom the person named.</summary>
    Carer = 3,
}

/// <summary>How far it goes; each holds the ones before.</summary>
public enum RepresentativeScope
{
    /// <summary>May read.</summary>
    Sees = 1,
    /// <summary>May say what they think, propose, do and rate, always as themselves.</summary>
    Speaks = 2,
    /// <summary>May agree in the person's place.</summary>
    Agrees = 3,
}

/// <summary>
/// Somebody who acts for a person, within a scope and days. Each method returns the next state or throws a
/// <see cref="Problem"/>.
/// </summary>
public sealed record Representative
{
    /// <summary>The representation; what is withheld from them names it.</summary>
    public Guid Id { get; init; }
    /// <summary>For whom.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that named them; null when the person did.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Named by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Named for the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>Their name.</summary>
    public string Name { get; init; } = "";
    /// <summary>By what right.</summary>
    public RepresentativeRole Role { get; init; }
    /// <summary>How far it goes.</summary>
    public RepresentativeScope Scope { get; init; }
    /// <summary>What bears it out.</summary>
    public string? Evidence { get; init; }
    /// <summary>The first day.</summary>
    public DateOnly StartsOn { get; init; }
    /// <summary>The last day; null when none is set.</summary>
    public DateOnly? EndsOn { get; init; }
    /// <summary>What the person said to it.</summary>
    public string? Said { get; init; }
    /// <summary>Who said it.</summary>
    public Speaker? SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[]? How { get; init; }
    /// <summary>Who wrote it down.</summary>
    public Writer? WrittenBy { get; init; }
    /// <summary>The issuer of their sign-in; null until it is bound.</summary>
    public string? Issuer { get; init; }
    /// <summary>Who they are to that issuer.</summary>
    public string? Subject { get; init; }
    /// <summary>When they were named.</summary>
    public DateTimeOffset NamedAt { get; init; }
    /// <summary>When it was ended before its day.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>Why.</summary>
    public string? EndReason { get; init; }

    /// <summary>Where the person's say came from; null when nothing was said.</summary>
    [JsonIgnore]
    public Voice? Voice => SaidBy is { } by ? new Voice(by, SaidByName, How ?? [], WrittenBy!.Value) : null;

    /// <summary>The instant at which the last day is over; null when none is set.</summary>
    [JsonIgnore]
    public DateTimeOffset? Until => EndsOn is { } last ? London.Start(last.AddDays(1)) : null;

    /// <summary>
    /// They are named. SCOPE_NOT_THEIRS, DAY_TOO_EARLY, EVIDENCE_NOT_SEEN or WORDS_MISSING for a guardian or an
    /// attorney without evidence, PERSON_NOT_ASKED for a carer whom the person did not name.
    /// </summary>
    public Representative Named()
    {
        if (Role == RepresentativeRole.Carer && Scope == RepresentativeScope.Agrees)
        {
            throw Problem.Invalid("scope", "SCOPE_NOT_THEIRS", "A carer does not agree in the person's place.");
        }
        if (EndsOn < StartsOn)
        {
            throw Problem.Invalid("ends_on", "DAY_TOO_EARLY", "The last day is before the first.");
        }
        if (Role == RepresentativeRole.Carer)
        {
            return Voice is { IsPersons: true }
                ? this
                : throw Problem.Refused("PERSON_NOT_ASKED", "The person names their carer.", "with_the_persons_say");
        }
        if (WrittenBy == Writer.Person)
        {
            throw Problem.Refused("EVIDENCE_NOT_SEEN", "A practitioner has to see the evidence first.", "role");
        }
        return Evidence is not null
            ? this
            : throw Problem.Invalid("evidence", "WORDS_MISSING", "Say what bears it out, as you saw it.");
    }

    /// <summary>Whoever holds the code acts from now on. NOT_REPRESENTING once it has ended.</summary>
    public Representative Bind(string issuer, string subject, DateTimeOffset now) =>
        Lasting(now) with { Version = Version + 1, Issuer = issuer, Subject = subject };

    /// <summary>It ends, now. NOT_REPRESENTING once it has; ENDED_BY_LAW where the person alone can't end it.</summary>
    public Representative End(string? reason, bool byThePerson, DateTimeOffset now) =>
        byThePerson && Role != RepresentativeRole.Carer
            ? throw Problem.Refused("ENDED_BY_LAW", "Ask a practitioner: the law says how this ends.")
            : Lasting(now) with { Version = Version + 1, EndedAt = now, EndReason = reason };

    /// <summary>What ended it was a mistake: it lasts as before.</summary>
    public Representative Revive() => this with { Version = Version + 1, EndedAt = null, EndReason = null };

    /// <summary>This, while it lasts or is still to come. NOT_REPRESENTING after that.</summary>
    public Representative Lasting(DateTimeOffset now) => EndedAt is not null || Until <= now
        ? throw Problem.Refused("NOT_REPRESENTING", "It has ended already.")
        : this;
}

/// <summary>A one-use code by which a representative binds their own sign-in. Only its hash is kept.</summary>
public sealed record RepresentativeCode
{
    /// <summary>The code's own id.</summary>
    public Guid Id { get; init; }
    /// <summary>For whom they act.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that printed it; null when the person did.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>A health body's.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Printed for the wrong person, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>The representation.</summary>
    public Guid RepresentativeId { get; init; }
    /// <summary>SHA-256 of the code, in hexadecimal.</summary>
    public string CodeHash { get; init; } = "";
    /// <summary>Until when it can be used.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
