namespace PersonalOutcomes.Identity;

/// <summary>What kind of callers an issuer vouches for.</summary>
public enum IssuerClass
{
    Staff,
    People,
    Systems,
}

/// <summary>
/// An issuer whose word this service takes, and how far: its class, and the agencies and roles it may assert.
/// Anything else it says is ignored. <see cref="Issuer"/> is null for accounts and systems kept here.
/// </summary>
public sealed class Registration
{
    public required string Name { get; init; }

    public required IssuerClass Class { get; set; }

    public string? Issuer { get; set; }

    public required List<Guid> Agencies { get; set; }

    public required List<string> Roles { get; set; }

    /// <summary>
    /// True if this issuer may say that a caller has this role at this agency. The class has the last word: a
    /// registration can't list itself into a role of another class, and nobody can assert <c>service</c>.
    /// </summary>
    public bool MayAssert(string role, Guid? agency)
    {
        if (!Roles.Contains(role) || !RolesOf(Class).Contains(role))
        {
            return false;
        }

        // People act for themselves or for one another; operators run the platform. Neither has an agency.
        return Class is IssuerClass.People || role == "operator"
            ? agency is null
            : agency is { } id && Agencies.Contains(id);
    }

    private static string[] RolesOf(IssuerClass issuerClass) => issuerClass switch
    {
        IssuerClass.People => ["person", "representative"],
        IssuerClass.Staff =>
        [
            "practitioner", "team_lead", "privacy_officer", "service_manager", "agency_administrator",
            "integration_administrator", "operator",
        ],
        IssuerClass.Systems => ["system"],
        _ => [],
    };
}
