using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class RepresentativeService
{
    /// <summary>Somebody acts for the person no more.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.EndRepresentativeResponse> EndRepresentative(
        Wire.EndRepresentativeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, representativeId) = (Check.Id(request.PersonId), Check.Id(request.RepresentativeId));
        var reason = call.Role == Role.Person
            ? Check.OptionalWords(request.Reason, 1000)
            : Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var representative = await RepresentativeAsync(work, personId, representativeId);
        if (await work.RepeatedAsync<Representative>(request, personId) is { } earlier)
        {
            return new Wire.EndRepresentativeResponse { Representative = Show(earlier, call) };
        }
        var ended = representative.End(reason, call.Role == Role.Person, work.Now);
        if (await work.WriteAsync(UpdateEnded, ended) == 0)
        {
            throw Problem.Refused("NOT_REPRESENTING", "It has ended already.");
        }
        var happened = new RepresentativeEnded(representativeId, personId, work.Now);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, representativeId, happened, ended);
        await work.CommitAsync();

        return new Wire.EndRepresentativeResponse { Representative = Show(ended, call) };
    }

    internal const string UpdateEnded = """
        UPDATE Representative SET Version = @Version, EndedAt = @EndedAt, EndReason = @EndReason
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
