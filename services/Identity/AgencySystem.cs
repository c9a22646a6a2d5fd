namespace PersonalOutcomes.Identity;

/// <summary>An agency's own system: an OpenIddict client with a public key, acting for one agency.</summary>
public sealed class AgencySystem
{
    public required string ClientId { get; init; }

    public required string Registration { get; set; }

    public required Guid Agency { get; set; }
}
