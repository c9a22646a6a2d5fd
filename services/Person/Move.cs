using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.People;

/// <summary>What of this service is moved to the right record, each kind by itself.</summary>
public sealed partial class PersonService
{
    /// <summary>Records it there as it was said. THERE_ALREADY where the caller sees another; PERSON_DIED.</summary>
    internal static async Task<bool> MoveAsync(Work work, Moving moving)
    {
        var (personId, item, to, withheld) = (moving.PersonId, moving.ItemId, moving.ToPersonId, moving.WithheldFrom);
        var (of, id) = (new { personId }, moving.NewId(item));
        object moved;
        if ((await work.ManyAsync<CommunicationNeeds>(SelectNeeds, of)).Find(n => n.Id == item) is { } needs)
        {
            DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId = to }));
            RequireNoOther(await work.ManyAsync<CommunicationNeeds>(SelectNeeds, new { personId = to }));
            await work.WriteAsync(InsertNeeds, moved = needs with { Id = id, PersonId = to, Version = 1 });
            work.Record(to, id, new CommunicationNeedsSet(id, to, withheld), moved);
        }
        else if ((await work.ManyAsync<SafeContact>(SelectSafeContacts, of)).Find(c => c.Id == item) is { } contact)
        {
            DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId = to }));
            RequireNoOther(await work.ManyAsync<SafeContact>(SelectSafeContacts, new { personId = to }));
            await work.WriteAsync(InsertSafeContact, moved = contact with { Id = id, PersonId = to, Version = 1 });
            work.Record(to, id, new SafeContactSet(id, to, withheld), moved);
        }
        else if ((await work.ManyAsync<CircleMember>(SelectCircle, of)).Find(m => m.Id == item) is { } member)
        {
            await work.WriteAsync(InsertCircleMember, moved = member with { Id = id, PersonId = to });
            work.Record(to, id, new CircleMemberAdded(id, to, withheld), moved);
        }
        else if ((await work.ManyAsync<Identifier>(SelectIdentifiers, of)).Find(i => i.Id == item) is { } identifier)
        {
            var person = await work.OneAsync<Person>(SelectPerson, new { personId = to }) ?? throw Problem.NotFound();
            await work.WriteAsync(InsertIdentifier, moved = identifier with { Id = id, PersonId = to });
            await NotePossibleSameAsync(work, person, await work.ManyAsync<Candidate>(SelectSameIdentifier,
                new { personId = to, identifier.Kind, identifier.System, identifier.Value }));
            work.Record(to, id, new IdentifierAdded(id, to, withheld), moved);
        }
        else if (((await work.ManyAsync<OwnWords>(SelectAboutMe, of)).Find(w => w.Id == item)
            ?? (await work.ManyAsync<OwnWords>(SelectCarerPlan, of)).Find(w => w.Id == item)) is { } words)
        {
            DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId = to }));
            var there = words with
            {
                Id = id,
                PersonId = to,
                SectionId = moving.NewId(words.SectionId),
                EarlierId = moving.NewId(words.EarlierId),
            };
            await work.WriteAsync(InsertOwnWords, moved = there);
            var isPersons = there.Voice.IsPersons;
            work.Record(to, id, there.Kind == OwnWordsKind.AboutMe
                ? new AboutMeWritten(id, to, there.Section, there.EarlierId, isPersons, withheld)
                : new CarerPlanWritten(id, to, there.Section!, there.EarlierId, isPersons, withheld), moved);
        }
        else
        {
            return false;
        }
        await work.WithholdAsync(to, id, withheld);
        return true;
    }

    private static void RequireNoOther<T>(List<T> there)
    {
        if (there.Count > 0)
        {
            throw Problem.Refused("THERE_ALREADY",
                "The right record has its own. Revise that, and enter this in error.", "item_id");
        }
    }
}
