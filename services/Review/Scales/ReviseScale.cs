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
    /// <summary>A scale is said anew; what was rated before stays in the words that it was rated in.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ReviseScaleResponse> ReviseScale(
        Wire.ReviseScaleRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, scaleId) = (Check.Id(request.PersonId), Check.Id(request.ScaleId));
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var said = Read(request.Name, request.Points, request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.OneAsync<Scale>(SelectScale, new { personId, scaleId }) is null)
        {
            throw Problem.NotFound();
        }
        if (await work.RepeatedAsync<Scale>(request, personId) is { } earlier)
        {
            return new Wire.ReviseScaleResponse { Scale = Show(earlier) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var version = said with
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            ScaleId = scaleId,
            RecordedAt = work.Now,
        };
        // It is made of the newest wording that the caller saw, and from whom that is kept this is too.
        var newest = Scale.Newest(await work.ManyAsync<Scale>(SelectScales, new { personId }))
            .First(s => s.ScaleId == scaleId);
        withheldFrom =
        [
            .. withheldFrom.Union(await work.WithheldFromAsync(scaleId))
                .Union(await work.WithheldFromAsync(newest.Id)),
        ];
        await work.WriteAsync(InsertScale, version);
        await work.WithholdAsync(personId, version.Id, withheldFrom);
        work.Record(personId, version.Id, new ScaleRevised(version.Id, scaleId, personId, withheldFrom), version);
        await work.CommitAsync();

        return new Wire.ReviseScaleResponse { Scale = Show(version) };
    }

    // The scale itself, and none of its later versions, which are not said anew by themselves.
    private const string SelectScale =
        $"SELECT {ScaleColumns} FROM {ScalesVisible} AND s.Id = @scaleId AND s.ScaleId = @scaleId";
}
