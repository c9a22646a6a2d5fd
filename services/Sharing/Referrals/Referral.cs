using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

/// <summary>Where a referral stands; the numbers are those of the proto and of the table.</summary>
public enum ReferralState
{
    /// <summary>Waiting for the receiving team's answer.</summary>
    Waiting = 1,
    /// <summary>The receiving team is involved.</summary>
    Accepted = 2,
    /// <summary>The receiving team said no.</summary>
    Declined = 3,
    /// <summary>Waiting, and the receiving team has asked for more.</summary>
    MoreAsked = 4,
    /// <summary>Taken back by whoever made it.</summary>
    Withdrawn = 5,
    /// <summary>Sent on to another team, where it waits as a referral of its own.</summary>
    Redirected = 6,
    /// <summary>Accepted, and the receiving team has said what came of it.</summary>
    Completed = 7,
}

/// <summary>How soon an answer is hoped for.</summary>
public enum Urgency
{
    /// <summary>In its turn.</summary>
    Routine = 1,
    /// <summary>Before others.</summary>
    Soon = 2,
    /// <summary>Today.</summary>
    Urgent = 3,
}

/// <summary>The law on which a referral or an involvement rests.</summary>
public enum LegalBasis
{
    /// <summary>A task that a public body is there to carry out.</summary>
    PublicTask = 1,
    /// <summary>Adult support and protection.</summary>
    AdultProtection = 2,
    /// <summary>A court's order.</summary>
    Court = 3,
    /// <summary>Somebody's life is in danger.</summary>
    VitalInterests = 4,
    /// <summary>The person's consent, where they are truly free to refuse.</summary>
    Consent = 5,
}

/// <summary>
/// A person passed on to a team, with their say, and its whole life: it waits, more is asked and told, and it is
/// accepted, declined, sent on or taken back once; what came of an accepted one is told once. Each method returns the
/// next state or throws a <see cref="Problem"/>.
/// </summary>
public sealed record Referral
{
    /// <summary>The referral.</summary>
    public Guid Id { get; init; }
    /// <summary>Who is referred.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that made it; null when the person referred themselves.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Made by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>Where it stands.</summary>
    public ReferralState State { get; init; }
    /// <summary>The receiving team.</summary>
    public Guid ToTeamId { get; init; }
    /// <summary>What matters to the person, for the receiving team to read.</summary>
    public string WhatMatters { get; init; } = "";
    /// <summary>Why, beyond what matters; null where this reader has no part in it.</summary>
    public string? ReasonBeyond { get; init; }
    /// <summary>How soon.</summary>
    public Urgency Urgency { get; init; }
    /// <summary>The day on which it was made.</summary>
    public DateOnly HappenedOn { get; init; }
    /// <summary>The law on which it rests.</summary>
    public LegalBasis LegalBasis { get; init; }
    /// <summary>What was said to it.</summary>
    public string? Said { get; init; }
    /// <summary>Who said so; null when the law did not wait for the person's say.</summary>
    public Speaker? SaidBy { get; init; }
    /// <summary>Their name or part, when not the person.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels through which it came.</summary>
    public string[]? How { get; init; }
    /// <summary>Who wrote it down.</summary>
    public Writer? WrittenBy { get; init; }
    /// <summary>Why it was declined.</summary>
    public string? DeclineReason { get; init; }
    /// <summary>The involvement that it led to.</summary>
    public Guid? InvolvementId { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When it was answered, sent on or taken back.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
    /// <summary>What was done about it since, oldest first.</summary>
    public IReadOnlyList<ReferralTurn> Turns { get; init; } = [];

    /// <summary>Where the person's say came from; null when there is none.</summary>
    public Voice? Voice =>
        SaidBy is { } by && WrittenBy is { } writer ? new Voice(by, SaidByName, How ?? [], writer) : null;

    /// <summary>The receiving team becomes involved. NOT_WAITING once it was answered.</summary>
    public Referral Accept(Guid involvementId, DateTimeOffset now) => Waiting() with
    {
        State = ReferralState.Accepted,
        Version = Version + 1,
        InvolvementId = involvementId,
        AnsweredAt = now,
    };

    /// <summary>The receiving team says no, and why. NOT_WAITING once it was answered.</summary>
    public Referral Decline(string reason, DateTimeOffset now) => Waiting() with
    {
        State = ReferralState.Declined,
        Version = Version + 1,
        DeclineReason = reason,
        AnsweredAt = now,
    };

    /// <summary>Whoever made it takes it back. NOT_WAITING once it was answered.</summary>
    public Referral Withdraw(ReferralTurn turn) =>
        Waiting().After(turn, ReferralState.Withdrawn) with { AnsweredAt = turn.RecordedAt };

    /// <summary>The person lets it through to the receiving team. NOT_WAITING once it was answered.</summary>
    public Referral LetThrough() => Waiting();

    /// <summary>The receiving team asks for more. MORE_ASKED while it has, NOT_WAITING once it answered.</summary>
    public Referral AskForMore(ReferralTurn turn) => State == ReferralState.MoreAsked
        ? throw Problem.Refused("MORE_ASKED", "The earlier question has not been answered yet.")
        : Waiting().After(turn, ReferralState.MoreAsked);

    /// <summary>More is told, and it waits again. MORE_NOT_ASKED, or NOT_WAITING once it was answered.</summary>
    public Referral AnswerForMore(ReferralTurn turn) => Waiting().State == ReferralState.MoreAsked
        ? After(turn, ReferralState.Waiting)
        : throw Problem.Refused("MORE_NOT_ASKED", "The team that it was sent to has asked for nothing more.");

    /// <summary>The receiving team sends it on. NOT_WAITING once it was answered.</summary>
    public Referral Redirect(ReferralTurn turn) =>
        Waiting().After(turn, ReferralState.Redirected) with { AnsweredAt = turn.RecordedAt };

    /// <summary>
    /// What waits with the next team when this one is sent on: all of it as it was first said, and why it was sent on.
    /// What was asked and told meanwhile was between those who asked and told.
    /// </summary>
    public Referral SentOn(Guid id, Guid toTeamId, ReferralTurn turn) => this with
    {
        Id = id,
        ToTeamId = toTeamId,
        State = ReferralState.Waiting,
        Version = 1,
        RecordedAt = turn.RecordedAt,
        Turns = [turn with { ReferralId = id, Number = 1, ToReferralId = null }],
    };

    /// <summary>What came of it is told. NOT_ACCEPTED unless it was accepted; ALREADY_COMPLETED.</summary>
    public Referral Complete(ReferralTurn turn) => State switch
    {
        ReferralState.Accepted => After(turn, ReferralState.Completed),
        ReferralState.Completed =>
            throw Problem.Refused("ALREADY_COMPLETED", "What came of it has been told already."),
        _ => throw Problem.Refused("NOT_ACCEPTED", "Only who accepted a referral tells what came of it."),
    };

    /// <summary>How many days the person has waited, from the day on which it was made.</summary>
    public int WaitingDays(DateTimeOffset now) =>
        Math.Max(0, London.Today(AnsweredAt ?? now).DayNumber - HappenedOn.DayNumber);

    /// <summary>Every team that it names.</summary>
    public IEnumerable<Guid?> TeamIds() =>
        [TeamId, ToTeamId, .. Turns.SelectMany(t => new[] { t.TeamId, t.ToTeamId })];

    private Referral After(ReferralTurn turn, ReferralState state) => this with
    {
        State = state,
        Version = Version + 1,
        Turns = [.. Turns, turn with { ReferralId = Id, Number = Version + 1 }],
    };

    private Referral Waiting() => State is ReferralState.Waiting or ReferralState.MoreAsked
        ? this
        : throw NotWaiting();

    /// <summary>It no longer waits for an answer.</summary>
    public static Problem NotWaiting() =>
        Problem.Refused("NOT_WAITING", "It has been answered already, sent on or taken back.");
}
