using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

public sealed partial class ScaleService
{
    /// <summary>A scale with worded points, of one person's record.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.AddScaleResponse> AddScale(Wire.AddScaleRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, withheldFrom) = (Check.Id(request.PersonId), Check.Ids(request.WithheldFrom));
        var said = Read(request.Name, request.Points, request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<Scale>(request, personId) is { } earlier)
        {
            return new Wire.AddScaleResponse { Scale = Show(earlier) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var id = NewId.NextGuid();
        var scale = said with
        {
            Id = id,
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            ScaleId = id,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertScale, scale);
        await work.WithholdAsync(personId, id, withheldFrom);
        work.Record(personId, id, new ScaleAdded(id, personId, withheldFrom), scale);
        await work.CommitAsync();

        return new Wire.AddScaleResponse { Scale = Show(scale) };
    }
}
