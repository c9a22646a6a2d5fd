using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// What a person says about who may look: wishes, restrictions and objections, one operation a file. This file holds
/// what several of them ask and show.
/// </summary>
public sealed partial class WishService(IDatabase database) : Wire.WishService.WishServiceBase
{
    private static Voice Heard(Wire.Voice? voice, Call call) => Voice.Of(call, (int)(voice?.SaidBy ?? 0),
        voice?.SaidByName ?? "", voice?.How.ToArray() ?? [], "voice");

    // What a record is kept from somebody for is nobody's to say but the person's.
    private static Voice OwnVoice(Wire.Voice? voice, Call call)
    {
        var heard = Heard(voice, call);
        return heard.IsPersons
            ? heard
            : throw Problem.Refused("PERSON_NOT_ASKED", "Only what the person says themselves keeps it from somebody.",
                heard.SaidBy == Speaker.Person ? "voice.how" : "voice.said_by");
    }

    // What was written down in the person's name, they are told, and nobody else; what they did themselves they know.
    private static async Task TellPersonAsync(Work work, Guid personId, Guid aboutId, string kind)
    {
        if (work.Team is { } team)
        {
            await NoticeService.GiveAsync(work, new Notice
            {
                PersonId = personId,
                TeamId = team,
                Kind = kind,
                AboutId = aboutId,
                Recipient = NoticeRecipient.Person,
                SinceTime = work.Now,
            });
        }
    }

    // An objection is settled: nobody is reminded of it any more.
    private static async Task EndRemindingAsync(Work work, Objection objection)
    {
        await NoticeService.EndAsync(work, objection.PersonId, objection.Id, ToDecide);
        await NoticeService.EndAsync(work, objection.PersonId, objection.Id, Overdue);
    }

    private const string ToDecide = "objection_to_decide", Overdue = "objection_overdue";

    private static Problem NoSuchAgency(string field) =>
        Problem.Refused("NO_SUCH_AGENCY", "There is no agency or team of this id.", field);

    private static async Task<Dictionary<Guid, string>> NamesAsync(Work work, IEnumerable<Guid?> ids)
    {
        var named = await work.ManyAsync<Named>(SelectNames, new { ids = Each.Of(ids.OfType<Guid>().Distinct()) });
        return named.ToDictionary(n => n.Id, n => n.Team is { } team ? $"{team}, {n.Agency}" : n.Agency);
    }

    private const string SelectNames = """
        SELECT a.Id, NULL AS Team, a.Name AS Agency FROM Agency a WHERE a.Id IN (/*each:@ids*/)
        UNION ALL
        SELECT t.Id, t.Name AS Team, a.Name AS Agency FROM Team t INNER JOIN Agency a ON a.Id = t.AgencyId
        WHERE t.Id IN (/*each:@ids*/)
        """;

    private sealed record Named
    {
        public Guid Id { get; init; }
        public string? Team { get; init; }
        public string Agency { get; init; } = "";
    }

    // Every service keeps the record from the agency, or shows it again, as the objection stands now.
    private static async Task EnforceAsync(Work work, Objection objection, bool hid)
    {
        if (objection.Hides && !hid)
        {
            var set = new RestrictionSet(objection.Id, objection.PersonId, objection.AgencyId, null);
            await Grants.ApplyAsync(set, work);
            work.Record(objection.PersonId, objection.Id, set);
            await SamePerson.RestrictAsync(work, set);
        }
        if (!objection.Hides && hid)
        {
            var lifted = new RestrictionsLifted(objection.PersonId, [objection.Id]);
            await Grants.ApplyAsync(lifted, work);
            work.Record(objection.PersonId, objection.Id, lifted);
            await SamePerson.LiftAsync(work, lifted);
        }
    }

    private static Wire.Objection Show(Objection objection, Dictionary<Guid, string> names, DateTimeOffset now) => new()
    {
        ObjectionId = objection.Id.ToString("D"),
        PersonId = objection.PersonId.ToString("D"),
        AgencyId = objection.AgencyId.ToString("D"),
        AgencyName = names.GetValueOrDefault(objection.AgencyId, ""),
        Words = objection.Words,
        Voice = SharingService.Show(objection.Voice),
        State = (Wire.ObjectionState)(int)objection.State,
        MadeOn = objection.MadeOn.ToString("yyyy-MM-dd", null),
        DueOn = objection.DueOn.ToString("yyyy-MM-dd", null),
        Overdue = objection.IsOverdue(London.Today(now)),
        Duty = objection.Duty ?? "",
        Decision = objection.Decision ?? "",
        DecideTime = SharingService.Show(objection.DecidedAt),
    };

    internal const string ObjectionColumns = """
        b.Id, b.PersonId, b.TeamId, b.HealthAuthored, b.EnteredInError, b.Version, b.AgencyId, b.State, b.Words, b.How,
          b.WrittenBy, b.MadeOn, b.DueOn, b.RecordedAt, b.Duty, b.Decision, b.DecidedAt, b.WithdrawnHow
        """;

    // The agency's privacy officers see what was said to their agency, and the record only as everybody does.
    internal const string ForItsPrivacyOfficers = """
        b.EnteredInError = 0 AND b.AgencyId = @callerAgency
          AND EXISTS (SELECT 1 FROM Agreement a WHERE a.AgencyId = b.AgencyId)
        """;

    private const string SelectOwnAgencys = $"""
        /*enter*/ SELECT {ObjectionColumns}
        FROM Objection b
        WHERE b.Id = @objectionId AND b.PersonId = @personId AND {ForItsPrivacyOfficers}
        """;

    private const string UpdateObjection = """
        UPDATE Objection SET Version = @Version, State = @State, Duty = @Duty, Decision = @Decision,
          DecidedAt = @DecidedAt, WithdrawnHow = @WithdrawnHow
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
