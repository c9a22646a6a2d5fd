using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace PersonalOutcomes.Identity;

/// <summary>Once a day: a new signing key if one is due; tokens and wrong tries that are past use go.</summary>
public sealed partial class DailyRound(
    SigningKeys keys, IServiceScopeFactory scopes, TimeProvider time, ILogger<DailyRound> log) : BackgroundService
{
    // Kept a while after they end, so that a code or refresh token used late is still known for a second use.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromDays(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                keys.Renew();
                await using var scope = scopes.CreateAsyncScope();
                var before = time.GetUtcNow() - Kept;
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>()
                    .PruneAsync(before, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>()
                    .PruneAsync(before, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().FailedSignIns
                    .Where(f => f.LastTry < before.UtcDateTime).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Failed(log, problem);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The daily round did not finish; it is tried again tomorrow.")]
    private static partial void Failed(ILogger log, Exception problem);
}
