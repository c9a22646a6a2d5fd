using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PersonalOutcomes.Identity;

/// <summary>
/// Writes into the database, at start, who may ask for tokens. The configuration is the whole truth: what it no
/// longer names can't sign in any more.
/// <list type="bullet">
/// <item><c>Registrations:&lt;name&gt;</c> (<c>Class</c>, <c>Issuer</c>, <c>Agencies</c>, <c>Roles</c>).</item>
/// <item><c>ServiceClients:&lt;service&gt;</c>: the secret of the client <c>service-&lt;service&gt;</c>.</item>
/// <item><c>Systems:&lt;client id&gt;</c> (<c>Registration</c>, <c>Agency</c>, <c>PublicKey</c>: a JWK or PEM, or the
/// file it stands in).</item>
/// </list>
/// </summary>
public sealed class Registered(
    IConfiguration configuration, IdentityDatabase database, IOpenIddictApplicationManager applications)
{
    /// <summary>The client of the command line: public, so it proves itself by PKCE alone.</summary>
    public const string CommandLine = "personal-outcomes-cli";

    /// <summary>What the ids of the platform's own services begin with.</summary>
    public const string ServicePrefix = "service-";

    private static readonly string[] Services =
        ["person", "sharing", "conversation", "plan", "review", "insight", "gateway"];

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var named = configuration.GetSection("Registrations").GetChildren().Select(section => new Registration
        {
            Name = section.Key,
            Class = section.GetValue<IssuerClass>("Class"),
            Issuer = section["Issuer"],
            Agencies = section.GetSection("Agencies").Get<List<Guid>>() ?? [],
            Roles = section.GetSection("Roles").Get<List<string>>() ?? [],
        }).ToList();
        var names = named.ConvertAll(registration => registration.Name);
        string[] demonstration = [DemoAccounts.Staff, DemoAccounts.People];
        await foreach (var other in database.Registrations.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!names.Contains(other.Name) && !demonstration.Contains(other.Name))
            {
                // Kept for what refers to it; it may assert nothing any more.
                other.Agencies = [];
                other.Roles = [];
            }
        }

        foreach (var registration in named)
        {
            await WriteAsync(database, registration, cancellationToken);
        }

        List<OpenIddictApplicationDescriptor> clients =
            [CommandLineClient(), .. ServiceClients(), .. await AgencySystemsAsync(cancellationToken)];
        await database.SaveChangesAsync(cancellationToken);

        foreach (var client in clients)
        {
            if (await applications.FindByClientIdAsync(client.ClientId!, cancellationToken) is { } existing)
            {
                await applications.UpdateAsync(existing, client, cancellationToken);
            }
            else
            {
                await applications.CreateAsync(client, cancellationToken);
            }
        }

        var gone = new List<object>();
        await foreach (var application in applications.ListAsync(cancellationToken: cancellationToken))
        {
            var id = await applications.GetClientIdAsync(application, cancellationToken);
            if (clients.TrueForAll(client => client.ClientId != id))
            {
                gone.Add(application);
            }
        }

        foreach (var application in gone)
        {
            await applications.DeleteAsync(application, cancellationToken);
        }
    }

    /// <summary>Makes the stored registration of this name say what the given one says. Doesn't save.</summary>
    public static async Task WriteAsync(
        IdentityDatabase database, Registration registration, CancellationToken cancellationToken)
    {
        if (await database.Registrations.FindAsync([registration.Name], cancellationToken) is { } stored)
        {
            stored.Class = registration.Class;
            stored.Issuer = registration.Issuer;
            stored.Agencies = registration.Agencies;
            stored.Roles = registration.Roles;
        }
        else
        {
            database.Registrations.Add(registration);
        }
    }

    private static OpenIddictApplicationDescriptor CommandLineClient() => new()
    {
        ClientId = CommandLine,
        ClientType = ClientTypes.Public,
        DisplayName = "Personal Outcomes command line",
        ConsentType = ConsentTypes.Implicit,
        // A native client may come back at any port of this address (RFC 8252, section 7.3).
        ApplicationType = ApplicationTypes.Native,
        RedirectUris = { new Uri("http://127.0.0.1/callback") },
        Permissions =
        {
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.Revocation,
            Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken,
            Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
        },
        Requirements = { Requirements.Features.ProofKeyForCodeExchange },
    };

    private IEnumerable<OpenIddictApplicationDescriptor> ServiceClients()
    {
        foreach (var section in configuration.GetSection("ServiceClients").GetChildren())
        {
            if (!Services.Contains(section.Key) || string.IsNullOrWhiteSpace(section.Value))
            {
                throw new UnfitSettingException(
                    $"ServiceClients:{section.Key} is not one of {string.Join(", ", Services)}, or has no secret.");
            }

            yield return new OpenIddictApplicationDescriptor
            {
                ClientId = ServicePrefix + section.Key,
                ClientType = ClientTypes.Confidential,
                ClientSecret = section.Value,
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
            };
        }
    }

    private async Task<List<OpenIddictApplicationDescriptor>> AgencySystemsAsync(CancellationToken cancellationToken)
    {
        var clients = new List<OpenIddictApplicationDescriptor>();
        foreach (var section in configuration.GetSection("Systems").GetChildren())
        {
            if (section.Key == CommandLine || section.Key.StartsWith(ServicePrefix, StringComparison.Ordinal)
                || section["Registration"] is not { } registration || section["PublicKey"] is not { } publicKey
                || !Guid.TryParse(section["Agency"], out var agency))
            {
                throw new UnfitSettingException($"Systems:{section.Key} needs a client id of its own and "
                    + "Registration, Agency (a UUID) and PublicKey.");
            }

            if (await database.AgencySystems.FindAsync([section.Key], cancellationToken) is { } stored)
            {
                stored.Registration = registration;
                stored.Agency = agency;
            }
            else
            {
                database.AgencySystems.Add(
                    new AgencySystem { ClientId = section.Key, Registration = registration, Agency = agency });
            }

            clients.Add(new OpenIddictApplicationDescriptor
            {
                ClientId = section.Key,
                ClientType = ClientTypes.Confidential,
                // A public key and no secret: this client can only prove itself by private_key_jwt.
                JsonWebKeySet = new JsonWebKeySet { Keys = { PublicKey(section.Key, publicKey) } },
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
            });
        }

        var ids = clients.ConvertAll(client => client.ClientId!);
        await database.AgencySystems.Where(s => !ids.Contains(s.ClientId)).ExecuteDeleteAsync(cancellationToken);
        return clients;
    }

    private static JsonWebKey PublicKey(string client, string text)
    {
        try
        {
            if (!text.StartsWith('{') && !text.StartsWith("-----", StringComparison.Ordinal))
            {
                text = File.ReadAllText(text);
            }

            var key = text.TrimStart().StartsWith('{') ? new JsonWebKey(text)
                : TryFromPem(RSA.Create(), text) is { } rsa
                    ? JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa))
                : TryFromPem(ECDsa.Create(), text) is { } curve
                    ? JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(curve))
                : throw new UnfitSettingException($"Systems:{client}:PublicKey is no RSA or EC key.");
            // Read as far as this so that a private key can be refused by name.
            return key.HasPrivateKey
                ? throw new UnfitSettingException($"Systems:{client}:PublicKey holds a private key. It has been "
                    + "copied now: replace it, keep it where the system runs, and put the public one here.")
                : key;
        }
        catch (Exception problem) when (problem is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new UnfitSettingException($"Systems:{client}:PublicKey can't be read as a JWK, as PEM, or as the "
                + "name of a file that holds one.", problem);
        }
    }

    private static T? TryFromPem<T>(T empty, string pem)
        where T : AsymmetricAlgorithm
    {
        try
        {
            empty.ImportFromPem(pem);
            return empty;
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
