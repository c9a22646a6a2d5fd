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
        if (Check.OptionalId(request.AgencyId) is { } agencyId)
        {
            return await WithdrawAllAsync(request, agencyId, call);
        }
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

    // As LiftAllAsync: whoever writes it down is not told whether there was one.
    private async Task<Wire.WithdrawObjectionResponse> WithdrawAllAsync(
        Wire.WithdrawObjectionRequest request, Guid agencyId, Call call)
    {
        var personId = Check.Id(request.PersonId);
        if (request.ObjectionId.Length > 0)
        {
            throw Problem.Invalid("objection_id", "ONE_OF_ID_AND_FROM", "Name the objection, or the agency.");
        }
        var voice = OwnVoice(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.OneAsync<int>(CountAgencies, new { agencyId }) == 0)
        {
            throw NoSuchAgency("agency_id");
        }
        await RequireOfOthersAsync(work, agencyId, "agency_id");
        if (await work.RepeatedAsync<KeptNoLonger>(request, personId) is null)
        {
            await OnPersonDied.RequireLivingAsync(work, personId);
            var records = await SamePerson.RecordsAsync(work, personId);
            var standing = await work.ManyAsync<Objection>(SelectStanding,
                new { records = Each.Of(records), agencyId });
            foreach (var withdrawn in standing.Select(o => o.Withdraw(voice)))
            {
                await work.WriteAsync(UpdateObjection, withdrawn);
                await EndRemindingAsync(work, withdrawn);
            }
            await SamePerson.LiftAsync(work, records, standing.Select(o => o.Id),
                new KeptNoLonger(agencyId, null, voice.How, voice.WrittenBy));
            await work.CommitAsync();
        }
        return new Wire.WithdrawObjectionResponse();
    }

    // What the person and the agency said to each other is theirs.
    private static Wire.Objection ShowWithdrawn(Objection withdrawn, Dictionary<Guid, string> names, Work work) =>
        Show(work.Team is null ? withdrawn : withdrawn with { Words = "", Duty = null, Decision = null }, names,
            work.Now);

    // Of every record of theirs, and nobody is shown it; what was decided against leaves nothing to take back.
    private const string SelectStanding = $"""
        SELECT {ObjectionColumns}
        FROM Objection b
        WHERE b.PersonId IN (/*each:@records*/) AND b.AgencyId = @agencyId AND b.State IN (1, 2, 3)
        """;

    // Whoever knows its id was told it by the person; but nobody takes back what is against their own agency.
    private const string SelectObjection = $"""
        SELECT {ObjectionColumns}
        FROM Objection b
        WHERE b.Id = @objectionId AND b.PersonId = @personId
          AND (/*access:b:self*/ OR (/*access:b:wish*/ AND b.AgencyId <> @callerAgency))
        """;
}
