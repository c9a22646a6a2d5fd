using System.Net.Http.Json;
using System.Text.Json;

namespace PersonalOutcomes.Callers;

/// <summary>The name of the running service, as the topology spells it: plan, person, sharing.</summary>
public sealed record ServiceName(string Name);

/// <summary>
/// This service's own access token (role <c>service</c>), by its own client credentials; kept until a minute before it
/// runs out. It opens other services' journals and nothing else.
/// </summary>
internal sealed class ServiceToken(ServiceName service, IConfiguration configuration, IHttpClientFactory http)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private (string Token, DateTime Until) _kept = ("", DateTime.MinValue);

    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return _kept.Until > DateTime.UtcNow ? _kept.Token : await FetchAsync(cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<string> FetchAsync(CancellationToken cancellation)
    {
        using var response = await http.CreateClient("identity").PostAsync(
            new Uri(new Uri(Tokens.Issuer(configuration)), "connect/token"),
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = $"service-{service.Name}",
                ["client_secret"] = configuration["ServiceCredentials:Secret"]
                    ?? throw new InvalidOperationException("ServiceCredentials__Secret is not set."),
            }), cancellation);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        var until = DateTime.UtcNow.AddSeconds(body.GetProperty("expires_in").GetInt32() - 60);
        return (_kept = (body.GetProperty("access_token").GetString()!, until)).Token;
    }
}
