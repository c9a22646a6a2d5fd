namespace PersonalOutcomes.Database;

/// <summary>
/// What a write ranges over. Rules that read rows they don't write would race on SQL Server, so everything that one
/// write names here is locked, in sorted order, before it reads. On SQLite there is one writer and nothing to name.
/// </summary>
public readonly record struct On(string[] Names)
{
    /// <summary>Everything recorded about one person.</summary>
    public static On Person(Guid id) => new([$"person:{id:N}"]);

    /// <summary>Two people at once: a carer and the one cared for, or the two halves of a merge.</summary>
    public static On People(Guid one, Guid other) => new([.. new[] { $"person:{one:N}", $"person:{other:N}" }.Order()]);

    /// <summary>A team, its members and its work.</summary>
    public static On Team(Guid id) => new([$"team:{id:N}"]);

    /// <summary>An agency, its teams and its agreement.</summary>
    public static On Agency(Guid id) => new([$"agency:{id:N}"]);

    /// <summary>What one caller has done or been given, whoever it was about.</summary>
    public static On Caller(string issuer, string subject) => new([$"caller:{issuer}|{subject}"]);

    /// <summary>The copy that this service keeps of another one's facts.</summary>
    public static On Copy(string source) => new([$"copy:{source}"]);

    /// <summary>A table of this service that is about nobody.</summary>
    public static On Own(string what) => new([$"own:{what}"]);

    /// <summary>This and something else.</summary>
    public On And(On other) => new([.. Names.Concat(other.Names).Distinct().Order()]);
}
