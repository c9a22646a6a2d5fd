using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>
    /// How a person can safely be contacted is recorded, or revised. One that the caller may not see stays as it is,
    /// beside the caller's own, so that nothing tells of it and no warning is lost.
    /// </summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.SetSafeContactResponse> SetSafeContact(
        Wire.SetSafeContactRequest request, ServerCallContext context)
    {
        var (personId, contactId) = (Check.Id(request.PersonId), Check.OptionalId(request.SafeContactId));
        var said = Read(request);
        var withheldFrom = Check.Ids(request.WithheldFrom);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        var visible = await work.ManyAsync<SafeContact>(SelectSafeContacts, new { personId });
        var before = contactId is null ? null : visible.Find(c => c.Id == contactId) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<SafeContact>(request, personId) is { } earlier)
        {
            return new Wire.SetSafeContactResponse { SafeContact = Show(earlier, work) };
        }
        DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }));

        SafeContact contact;
        if (before is not null)
        {
            work.Expect(request.Etag, Show(before), Show(before, work));
            contact = said with
            {
                Id = before.Id,
                PersonId = personId,
                TeamId = before.TeamId,
                HealthAuthored = before.HealthAuthored,
                Version = before.Version + 1,
                RecordedAt = before.RecordedAt,
            };
            if (await work.WriteAsync(UpdateSafeContact, contact) == 0)
            {
                throw Problem.Stale(Show(before, work));
            }
        }
        else if (visible.Count > 0)
        {
            throw Problem.Invalid("etag", "ETAG_MISSING",
                "A safe contact is recorded. Send the id and etag of what you read.");
        }
        else
        {
            contact = said with
            {
                Id = NewId.NextGuid(),
                PersonId = personId,
                TeamId = work.Team,
                HealthAuthored = work.Health,
                Version = 1,
                RecordedAt = work.Now,
            };
            await work.WriteAsync(InsertSafeContact, contact);
        }
        await work.WithholdAsync(personId, contact.Id, withheldFrom);
        work.Record(personId, contact.Id, new SafeContactSet(contact.Id, personId, withheldFrom), contact);
        await work.CommitAsync();

        return new Wire.SetSafeContactResponse { SafeContact = Show(contact, work) };
    }

    private static SafeContact Read(Wire.SetSafeContactRequest request)
    {
        var contact = new SafeContact
        {
            ContactHow = Check.OptionalWords(request.How, 1000),
            ContactWhen = Check.OptionalWords(request.When, 1000),
            ContactNever = Check.OptionalWords(request.Never, 1000),
        };
        return contact is { ContactHow: null, ContactNever: null }
            ? throw Problem.Invalid("how", "WORDS_MISSING", "Say how to reach them, or how never.")
            : contact;
    }

    private const string InsertSafeContact = """
        INSERT INTO SafeContact (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, ContactHow, ContactWhen,
          ContactNever, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @ContactHow, @ContactWhen,
          @ContactNever, @RecordedAt)
        """;

    private const string UpdateSafeContact = """
        UPDATE SafeContact
        SET ContactHow = @ContactHow, ContactWhen = @ContactWhen, ContactNever = @ContactNever, Version = @Version
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
