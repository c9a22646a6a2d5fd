using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

/// <summary>Who a person is, one operation a file; this file holds what a person looks like from outside.</summary>
public sealed partial class PersonService(IDatabase database, Copies copies, IConfiguration configuration)
    : Wire.PersonService.PersonServiceBase
{
    private const string SelectPerson = """
        SELECT p.Id, p.PersonId, p.TeamId, p.HealthAuthored, p.EnteredInError, p.Version, p.AgencyId, p.FullName,
          p.PreferredName, p.BirthDate, p.Address, p.Postcode, p.RecordedAt
        FROM Person p
        WHERE p.Id = @personId AND /*access:p:person*/
        """;

    private const string SelectNeeds = """
        SELECT n.Id, n.PersonId, n.TeamId, n.HealthAuthored, n.EnteredInError, n.Version, n.UnderstandsBest,
          n.IsUnderstoodBest, n.Interpreter, n.Aids, n.RecordedAt
        FROM CommunicationNeeds n
        WHERE n.PersonId = @personId AND /*access:n:communication_needs*/
        ORDER BY n.RecordedAt
        """;

    private const string SelectSafeContacts = """
        SELECT s.Id, s.PersonId, s.TeamId, s.HealthAuthored, s.EnteredInError, s.Version, s.ContactHow, s.ContactWhen,
          s.ContactNever, s.RecordedAt
        FROM SafeContact s
        WHERE s.PersonId = @personId AND /*access:s:safe_contact*/
        ORDER BY s.RecordedAt
        """;

    private const string SelectCircle = """
        SELECT c.Id, c.PersonId, c.TeamId, c.HealthAuthored, c.EnteredInError, c.Name, c.Relation, c.MayBeTold,
          c.RecordedAt, c.RemovedAt
        FROM CircleMember c
        WHERE c.PersonId = @personId AND c.RemovedAt IS NULL AND /*access:c:circle*/
        ORDER BY c.RecordedAt
        """;

    private static Wire.Person Show(Person person, Work work) => new()
    {
        Names = ShowNames(person, work),
        PersonId = person.Id.ToString("D"),
        BirthDate = Day(person.BirthDate),
        Address = person.Address ?? "",
        Postcode = person.Postcode ?? "",
        RecordTime = Time(person.RecordedAt),
    };

    private static Wire.Names ShowNames(Person person, Work work)
    {
        var shown = ShowNames(person);
        shown.Etag = work.Etag(shown);
        return shown;
    }

    // This and the two below without their etags: what the etags are made of. The id keeps two alike apart.
    private static Wire.Names ShowNames(Person person) =>
        new() { PreferredName = person.PreferredName, FullName = person.FullName };

    private static Wire.CommunicationNeeds Show(CommunicationNeeds needs, Work work)
    {
        var shown = Show(needs);
        shown.Etag = work.Etag(shown);
        return shown;
    }

    private static Wire.CommunicationNeeds Show(CommunicationNeeds needs) => new()
    {
        CommunicationNeedsId = needs.Id.ToString("D"),
        UnderstandsBest = needs.UnderstandsBest ?? "",
        IsUnderstoodBest = needs.IsUnderstoodBest ?? "",
        Interpreter = needs.Interpreter ?? "",
        Aids = needs.Aids ?? "",
    };

    private static Wire.SafeContact Show(SafeContact contact, Work work)
    {
        var shown = Show(contact);
        shown.Etag = work.Etag(shown);
        return shown;
    }

    private static Wire.SafeContact Show(SafeContact contact) => new()
    {
        SafeContactId = contact.Id.ToString("D"),
        How = contact.ContactHow ?? "",
        When = contact.ContactWhen ?? "",
        Never = contact.ContactNever ?? "",
    };

    private static Wire.CircleMember Show(CircleMember member) => new()
    {
        CircleMemberId = member.Id.ToString("D"),
        Name = member.Name,
        Relation = member.Relation,
        MayBeTold = member.MayBeTold,
    };

    private static Wire.Identifier Show(Identifier identifier) => new()
    {
        IdentifierId = identifier.Id.ToString("D"),
        Kind = (Wire.IdentifierKind)(int)identifier.Kind,
        System = identifier.System,
        Value = identifier.Value,
        Passed = (Wire.CheckPassed)(int)identifier.Passed,
        Warning = identifier.Warning ?? "",
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd") ?? "";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
