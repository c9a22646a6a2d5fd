namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// A line of policy.tsv: who may do what, in words that a privacy officer reads. The first line that fits decides;
/// <c>any</c> fits everything. No service loads it: it says what they must do.
/// </summary>
public sealed record Policy(
    string What, string Role, string Relation, string Kind, string Purpose, string Answer, string Why)
{
    /// <summary>All lines, in order.</summary>
    public static IReadOnlyList<Policy> Lines { get; } =
        [.. Repository.Lines("tests/Conventions/policy.tsv").Skip(1).Select(line => line.Split('\t'))
            .Select(c => new Policy(c[0], c[1], c[2], c[3], c[4], c[5], c[6]))];

    /// <summary>The line that decides; null when none does.</summary>
    public static Policy? For(RequestFile file, Actor actor, string purpose) => Lines.FirstOrDefault(l =>
        Fits(l.What, file.Group) && Fits(l.Role, actor.Role) && Fits(l.Relation, actor.Relation)
        && Fits(l.Kind, file.Kind) && Fits(l.Purpose, purpose));

    public override string ToString() => $"{What} | {Role} | {Relation} | {Kind} | {Purpose}: {Answer}";

    private static bool Fits(string line, string given) => line == "any" || line == given;
}

/// <summary>Somebody of deploy/stories/accounts.tsv, and what they are to the person and team of a request.</summary>
public sealed record Actor(string User, string Role, string Relation)
{
    /// <summary>
    /// Strathmore's adult team registered the person, the carers' centre was referred to and accepted, the tenancy
    /// team's involvement has ended, and stoma care has a referral that it has not answered.
    /// </summary>
    public static IReadOnlyList<Actor> All { get; } =
    [
        new("eileen", "practitioner", "involved"),
        new("shona", "practitioner", "involved, took no part"),
        new("graeme", "practitioner", "was involved"),
        new("fiona", "practitioner", "receives a referral"),
        new("nadia", "practitioner", "none"),
        new("gillian", "team lead", "involved"),
        new("isla", "team lead", "receives a referral"),
        new(Testing.Platform.System, "system", "registered for the involved team"),
        new("callum", "person", "self"),
        new("iris", "person", "none"),
        new("catriona", "representative", "acts for them"),
        new("archie", "representative", "none"),
        new("craig", "privacy officer", "of the agency"),
        new("rory", "privacy officer", "of another involved agency"),
        new("neil", "privacy officer", "of an agency that was involved"),
        new("stuart", "service manager", "of the agency"),
        new("alison", "agency administrator", "of the agency"),
        new("ewan", "agency administrator", "none"),
        new("keith", "integration administrator", "of the agency"),
        new("oona", "operator", "none"),
        new("service-insight", "service", "none"),
    ];

    /// <summary>What they say it is for. Purposes other than support are asked for by those who may see most.</summary>
    public IEnumerable<string> Purposes => (Role, Relation) is ("practitioner", "involved" or "none") or ("system", _) or (_, "self")
        ? ["support", "referral", "adult_protection", "emergency", "subject_access", "correction", "learning"]
        : ["support"];
}
