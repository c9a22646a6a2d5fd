using System.Text.Json.Serialization;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>Who takes a step, in the order in which a plan shows them.</summary>
public enum Party
{
    /// <summary>The person.</summary>
    Person = 1,
    /// <summary>Family, friends, the circle around the person.</summary>
    Family = 2,
    /// <summary>The community.</summary>
    Community = 3,
    /// <summary>Somebody else.</summary>
    Other = 4,
    /// <summary>A team of an agency.</summary>
    Team = 5,
}

/// <summary>Where a step stands.</summary>
public enum StepState
{
    /// <summary>To be done.</summary>
    Open = 1,
    /// <summary>Done.</summary>
    Done = 2,
}

/// <summary>What somebody will do towards an outcome, or has done already; open, then done.</summary>
public sealed record Step
{
    /// <summary>The step.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose plan it is in.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it; null for the person's own hand.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>Counts changes from 1; guards updates and never leaves the service.</summary>
    public int Version { get; init; }
    /// <summary>Where it stands.</summary>
    public StepState State { get; init; }
    /// <summary>The outcome it works towards.</summary>
    public Guid? OutcomeId { get; init; }
    /// <summary>Why it serves none.</summary>
    public string? WhyNoOutcome { get; init; }
    /// <summary>Who takes it.</summary>
    public Party Party { get; init; }
    /// <summary>Who exactly, in plain words.</summary>
    public string Who { get; init; } = "";
    /// <summary>The team, when a team takes it.</summary>
    public Guid? TakenByTeamId { get; init; }
    /// <summary>What will be done, or was.</summary>
    public string What { get; init; } = "";
    /// <summary>Where.</summary>
    public string? AtPlace { get; init; }
    /// <summary>When, in words.</summary>
    public string? AtTime { get; init; }
    /// <summary>The day by which.</summary>
    public DateOnly? DueOn { get; init; }
    /// <summary>The day on which it was done.</summary>
    public DateOnly? DoneOn { get; init; }
    /// <summary>How it went, in the words in which it was told.</summary>
    public string? HowItWent { get; init; }
    /// <summary>Who said that it should be taken.</summary>
    public Speaker SaidBy { get; init; }
    /// <summary>Their name or part.</summary>
    public string? SaidByName { get; init; }
    /// <summary>The channels.</summary>
    public string[] How { get; init; } = [];
    /// <summary>Who wrote it down.</summary>
    public Writer WrittenBy { get; init; }
    /// <summary>The view or conversation that it came from.</summary>
    public Guid? SourceId { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Where the words came from.</summary>
    [JsonIgnore]
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>
    /// A new step. STEP_WITHOUT_OUTCOME for a team's step that neither serves an outcome nor says why not: what a
    /// service does must be seen to be for something that matters.
    /// </summary>
    public static Step Add(Step step) =>
        step.Party == Party.Team && step.OutcomeId is null && step.WhyNoOutcome is null
            ? throw Problem.Refused("STEP_WITHOUT_OUTCOME", "Name the outcome it is for, or say why it is for none.",
                "outcome_id")
            : step with { Version = 1, State = step.DoneOn is null ? StepState.Open : StepState.Done };

    /// <summary>
    /// It goes over to a team, or without one to the person. STEP_DONE; NOT_A_TEAMS when no team takes it;
    /// STEP_HAS_SOMEBODY for another team while the one that has it stays.
    /// </summary>
    public Step TakeOver(Guid? team, string who, bool stays, bool health) =>
        State == StepState.Done
            ? throw Problem.Refused("STEP_DONE", "It is done already.")
        : Party != Party.Team
            ? throw Problem.Refused("NOT_A_TEAMS", "It is not a team that takes this step.")
        : team is not null && team != TakenByTeamId && stays
            ? throw Problem.NotInCopy("sharing", "STEP_HAS_SOMEBODY", "The team that takes this step stays.",
                "step_id")
        : this with
        {
            Version = Version + 1,
            Party = team is null ? Party.Person : Party.Team,
            TakenByTeamId = team,
            Who = who,
            HealthAuthored = HealthAuthored || health,
        };

    /// <summary>It is done. STEP_DONE when it already is.</summary>
    public Step Finish(DateOnly on, string? howItWent, bool health) => State == StepState.Done
        ? throw Problem.Refused("STEP_DONE", "It is done already.")
        : this with
        {
            State = StepState.Done,
            Version = Version + 1,
            DoneOn = on,
            HowItWent = howItWent,
            // From now on it holds a health body's words.
            HealthAuthored = HealthAuthored || health,
        };
}
