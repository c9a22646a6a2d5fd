using Grpc.Core;
using MassTransit;
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
    /// <summary>A member of staff shuts themselves out of a record.</summary>
    // No access is asked for, and none is given: whoever declares what they can't see learns nothing by it.
    [Roles(Role.Staff)]
    public override async Task<Wire.DeclareKinResponse> DeclareKin(
        Wire.DeclareKinRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var relation = (KinRelation)(int)Check.Code(request.Relation);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        if (await work.RepeatedAsync<Kinship>(request, personId) is { } earlier)
        {
            return new Wire.DeclareKinResponse { Kinship = Show(earlier) };
        }
        if (await work.OneAsync<int>(CountDeclared, new { personId, call.Issuer, call.Subject }) > 0)
        {
            throw Problem.Refused("ALREADY_DECLARED", "You have declared this already.", "person_id");
        }
        var kinship = new Kinship
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            Version = 1,
            Issuer = call.Issuer,
            Subject = call.Subject,
            AgencyId = call.Agency ?? throw Problem.NotFound(final: true),
            Relation = relation,
            DeclaredAt = work.Now,
        };
        await work.WriteAsync(InsertKinship, kinship);
        var happened = new KinDeclared(personId, call.Issuer, call.Subject);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, kinship.Id, happened, kinship);
        await SamePerson.DeclareAsync(work, happened);
        await work.CommitAsync();

        return new Wire.DeclareKinResponse { Kinship = Show(kinship) };
    }

    private const string CountDeclared = """
        SELECT COUNT(*) FROM Kinship k
        WHERE k.PersonId = @personId AND k.Issuer = @issuer AND k.Subject = @subject AND k.WithdrawnAt IS NULL
        """;

    private const string InsertKinship = """
        INSERT INTO Kinship (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, Issuer, Subject, AgencyId,
          Relation, DeclaredAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @Issuer, @Subject, @AgencyId,
          @Relation, @DeclaredAt)
        """;
}
