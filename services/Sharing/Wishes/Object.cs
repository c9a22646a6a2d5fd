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

public sealed partial class WishService
{
    /// <summary>The person objects to an agency's seeing the record: it is kept from it until it has decided.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.ObjectResponse> Object(Wire.ObjectRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, agencyId) = (Check.Id(request.PersonId), Check.Id(request.AgencyId));
        var words = Check.Words(request.Words);
        var voice = OwnVoice(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var names = await NamesAsync(work, [agencyId]);
        if (await work.RepeatedAsync<Objection>(request, personId) is { } earlier)
        {
            return new Wire.ObjectResponse { Objection = Show(earlier, names, work.Now) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        if (await work.OneAsync<int>(CountAgencies, new { agencyId }) == 0)
        {
            throw NoSuchAgency("agency_id");
        }
        var today = London.Today(work.Now);
        var objection = new Objection
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Version = 1,
            AgencyId = agencyId,
            State = ObjectionState.Waiting,
            Words = words,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            MadeOn = today,
            DueOn = today.AddDays(Objection.DaysToDecide),
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertObjection, objection);
        work.Record(personId, objection.Id,
            new ObjectionMade(objection.Id, personId, agencyId, objection.DueOn), objection);
        await EnforceAsync(work, objection, hid: false);
        var toOfficers = new Notice
        {
            PersonId = personId,
            Kind = ToDecide,
            AboutId = objection.Id,
            Recipient = NoticeRecipient.PrivacyOfficers,
            ToAgencyId = agencyId,
            SinceTime = work.Now,
        };
        await NoticeService.GiveAsync(work, toOfficers);
        await NoticeService.GiveAsync(work,
            toOfficers with { Kind = Overdue, SinceTime = London.Start(objection.DueOn.AddDays(1)) });
        await work.CommitAsync();

        return new Wire.ObjectResponse { Objection = Show(objection, names, work.Now) };
    }

    private const string CountAgencies = "SELECT COUNT(*) FROM Agency a WHERE a.Id = @agencyId";

    private const string InsertObjection = """
        INSERT INTO Objection (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, AgencyId, State, Words,
          How, WrittenBy, MadeOn, DueOn, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @AgencyId, @State, @Words,
          @How, @WrittenBy, @MadeOn, @DueOn, @RecordedAt)
        """;
}
