using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    /// <summary>The person takes an objection back, by themselves or through somebody of another agency.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.WithdrawObjectionResponse> WithdrawObjection(
        Wire.WithdrawObjectionRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, objectionId) = (Check.Id(request.PersonId), Check.Id(request.ObjectionId));
        var voice = OwnVoice(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var objection = await work.OneAsync<Objection>(SelectObjection, new { personId, objectionId })
            ?? throw Problem.NotFound();
        var names = await NamesAsync(work, [objection.AgencyId]);
        if (await work.RepeatedAsync<Objection>(request, personId) is { } earlier)
        {
            return new Wire.WithdrawObjectionResponse { Objection = ShowWithdrawn(earlier, names, work) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        var withdrawn = objection.Withdraw(voice);
        if (await work.WriteAsync(UpdateObjection, withdrawn) == 0)
        {
            throw Objection.AlreadyDecided();
        }
        work.Record(personId, objectionId,
            new ObjectionWithdrawn(objectionId, personId, objection.AgencyId), withdrawn);
        await EnforceAsync(work, withdrawn, objection.Hides);
        await EndRemindingAsync(work, withdrawn);
        await work.CommitAsync();

        return new Wire.WithdrawObjectionResponse { Objection = ShowWithdrawn(withdrawn, names, work) };
    }

    // What the person and the agency said to each other is theirs.
    private static Wire.Objection ShowWithdrawn(Objection withdrawn, Dictionary<Guid, string> names, Work work) =>
        Show(work.Team is null ? withdrawn : withdrawn with { Words = "", Duty = null, Decision = null }, names,
            work.Now);

    // Whoever knows its id was told it by the person; but nobody takes back what is against their own agency.
    private const string SelectObjection = $"""
        SELECT {ObjectionColumns}
        FROM Objection b
        WHERE b.Id = @objectionId AND b.PersonId = @personId
          AND (/*access:b:self*/ OR (/*access:b:wish*/ AND b.AgencyId <> @callerAgency))
        """;
}
