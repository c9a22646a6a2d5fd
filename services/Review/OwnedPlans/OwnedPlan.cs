namespace PersonalOutcomes.Reviews;

/// <summary>
/// That a team says it owns somebody's personal plan, and by which rule. Only such a team owes a look at it, and only
/// it is told when.
/// </summary>
public sealed record OwnedPlan
{
    /// <summary>That it was said.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose plan it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld; it is given up instead.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>A code of vocabulary/plan_rules.tsv.</summary>
    public string RuleCode { get; init; } = "";
    /// <summary>How many days after the start it is due first, as the rule was then.</summary>
    public int FirstDays { get; init; }
    /// <summary>How many months after each review it is due again, as the rule was then.</summary>
    public int ThenMonths { get; init; }
    /// <summary>The day on which the team's service began.</summary>
    public DateOnly StartedOn { get; init; }
    /// <summary>When it was said.</summary>
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When it was given up; null while it is owned.</summary>
    public DateTimeOffset? GivenUpAt { get; init; }
    /// <summary>Why it was given up, in words.</summary>
    public string? GivenUpReason { get; init; }
    /// <summary>The last review since the start in which the team took part; asked for where what is due is.</summary>
    public DateOnly? ReviewedOn { get; init; }

    /// <summary>The last day for the next look at it, by the calendar. Worked out, and never kept.</summary>
    public DateOnly DueOn() => ReviewedOn?.AddMonths(ThenMonths) ?? StartedOn.AddDays(FirstDays);

    /// <summary>Whether that day is over.</summary>
    public bool IsOverdue(DateOnly today) => DueOn() < today;
}
