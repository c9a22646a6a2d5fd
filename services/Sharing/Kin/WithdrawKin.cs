using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class KinService
{
    /// <summary>An administrator takes a declaration back; nobody does it for themselves.</summary>
    [Roles(Role.AgencyAdministrator)]
    public override async Task<Wire.WithdrawKinResponse> WithdrawKin(
        Wire.WithdrawKinRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, kinshipId) = (Check.Id(request.PersonId), Check.Id(request.KinshipId));
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var kinship = await work.OneAsync<Kinship>(SelectKinship, new { personId, kinshipId, agency = call.Agency })
            ?? throw Problem.NotFound(final: true);
        if (await work.RepeatedAsync<Kinship>(request, personId) is not null)
        {
            return new Wire.WithdrawKinResponse { KinshipId = request.KinshipId };
        }
        var withdrawn = kinship.Withdraw(reason, work.Now);
        if (await work.WriteAsync(UpdateWithdrawn, withdrawn) == 0)
        {
            throw Problem.Refused("NOT_DECLARED", "It was taken back already.");
        }
        var happened = new KinWithdrawn(personId, kinship.Issuer, kinship.Subject);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, kinshipId, happened, withdrawn);
        await SamePerson.WithdrawAsync(work, happened);
        await work.CommitAsync();

        return new Wire.WithdrawKinResponse { KinshipId = request.KinshipId };
    }

    private const string SelectKinship = $"""
        SELECT {Columns}
        FROM Kinship k
        WHERE k.Id = @kinshipId AND k.PersonId = @personId AND k.AgencyId = @agency AND k.EnteredInError = 0
        """;

    private const string UpdateWithdrawn = """
        UPDATE Kinship SET Version = @Version, WithdrawnAt = @WithdrawnAt, Reason = @Reason
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
