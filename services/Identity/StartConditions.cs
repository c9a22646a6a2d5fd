using Microsoft.AspNetCore.Http;

namespace PersonalOutcomes.Identity;

/// <summary>
/// What has to be so before this service may answer anybody. Development is for one machine and invented people;
/// every other environment is taken for production.
/// </summary>
public static class StartConditions
{
    private const int ShortestSecret = 32;

    /// <summary>One sentence for each thing that is missing; none when the service may start.</summary>
    public static IReadOnlyList<string> Missing(IConfiguration configuration, bool development)
    {
        var missing = new List<string>();
        if (string.IsNullOrWhiteSpace(configuration.GetConnectionString("identitydb")))
        {
            missing.Add("No database is named: set ConnectionStrings__identitydb.");
        }

        var issuer = configuration["Identity:Issuer"];
        if (!development && string.IsNullOrWhiteSpace(issuer))
        {
            missing.Add("No issuer is named: set Identity__Issuer to the https address that callers use.");
        }
        else if (!string.IsNullOrWhiteSpace(issuer) && !IsFitIssuer(issuer, development))
        {
            missing.Add($"The issuer {issuer} is not an https address: set Identity__Issuer to one.");
        }

        foreach (var (url, hasCertificate) in Addresses(configuration))
        {
            var address = BindingAddress.Parse(url);
            var encrypted = address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
            if (!encrypted && !IsLoopback(address.Host))
            {
                missing.Add($"The address {url} is open to other machines and has no TLS: "
                    + "make it https, or bind it to 127.0.0.1.");
            }
            else if (encrypted && !hasCertificate)
            {
                missing.Add($"The address {url} has no certificate: set Kestrel__Certificates__Default__Path.");
            }
        }

        if (!development)
        {
            missing.AddRange(configuration.GetSection("ServiceClients").GetChildren()
                .Where(client => (client.Value?.Length ?? 0) < ShortestSecret)
                .Select(client => $"The secret of the service {client.Key} is shorter than {ShortestSecret} "
                    + $"characters: set ServiceClients__{client.Key} to a random one."));
        }

        return missing;
    }

    /// <summary>The sentence for a production database that holds demonstration accounts.</summary>
    public static string DemoAccountsFound(int accounts) =>
        $"The database holds {accounts} demo accounts, whose passwords anybody can read: use a database that was "
        + "never used in Development.";

    /// <summary>The named issuer, else the first address, if that is known before it is bound.</summary>
    public static Uri? IssuerOf(IConfiguration configuration)
    {
        if (configuration["Identity:Issuer"] is { Length: > 0 } named)
        {
            return new Uri(named);
        }

        var (url, _) = Addresses(configuration).FirstOrDefault();
        return url is not null && Uri.TryCreate(url, UriKind.Absolute, out var first) && first.Port != 0 ? first : null;
    }

    private static IEnumerable<(string Url, bool HasCertificate)> Addresses(IConfiguration configuration)
    {
        var common = configuration.GetSection("Kestrel:Certificates:Default").Exists();
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Where(endpoint => endpoint["Url"] is { Length: > 0 })
            .Select(endpoint => (endpoint["Url"]!, common || endpoint.GetSection("Certificate").Exists()))
            .ToList();

        // As Kestrel does: named endpoints put plain lists of addresses out of use.
        return endpoints.Count > 0
            ? endpoints
            : (configuration["urls"] ?? "http://localhost:5000")
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(url => (url, common));
    }

    private static bool IsFitIssuer(string issuer, bool development) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (development && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var ip) && System.Net.IPAddress.IsLoopback(ip));
}

/// <summary>A setting that can't be used; the message is a sentence that names it.</summary>
public sealed class UnfitSettingException(string message, Exception? inner = null) : Exception(message, inner);
