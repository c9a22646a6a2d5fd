namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>What became of one sending of a call.</summary>
internal enum Answered
{
    /// <summary>No answer came, or one that says no more than to try again.</summary>
    Lost,
    /// <summary>It was done, or shown.</summary>
    Done,
    /// <summary>It was refused.</summary>
    Refused,
}

/// <summary>One sending; its trace is how its entries are found.</summary>
internal sealed record Attempt(string Trace, Answered Answered);

/// <summary>What one client did, however often it had to be sent.</summary>
internal sealed record Operation(Kind Kind, string User, string? Person, string RequestId)
{
    /// <summary>Each time that it was sent, in order.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>Whom the answer showed.</summary>
    public IReadOnlyList<string> Shown { get; set; } = [];

    /// <summary>What came of it in the end.</summary>
    public Answered Answered => Attempts is [.., var last] ? last.Answered : Answered.Lost;

    public override string ToString() =>
        $"{Kind.Path} by {User} about {Person ?? "whoever"}, {RequestId}: {string.Join(", ", Attempts)}";
}
