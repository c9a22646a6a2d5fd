using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;

namespace PersonalOutcomes.Insights;

/// <summary>
/// Builds the generation that was asked for beside the one that answers, and puts it in its place. Everything that it
/// needs to go on after a restart is in the database.
/// </summary>
public sealed class Rebuilder(
    IDatabase database, Sources sources, TimeProvider time, ILogger<Rebuilder> log) : BackgroundService
{
    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>There is something to build.</summary>
    public void Wake() => _asked.Release();

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ClearAsync(stopping);
                if (await BuildingAsync(stopping) is { } model)
                {
                    await BuildAsync(model, stopping);
                    continue;
                }
                await _asked.WaitAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // A source that is away: what was built so far stays, and it is tried again.
                Log.RebuildWaits(log, e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), stopping).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Asked for by an operator, or because the handlers of this version store something else than those before.
    private async Task<Model?> BuildingAsync(CancellationToken stopping)
    {
        await using var work = await database.BeginAsync(On.Own("model"), Own(stopping));
        if (await work.OneAsync<int?>(SelectBuilding) is { } building)
        {
            return new Model(building);
        }
        var live = (await work.OneAsync<Live>(SelectLive))!;
        if (live.HandlerSet == Model.HandlerSet)
        {
            return null;
        }
        var next = new Model(live.Generation + 1);
        await work.WriteAsync(InsertRebuilding, new
        {
            next.Generation,
            id = MassTransit.NewId.NextGuid(),
            Model.HandlerSet,
            askedAt = work.Now,
        });
        await work.CommitAsync();
        return next;
    }

    private async Task BuildAsync(Model next, CancellationToken stopping)
    {
        var copy = sources.Beside(next.Follow());
        // The greater part while the other one goes on; then, with that one stopped for a moment, what is left.
        await copy.ApproachAsync(stopping);
        using var held = await copy.HoldAsync(stopping);
        var (replaced, hash) = await HashesAsync(next, stopping);
        await using var work = await database.BeginAsync(On.Own("model").And(sources.All), Own(stopping));
        await copy.TakeOverAsync(work);
        await work.WriteAsync(UpdateLive, new { next.Generation, Model.HandlerSet });
        await work.WriteAsync(UpdateFinished, new
        {
            next.Generation,
            finishedAt = work.Now,
            replaced = copy.IsComparable ? replaced : null,
            hash,
        });
        await work.CommitAsync();
        Log.Rebuilt(log, next.Generation, copy.IsComparable && replaced == hash);
    }

    private async Task<(string Replaced, string Hash)> HashesAsync(Model next, CancellationToken stopping)
    {
        await using var work = await database.ReadAsync(Own(stopping));
        var hashes = (await ModelHash.OfAsync(work, await Model.LiveAsync(work)), await ModelHash.OfAsync(work, next));
        await work.CommitAsync();
        return hashes;
    }

    // The generation before the one that answers, if a restart came before it was removed.
    private async Task ClearAsync(CancellationToken stopping)
    {
        await using var read = await database.ReadAsync(Own(stopping));
        var live = await Model.LiveAsync(read);
        await read.CommitAsync();
        if (live.Generation > 1)
        {
            await ModelHash.DropAsync(database, new Model(live.Generation - 1), Own(stopping));
        }
    }

    private Call Own(CancellationToken stopping) => Call.Own("Rebuild", time, stopping);

    internal const string SelectBuilding = "SELECT Generation FROM Rebuilding WHERE FinishedAt IS NULL";

    internal const string SelectLive = "SELECT Generation, HandlerSet FROM LiveModel WHERE Id = 1";

    internal const string InsertRebuilding = """
        INSERT INTO Rebuilding (Generation, Id, HandlerSet, AskedAt)
        VALUES (@generation, @id, @handlerSet, @askedAt)
        """;

    private const string UpdateLive =
        "UPDATE LiveModel SET Generation = @generation, HandlerSet = @handlerSet WHERE Id = 1";

    private const string UpdateFinished = """
        UPDATE Rebuilding SET FinishedAt = @finishedAt, ReplacedHash = @replaced, Hash = @hash
        WHERE Generation = @generation
        """;

    internal sealed record Live
    {
        public int Generation { get; init; }
        public int HandlerSet { get; init; }
    }
}
