using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    /// <summary>A duty by which the agency sees the record while the objection waits.</summary>
    [Roles(Role.PrivacyOfficer)]
    public override async Task<Wire.RecordDutyResponse> RecordDuty(
        Wire.RecordDutyRequest request, ServerCallContext context)
    {
        var (personId, objectionId) = (Check.Id(request.PersonId), Check.Id(request.ObjectionId));
        var duty = Check.Words(request.Duty, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        var objection = await work.OneAsync<Objection>(SelectOwnAgencys, new { personId, objectionId })
            ?? throw Problem.NotFound();
        var names = await NamesAsync(work, [objection.AgencyId]);
        if (await work.RepeatedAsync<Objection>(request, personId) is { } earlier)
        {
            return new Wire.RecordDutyResponse { Objection = Show(earlier, names, work.Now) };
        }
        var under = objection.UnderADuty(duty);
        if (await work.WriteAsync(UpdateObjection, under) == 0)
        {
            throw Objection.AlreadyDecided();
        }
        work.Record(personId, objectionId,
            new ObjectionDutyRecorded(objectionId, personId, objection.AgencyId), under);
        await EnforceAsync(work, under, objection.Hides);
        await work.CommitAsync();

        return new Wire.RecordDutyResponse { Objection = Show(under, names, work.Now) };
    }
}
