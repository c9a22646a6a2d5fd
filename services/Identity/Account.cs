namespace PersonalOutcomes.Identity;

/// <summary>
/// A sign-in kept by this service itself. <see cref="Id"/> is the token's <c>sub</c>. Role and agency are what the
/// account asks for; its <see cref="Registration"/> decides, each time a token is issued, whether it may have them.
/// </summary>
public sealed class Account
{
    public required Guid Id { get; init; }

    /// <summary>The name typed at sign-in, in lower case.</summary>
    public required string UserName { get; init; }

    /// <summary>The name shown on pages and, with the scope <c>profile</c>, in the identity token.</summary>
    public required string Name { get; set; }

    public required string PasswordHash { get; set; }

    public required string Registration { get; set; }

    /// <summary>The agency the holder works for; none for a person or a representative.</summary>
    public Guid? Agency { get; set; }

    public required string Role { get; set; }
}
