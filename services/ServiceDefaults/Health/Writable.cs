using Microsoft.Extensions.Diagnostics.HealthChecks;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Health;

/// <summary>
/// Ready means that the database can be written, and nothing else: a broker or a neighbour that is away makes the
/// platform slower to agree with itself, never unready.
/// </summary>
internal sealed class Writable(IDatabase database, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var work = await database.BeginAsync(
                On.Own("health"), Call.Own("Health", time, cancellationToken));
            await work.WriteAsync(Touch);
            await work.CommitAsync();
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(e.GetType().Name);
        }
    }

    private const string Touch = "UPDATE RelayState SET Position = Position WHERE Id = 1";
}
