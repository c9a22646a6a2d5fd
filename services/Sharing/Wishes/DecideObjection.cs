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
    /// <summary>The agency decides what a person objected to, with words for them.</summary>
    [Roles(Role.PrivacyOfficer)]
    public override async Task<Wire.DecideObjectionResponse> DecideObjection(
        Wire.DecideObjectionRequest request, ServerCallContext context)
    {
        var (personId, objectionId) = (Check.Id(request.PersonId), Check.Id(request.ObjectionId));
        var upheld = Check.Code(request.Ruling) == Wire.Ruling.Upheld;
        var words = Check.Words(request.Words);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        var objection = await work.OneAsync<Objection>(SelectOwnAgencys, new { personId, objectionId })
            ?? throw Problem.NotFound();
        var names = await NamesAsync(work, [objection.AgencyId]);
        if (await work.RepeatedAsync<Objection>(request, personId) is { } earlier)
        {
            return new Wire.DecideObjectionResponse { Objection = Show(earlier, names, work.Now) };
        }
        var decided = objection.Decide(upheld, words, work.Now);
        if (await work.WriteAsync(UpdateObjection, decided) == 0)
        {
            throw Objection.AlreadyDecided();
        }
        work.Record(personId, objectionId,
            new ObjectionDecided(objectionId, personId, objection.AgencyId, upheld), decided);
        await EnforceAsync(work, decided, objection.Hides);
        await EndRemindingAsync(work, decided);
        // Whoever brings it is not told to what it is the answer.
        await NoticeService.GiveAsync(work, new Notice
        {
            PersonId = personId,
            Kind = "answer_waits",
            AboutId = objectionId,
            Recipient = NoticeRecipient.Person,
            SinceTime = work.Now,
        });
        await work.CommitAsync();

        return new Wire.DecideObjectionResponse { Objection = Show(decided, names, work.Now) };
    }
}
