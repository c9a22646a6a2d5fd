using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights;

public sealed partial class InsightService
{
    /// <summary>Asks for a new generation; it is built in the background.</summary>
    [Roles(Role.Operator)]
    public override async Task<Wire.RebuildModelResponse> RebuildModel(
        Wire.RebuildModelRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        await using var work = await database.BeginAsync(On.Own("model"), call);
        var id = MassTransit.NewId.NextGuid();
        if (await work.RepeatedAsync<Asked>(request, id) is { } earlier)
        {
            return new Wire.RebuildModelResponse { Generation = earlier.Generation };
        }
        if (await work.OneAsync<int?>(Rebuilder.SelectBuilding) is { } building)
        {
            return new Wire.RebuildModelResponse { Generation = building };
        }
        var live = (await work.OneAsync<Rebuilder.Live>(Rebuilder.SelectLive))!;
        var asked = new Asked(live.Generation + 1);
        await work.WriteAsync(Rebuilder.InsertRebuilding,
            new { asked.Generation, id, Model.HandlerSet, askedAt = work.Now });
        work.Record(id, id, new RebuildingAsked(id, asked.Generation), asked);
        await work.CommitAsync();
        rebuilder.Wake();
        return new Wire.RebuildModelResponse { Generation = asked.Generation };
    }

    private sealed record Asked(int Generation);
}
