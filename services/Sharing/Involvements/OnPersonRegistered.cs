using MassTransit;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Sharing;

/// <summary>The team that made a person's record is involved with that person, and with nobody else by it.</summary>
public static class OnPersonRegistered
{
    /// <summary>Follows Person.</summary>
    public static void Follow(Handlers.Of person) => person.On<PersonRegistered>(ApplyAsync);

    /// <summary>Opens the involvement once, however often the event comes.</summary>
    public static async Task ApplyAsync(PersonRegistered e, Entry entry, Work work)
    {
        // Named after the entry, which is the same wherever and whenever it is read.
        var involvementId = entry.EventId;
        if (await work.OneAsync<int>(CountOpened, new { involvementId, e.PersonId }) > 0)
        {
            return;
        }
        var involvement = new Involvement
        {
            Id = involvementId,
            PersonId = e.PersonId,
            TeamId = e.TeamId,
            HealthAuthored = await work.OneAsync<int>(CountHealth, new { e.AgencyId, health = AgencyType.Health }) > 0,
            Version = 1,
            LegalBasis = LegalBasis.PublicTask,
            Purpose = Involvement.Support,
            // Since the record was made, not since it was heard of: the first call about it came in between.
            FromTime = entry.RecordedAt,
        };
        var practitioner = new NamedPractitioner
        {
            Id = NewId.NextGuid(),
            InvolvementId = involvementId,
            PersonId = e.PersonId,
            TeamId = e.TeamId,
            HealthAuthored = involvement.HealthAuthored,
            Issuer = e.Issuer,
            Subject = e.Subject,
            Role = await work.OneAsync<string?>(SelectRole, e) ?? "",
        };
        await SharingService.OpenAsync(work, involvement, [practitioner]);
    }

    // Reads no content, and decides nothing about who may.
    private const string CountOpened =
        "SELECT COUNT(*) FROM Involvement WHERE Id = @involvementId AND PersonId = @personId";

    // Whether it still shares or not.
    private const string CountHealth = "SELECT COUNT(*) FROM Agency WHERE Id = @agencyId AND Type = @health";

    private const string SelectRole =
        "SELECT Role FROM Staff WHERE TeamId = @teamId AND Issuer = @issuer AND Subject = @subject";
}
